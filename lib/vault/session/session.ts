/**
 * What keeps a vault open while the worker comes and goes. The vault key lies in memory-only storage, wrapped under a
 * key that lies on disk and can't be read out: neither alone opens anything, and the browser forgets the first when it closes.
 *
 * A soft lock drops both, and leaves what a PIN opens. Whatever time has ended is dropped by whoever looks first.
 */
import type { Bytes } from '../../encoding/bytes';
import type { Kdf } from '../../crypto/kdf';
import { createSalts, type Random } from '../../crypto/seal';
import type { Role } from '../ways/slots';
import { createCell, type Cell, type SessionData } from './cell';
import { isPin, openWithPinCell, wrapWithPin, type PinKey, type PinOpened } from './pin';
import { unwrapKey, wrapKey } from './wrap-key';

export type { SessionData } from './cell';

/** Memory-only storage (`storage.session`): holds JSON, survives the worker, not the browser. */
export interface SessionArea {
  get(): Promise<unknown>;
  set(value: SessionData): Promise<void>;
  remove(): Promise<void>;
}

/** Keeps one key that can't be read out (a CryptoKey in IndexedDB). */
export interface KeyKeeper {
  get(): Promise<CryptoKey | undefined>;
  put(key: CryptoKey): Promise<void>;
  remove(): Promise<void>;
}

/** What the session stands for. */
export interface SessionView {
  readonly role: Role;
  /** The name of the slot that was unlocked with. */
  readonly slotId: string;
  readonly lockAt: number;
  /** 0 where not elevated. */
  readonly elevatedUntil: number;
}

export interface LiveSession extends SessionView {
  /** Of the vault key, where it is known. */
  readonly epoch: number | undefined;
  /** For deriving; it can't be read out. */
  readonly vaultKey: CryptoKey;
}

export interface Beginning {
  readonly role: Role;
  readonly slotId: string;
  /** Of the vault key. */
  readonly epoch?: number | undefined;
  /** Whether a proof was just given that counts as elevation. */
  readonly elevate: boolean;
  /** Prepares the soft lock; without it every lock is hard. */
  readonly pin?: PinKey | undefined;
  /** `LOCK_AFTER_MS` from now, unless given. */
  readonly lockAt?: number | undefined;
}

/** What a PIN gave back: what `begin` needs to go on as before. */
export interface PinUnlock extends PinOpened, Pick<SessionView, 'role' | 'slotId' | 'lockAt'> {}

export interface SessionOptions {
  readonly area: SessionArea;
  readonly keeper: KeyKeeper;
  readonly random: Random;
  readonly now: () => number;
}

export const LOCK_AFTER_MS = 12 * 60 * 60 * 1000;
export const ELEVATE_MS = 5 * 60 * 1000;

export type Session = ReturnType<typeof createSession>;

export function createSession(options: SessionOptions) {
  const cell = createCell(options);
  return {
    ...createReader(cell, options),
    ...createKeeping(cell, options),
    ...createPinDoor(cell),
    end: () => cell.inTurn(cell.end),
  };
}

function createReader({ inTurn, look, soften, end }: Cell, { keeper }: SessionOptions) {
  const open = async (): Promise<SessionData | undefined> => {
    const data = await inTurn(look);
    return data?.wrapped === undefined ? undefined : data;
  };
  const peek = async (): Promise<SessionView | undefined> => {
    const data = await open();
    return data && viewOf(data);
  };
  return {
    peek,

    /** The live session, or `undefined` when there is none or its time is over. */
    current: () =>
      inTurn(async (): Promise<LiveSession | undefined> => {
        const data = await look();
        if (data?.wrapped === undefined) return undefined;
        const key = await keeper.get();
        const vaultKey = key && (await unwrapKey(data.wrapped, key));
        if (vaultKey) return { vaultKey, epoch: data.epoch, ...viewOf(data) };
        // Half of it is gone: it would say for ever that it is open, and open nothing.
        await (data.pin ? soften(data) : end()).catch(() => undefined);
        return undefined;
      }),

    /** How many tries the PIN has left while softly locked; `undefined` in any other state. */
    async soft(): Promise<{ tries: number } | undefined> {
      const data = await inTurn(look);
      return data?.pin && data.wrapped === undefined ? { tries: data.pin.tries } : undefined;
    },
  };
}

function createKeeping({ inTurn, look, keep, soften, end }: Cell, options: SessionOptions) {
  const { keeper, random, now } = options;
  const salt = createSalts(random);
  return {
    /** Starts a session over the raw vault key, which the caller clears, as it does the PIN's key. */
    begin: (vaultKey: Bytes, { role, slotId, epoch, elevate, pin, lockAt }: Beginning) =>
      inTurn(async () => {
        const at = now();
        const bounds = { role, slotId, lockAt: lockAt ?? at + LOCK_AFTER_MS };
        const prepared = pin && { pin: await wrapWithPin(pin, vaultKey, bounds, salt) };
        const { key, wrapped } = await wrapKey(vaultKey, random);
        await keeper.put(key);
        const elevatedUntil = elevate ? at + ELEVATE_MS : 0;
        const known = epoch === undefined ? {} : { epoch };
        await keep({ wrapped, ...bounds, ...known, seenAt: at, elevatedUntil, ...prepared });
      }),

    /** Marks the session as alive, and tells what is left of it. */
    beat: () =>
      inTurn(async () => {
        const data = await look();
        if (!data) return 'over';
        await keep({ ...data, seenAt: Math.max(data.seenAt, now()) });
        return data.wrapped === undefined ? 'soft' : 'open';
      }),

    /** Drops the key but for what a PIN opens; without a PIN it ends. Tells whether a PIN can open it. */
    softLock: () =>
      inTurn(async () => {
        const data = await look();
        if (data?.pin) await soften(data);
        else await end();
        return data?.pin !== undefined;
      }),

    /** @param until The moment at which it ends. It ends sooner with any lock, and when the clock is seen set back. */
    elevate: (until: number) =>
      inTurn(async () => {
        const data = await look();
        if (data?.wrapped === undefined) return;
        await keep({ ...data, seenAt: Math.max(data.seenAt, now()), elevatedUntil: until });
      }),
  };
}

type WithPin = SessionData & Required<Pick<SessionData, 'pin'>>;

function createPinDoor({ inTurn, look, keep, end }: Cell) {
  /** The cell as it was written down with one try less, or why there is nothing to try. */
  const spend = async (typed: string): Promise<WithPin | 'wrong' | 'over'> => {
    const data = await look();
    if (!data?.pin) return data?.wrapped === undefined ? 'over' : 'wrong';
    if (data.wrapped !== undefined || !isPin(typed)) return 'wrong';
    const spent = { ...data, pin: { ...data.pin, tries: data.pin.tries - 1 } };
    await keep(spent);
    return spent;
  };
  return {
    /**
     * A try is taken away before it is tried, so that stopping the worker gains nothing; the last wrong one ends the
     * session. What is no PIN costs no try. An open session is left as it is: `wrong`.
     */
    async openWithPin(pin: string, kdf: Kdf): Promise<PinUnlock | 'wrong' | 'over'> {
      const data = await inTurn(() => spend(pin));
      if (typeof data === 'string') return data;
      const { role, slotId, lockAt } = data;
      const opened = await openWithPinCell(pin, data.pin, { role, slotId, lockAt }, kdf);
      if (opened) return { ...opened, role, slotId, lockAt };
      if (data.pin.tries > 0) return 'wrong';
      await inTurn(end);
      return 'over';
    },
  };
}

function viewOf({ role, slotId, lockAt, elevatedUntil }: SessionData): SessionView {
  return { role, slotId, lockAt, elevatedUntil };
}
