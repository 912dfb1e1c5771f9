/** What this worker has loaded of the vault: gone with it, and with every lock. */
import { importRoot } from '../crypto/seal';
import { Problem } from '../problem';
import { within, type Copies } from './engines/copies';
import { loadBest, loadLive, settled } from './loading';
import type { OpenVault } from './open-vault';
import type { Salts } from './sealed/sets';
import type { Session } from './session/session';
import type { PinKey } from './session/pin';
import { readSettings } from './settings';
import type { Found } from './ways/proof';
import { slotName } from './ways/slots';

export interface DoorOptions {
  readonly copies: Copies;
  readonly session: Session;
  /** Called before a lock does anything else, and once more at its end: takes away what pages could still show. */
  readonly onlock: (soft: boolean) => Promise<void>;
  /** The last that is done with the vault: what was to be written later is written now. The lock is over by then. */
  readonly onleave: (write: (act: (open: OpenVault) => Promise<void>) => Promise<void>) => Promise<void>;
  /** Runs one act at a time, across every context of the extension (`navigator.locks`). */
  readonly exclusive: <T>(act: () => Promise<T>) => Promise<T>;
  /** Called when the lock has done all, unless that was told before. */
  readonly onlocked: () => void;
}

/** What was unlocked with: a way, or the PIN, which goes on where a way began. */
export type Opening =
  | { readonly found: Found; readonly elevate: boolean; readonly lockAt?: number }
  | {
      readonly pin: PinKey;
      readonly found: Pick<Found, 'vaultKey' | 'role'>;
      readonly slotId: string;
      readonly lockAt: number;
    };

export type Door = ReturnType<typeof createDoor>;

export function createDoor(options: DoorOptions, salt: Salts) {
  const { copies, session } = options;
  const held = createHeld();
  const lock = createLock(options, held, salt);
  return {
    forget: held.forget,
    /** Not to be called by who runs alone: what is to be written last waits for its turn. */
    close: () => lock.close(false),
    /** Leaves what a PIN opens, where there is one. */
    closeSoftly: () => lock.close(true),
    /** For who runs alone. */
    drop: () => lock.drop(false),
    /** For who runs alone: what time has ended is taken away, once. */
    expire: async (soft: boolean): Promise<void> => {
      if (!lock.counts.told) await lock.drop(soft);
    },
    /** How often this worker has locked: whoever sees it change was overtaken by a lock. */
    locks: () => lock.counts.locks,
    /** How often a lock was asked for, or brought by time. */
    asked: () => lock.counts.asked,
    async opened(): Promise<OpenVault> {
      if (lock.counts.closing > 0) throw new Problem('vault-locked');
      // The key is unwrapped once per worker; whether the session still lasts is asked every time.
      if (held.get() && !(await session.peek())) held.forget();
      // One load for all who ask meanwhile: two would drift apart with the first change.
      return held.get() ?? held.keep(loadLive(session, copies, salt));
    },
    /**
     * The session begins when the vault is known to open.
     * @param since What `asked` said when it was asked for: a lock asked for later wins.
     */
    async open(opening: Opening, since = lock.counts.asked): Promise<OpenVault> {
      const { vaultKey } = opening.found;
      const without = 'pin' in opening ? [] : [...opening.found.damaged, ...opening.found.doubtful];
      const open = await held.keep(loadBest(copies, await importRoot(vaultKey), salt, without));
      try {
        await begin(session, opening, open);
        // A lock that was asked for meanwhile found nothing to end yet.
        if (lock.counts.asked !== since) throw new Problem('vault-locked');
        lock.counts.told = false;
        return open;
      } catch (error) {
        await lock.drop(false);
        throw error;
      }
    },
  };
}

/** A storage that never answers must stop no lock. */
const FORGET_WITHIN_MS = 5000;

/** The way out: everything is taken away at once, and what was to be written last is written after. */
function createLock(options: DoorOptions, held: Held, salt: Salts) {
  const { copies, session } = options;
  const counts = {
    locks: 0,
    asked: 0,
    /** While locks are under way the session may still live: nothing may be loaded from it any more. */
    closing: 0,
    /** Whether pages know that the vault is locked. */
    told: false,
  };
  const shut = async (soft: boolean) => {
    counts.locks += 1;
    counts.closing += 1;
    const last = held.get();
    held.forget();
    const forget = () => settled(within(FORGET_WITHIN_MS, () => options.onlock(soft)));
    const shown = await forget();
    const live = last ? undefined : await session.current().catch(() => undefined);
    try {
      await (soft ? session.softLock() : session.end());
    } finally {
      // What came in between, from whoever still saw the session.
      await forget();
      counts.closing -= 1;
      if (!counts.told) options.onlocked();
      counts.told = true;
    }
    const load = () => last ?? (live ? loadBest(copies, live.vaultKey, salt, []) : lockedOut());
    return { shown, load };
  };
  const leave = async (soft: boolean, alone: DoorOptions['exclusive']): Promise<void> => {
    const { shown, load } = await shut(soft);
    await options.onleave((act) => alone(async () => act(await load()))).catch(() => undefined);
    if (shown.status === 'rejected') throw shown.reason;
  };
  return {
    counts,
    drop: (soft: boolean) => leave(soft, (act) => act()),
    close: (soft: boolean): Promise<void> => {
      counts.asked += 1;
      return leave(soft, options.exclusive);
    },
  };
}

function lockedOut(): never {
  throw new Problem('vault-locked');
}

/** The vault as it is being loaded, or was; what fails to load is not held. */
type Held = ReturnType<typeof createHeld>;

function createHeld() {
  let loaded: Promise<OpenVault> | undefined;
  const forget = (): void => {
    loaded = undefined;
  };
  return {
    forget,
    get: () => loaded,
    keep(loading: Promise<OpenVault>): Promise<OpenVault> {
      loaded = loading;
      loading.catch(() => {
        if (loaded === loading) forget();
      });
      return loading;
    },
  };
}

async function begin(session: Session, opening: Opening, open: OpenVault): Promise<void> {
  const { vaultKey, role } = opening.found;
  const { epoch } = open.sets.header();
  if ('pin' in opening) {
    const { slotId, lockAt, pin } = opening;
    await session.begin(vaultKey, { role, slotId, epoch, elevate: false, lockAt, pin });
    return;
  }
  const { elevate, lockAt, found } = opening;
  const { pin } = await readSettings(open);
  const slotId = slotName({ id: found.slotId });
  await session.begin(vaultKey, { role, slotId, epoch, elevate, lockAt, pin });
}
