/**
 * Slows down who guesses at the desk: five tries are free, then each failure holds its slots back for longer. What
 * stops a thief is the cost of deriving. The record lies in clear, where whoever could change it could as well delete
 * it: one that is no record counts as none.
 */
import * as v from 'valibot';
import { createInTurn } from '../../in-turn';
import { natural } from '../sealed/shapes';

export interface ThrottleCell {
  readonly get: () => Promise<unknown>;
  readonly set: (value: ThrottleRecord) => Promise<void>;
}

/** Failures of one slot since the log last took them; `at` is the latest. */
const failure = v.strictObject({ slotId: v.string(), at: natural, count: natural });
export type Failure = v.InferOutput<typeof failure>;

const held = v.strictObject({ slotId: v.string(), fails: natural, from: natural });
const schema = v.pipe(
  v.strictObject({
    /** The largest time seen, since the clock was last seen set back. */
    latest: natural,
    slots: v.array(held),
    history: v.array(failure),
  }),
  v.check(({ latest, slots }) => slots.every(({ from }) => from <= latest)),
);
export type ThrottleRecord = v.InferOutput<typeof schema>;
type Held = v.InferOutput<typeof held>;

const FREE_TRIES = 5;
const SECOND = 1000;
const DELAYS_MS = [30 * SECOND, 60 * SECOND, 5 * 60 * SECOND, 15 * 60 * SECOND] as const;
const TOLERANCE_MS = SECOND;
/** More slots than a header may hold: a forged one can't make the record grow without end. */
const MAX_SLOTS = 128;
const ELSEWHERE = 'elsewhere/';
const EMPTY: ThrottleRecord = { latest: 0, slots: [], history: [] };

/** How a slot is called whose header no engine holds: nothing that is tried there touches what is counted for the vault. */
export function elsewhere(name: string): string {
  return ELSEWHERE + name;
}

/** How long a slot is held back after this many failures in a row. */
export function delayAfter(fails: number): number {
  if (fails < FREE_TRIES) return 0;
  return DELAYS_MS[Math.min(fails - FREE_TRIES, DELAYS_MS.length - 1)] ?? 0;
}

export type Throttle = ReturnType<typeof createThrottle>;

/** Slots go by their names. */
export function createThrottle({ cell, now }: { readonly cell: ThrottleCell; readonly now: () => number }) {
  const inTurn = createInTurn();
  const { load, save } = createMemory(cell);
  /** The record before the try under way, to be put back should it succeed. */
  let before: ThrottleRecord | undefined;
  const look = async (): Promise<ThrottleRecord> => {
    const stored = await load();
    const record = advance(stored, now());
    if (record !== stored) await save(record);
    return record;
  };
  const waiting = async (slotIds: readonly string[]): Promise<{ slotId: string; until: number }[]> => {
    const { slots } = await inTurn(look);
    return slotIds.map((slotId) => ({ slotId, until: endOf(slots.find((slot) => slot.slotId === slotId)) }));
  };
  return {
    /** The moment at which the first of these slots may be tried; `undefined` where one may be now. */
    async waitUntil(slotIds: readonly string[]): Promise<number | undefined> {
      const first = Math.min(...(await waiting(slotIds)).map(({ until }) => until));
      return Number.isFinite(first) && first > now() ? first : undefined;
    },

    /** Those of these slots that may be tried now. */
    async free(slotIds: readonly string[]): Promise<string[]> {
      return (await waiting(slotIds)).filter(({ until }) => until <= now()).map(({ slotId }) => slotId);
    },

    /** Counts a failure of each before anything is derived, so that stopping the worker gains nothing. */
    begin: (slotIds: readonly string[]) =>
      inTurn(async () => {
        const record = await look();
        before = record;
        await save(slotIds.reduce((counted, slotId) => countFailure(counted, slotId, now()), record));
      }),

    /** Takes back what `begin` counted for `tried`, and forgives the slot that opened. */
    succeed: (slotId: string, tried: readonly string[]) =>
      inTurn(async () => {
        const record = await look();
        const former = before ?? record;
        before = undefined;
        const isTried = ({ slotId: each }: Held): boolean => tried.includes(each);
        const slots = [...record.slots.filter((each) => !isTried(each)), ...former.slots.filter(isTried)];
        const kept = slots.filter((each) => each.slotId !== slotId);
        await save({ ...record, slots: kept, history: former.history });
      }),

    /** The failures to be drawn into the log; each is handed out once. */
    take: () =>
      inTurn(async (): Promise<readonly Failure[]> => {
        const record = await look();
        if (record.history.length > 0) await save({ ...record, history: [] });
        return record.history;
      }),
  };
}

/** A slot that no delay holds back ended long ago, wherever the clock has been since. */
function endOf(slot: Held | undefined): number {
  const delay = delayAfter(slot?.fails ?? 0);
  return slot && delay > 0 ? slot.from + delay : 0;
}

/**
 * The record as of now. Where the clock was set back, every delay that was running starts anew and every other stays
 * over: nothing is gained by it, and a clock that had been ahead by a year holds nobody back for one.
 */
function advance(record: ThrottleRecord, now: number): ThrottleRecord {
  const { latest, slots } = record;
  if (slots.length === 0) return record;
  if (now > latest) return { ...record, latest: now };
  if (now >= latest - TOLERANCE_MS) return record;
  const restarted = slots.map((slot) => {
    const from = endOf(slot) > latest ? now : now - delayAfter(slot.fails);
    return { ...slot, from: Math.max(0, from) };
  });
  return { ...record, latest: now, slots: restarted };
}

function countFailure(record: ThrottleRecord, slotId: string, now: number): ThrottleRecord {
  const fails = (record.slots.find((slot) => slot.slotId === slotId)?.fails ?? 0) + 1;
  const count = (record.history.find((each) => each.slotId === slotId)?.count ?? 0) + 1;
  const isElsewhere = (id: string): boolean => id.startsWith(ELSEWHERE);
  // Room is made among its own kind: whoever brings many headers must not push out what the vault's own slots have counted.
  const others = <T extends { slotId: string }>(all: readonly T[]): T[] => {
    const left = all.filter((each) => each.slotId !== slotId);
    const kin = left.filter((each) => isElsewhere(each.slotId) === isElsewhere(slotId));
    const gone = kin.slice(0, Math.max(0, kin.length + 1 - MAX_SLOTS));
    return left.filter((each) => !gone.includes(each));
  };
  return {
    latest: Math.max(record.latest, now),
    slots: [...others(record.slots), { slotId, fails, from: now }],
    history: [...others(record.history), { slotId, at: now, count }],
  };
}

/** Where storage fails, what would have been written is remembered by this worker at least. */
function createMemory(cell: ThrottleCell) {
  let last: ThrottleRecord | undefined;
  let unsaved = false;
  return {
    load: async (): Promise<ThrottleRecord> => {
      if (last && unsaved) return last;
      try {
        const parsed = v.safeParse(schema, await cell.get());
        last = parsed.success ? parsed.output : EMPTY;
      } catch {
        last ??= EMPTY;
      }
      return last;
    },
    save: async (record: ThrottleRecord): Promise<void> => {
      last = record;
      try {
        await cell.set(record);
        unsaved = false;
      } catch {
        unsaved = true;
      }
    },
  };
}
