/** What lies in memory-only storage while a session lasts, and what time does to it. */
import * as v from 'valibot';
import { lifeOf } from '../../lifetime';
import { ROLES } from '../ways/slots';
import { createInTurn } from '../../in-turn';
import { pinCellSchema } from './pin';
import type { SessionOptions } from './session';

const schema = v.strictObject({
  /** Base64 of nonce and ciphertext; gone while softly locked. */
  wrapped: v.exactOptional(v.string()),
  role: v.picklist(ROLES),
  /** The name of the slot that was unlocked with. */
  slotId: v.string(),
  /** Of the vault key: a later one can't be opened with it. */
  epoch: v.exactOptional(v.number()),
  lockAt: v.number(),
  /** When this session was last seen alive; a gap means that the machine slept or its clock was moved. */
  seenAt: v.number(),
  /** 0 where not elevated. */
  elevatedUntil: v.number(),
  pin: v.exactOptional(pinCellSchema),
});
export type SessionData = v.InferOutput<typeof schema>;

/** A clock that is set right by this little was not set back. */
const CLOCK_JITTER_MS = 1000;

/** `undefined` for anything that no session wrote. */
export function readCell(stored: unknown): SessionData | undefined {
  const parsed = v.safeParse(schema, stored);
  return parsed.success ? parsed.output : undefined;
}

/** The cell as it counts now; the same object where time changed nothing, `undefined` where nothing is left. */
export function settle(data: SessionData, now: number): SessionData | undefined {
  switch (lifeOf(data, now)) {
    case 'over':
      return undefined;
    case 'soft':
      return data.wrapped === undefined ? data : soften(data);
    case 'open': {
      const elevated = now < data.elevatedUntil && data.seenAt - now <= CLOCK_JITTER_MS;
      return elevated || data.elevatedUntil === 0 ? data : { ...data, elevatedUntil: 0 };
    }
  }
}

/** Softly locked: without the key, and without what was proven. */
function soften({ wrapped: _, ...rest }: SessionData): SessionData {
  return { ...rest, elevatedUntil: 0 };
}

export type Cell = ReturnType<typeof createCell>;

/** The cell and the kept key, of which neither outlives the other's end. */
export function createCell({ area, keeper, now }: Pick<SessionOptions, 'area' | 'keeper' | 'now'>) {
  const withoutKey = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } finally {
      await keeper.remove();
    }
  };
  const end = (): Promise<void> => withoutKey(() => area.remove());
  const drop = (data: SessionData): Promise<void> => withoutKey(() => area.set(soften(data)));
  const settleIn = (data: SessionData): Promise<void> =>
    data.wrapped === undefined ? drop(data) : area.set(data);
  return {
    inTurn: createInTurn(),
    keep: (data: SessionData) => area.set(data),
    soften: drop,
    end,

    /** What counts now. What time has ended is dropped for good: no clock that is moved again brings it back. */
    look: async (): Promise<SessionData | undefined> => {
      const stored = await area.get();
      if (stored === undefined) return undefined;
      const data = readCell(stored);
      const settled = data && settle(data, now());
      // Where this can't be written, what is over is still over for whoever looked.
      if (!settled) await end().catch(() => undefined);
      else if (settled !== data) await settleIn(settled).catch(() => undefined);
      return settled;
    },
  };
}
