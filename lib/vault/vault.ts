/** The vault's life: none, made, locked, open. Everything that changes it runs alone. */
import type { Bytes } from '../encoding/bytes';
import type { Kdf, KdfParams } from '../crypto/kdf';
import { createSalts, importRoot, type Random } from '../crypto/seal';
import { normalisePassphrase } from '../crypto/kdf';
import { LIMITS } from '../limits';
import { Problem } from '../problem';
import { newHeader, parseHeader, sealHeader, isAuthentic } from './sealed/header';
import { deriveVaultKeys, VAULT_KEY_BYTES } from './sealed/keys';
import { loadVault, type OpenVault, type Salts } from './open-vault';
import type { Session } from './session/session';
import { isPayable, makePassphraseSlot, openWithPassphrase, type Opened } from './ways/slots';
import { StaleError, type RecordStore } from './engines/store';

export type VaultState = 'none' | 'locked' | 'open' | 'damaged' | 'newer';

export interface VaultOptions {
  readonly store: RecordStore;
  readonly session: Session;
  readonly kdf: Kdf;
  readonly calibrate: () => Promise<KdfParams>;
  readonly random: Random;
  /** Runs one act at a time, across every context of the extension (`navigator.locks`). */
  readonly exclusive: <T>(act: () => Promise<T>) => Promise<T>;
  /** Called before a lock does anything else: takes away what pages could still show. */
  readonly onlock: () => Promise<void>;
  /** Called when nothing of the session is left. */
  readonly onlocked: () => void;
}

export type Vault = ReturnType<typeof createVault>;

export function createVault(options: VaultOptions) {
  const { store, session, exclusive } = options;
  const salt = createSalts(options.random);
  const door = createDoor(options, salt);
  return {
    async state(): Promise<VaultState> {
      return (await session.peek()) ? 'open' : stateOf(store);
    },

    /** What the session may do and how long it lasts, for the message door; none while locked. */
    session: () => session.peek(),

    /** @throws {Problem} `vault-exists` where any trace of a vault is found, readable or not. */
    create: (passphrase: string) =>
      exclusive(async () => {
        checkPassphrase(passphrase);
        if (await store.hasTrace()) throw new Problem('vault-exists');
        const vaultKey = options.random(new Uint8Array(VAULT_KEY_BYTES));
        await clearing(vaultKey, async () => {
          await makeVault(options, salt, passphrase, vaultKey);
          await door.open({ vaultKey, role: 'owner' });
        });
      }),

    /** @throws {Problem} `wrong-passphrase`, `header-damaged`, `vault-newer`, `no-vault` */
    unlock: (passphrase: string) =>
      exclusive(async () => {
        const opened = await unlockStore(options, passphrase);
        await clearing(opened.vaultKey, () => door.open(opened));
      }),

    lock: () => exclusive(door.close),

    /** Every minute: locks when the session's time is over or the machine slept. */
    beat: () =>
      exclusive(async () => {
        if (!(await session.beat())) await door.close();
      }),

    /** @throws {Problem} `vault-locked`, also where the vault was locked while `act` was under way. */
    read: async <T>(act: (vault: OpenVault) => Promise<T>): Promise<T> => {
      const locks = door.locks();
      const result = await act(await door.opened());
      if (door.locks() !== locks) throw new Problem('vault-locked');
      return result;
    },

    /** Runs a change alone; once more from what is stored when another worker wrote in between. */
    change: <T>(act: (vault: OpenVault) => Promise<T>): Promise<T> =>
      exclusive(async () => {
        try {
          return await act(await door.opened());
        } catch (error) {
          if (!(error instanceof StaleError)) throw error;
          door.forget();
          return await act(await door.opened()).catch(giveUp);
        }
      }),
  };
}

function giveUp(error: unknown): never {
  throw error instanceof StaleError ? new Problem('storage-failed') : error;
}

/** Runs `act` and leaves no copy of the raw key behind, however it ends. */
async function clearing(vaultKey: Bytes, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } finally {
    vaultKey.fill(0);
  }
}

/** What this worker has loaded; gone with it, and with every lock. */
function createDoor({ store, session, onlock, onlocked }: VaultOptions, salt: Salts) {
  let loaded: Promise<OpenVault> | undefined;
  let locks = 0;
  /** While a lock is under way the session still lives: nothing may be loaded from it any more. */
  let closing = false;
  const forget = (): void => {
    loaded = undefined;
  };
  const keep = (loading: Promise<OpenVault>): Promise<OpenVault> => {
    loaded = loading;
    loading.catch(() => {
      if (loaded === loading) forget();
    });
    return loading;
  };
  const close = async (): Promise<void> => {
    locks += 1;
    closing = true;
    forget();
    try {
      await onlock();
    } finally {
      try {
        await session.end();
      } finally {
        closing = false;
        onlocked();
      }
    }
  };
  return {
    forget,
    close,
    /** How often this worker has locked: whoever sees it change was overtaken by a lock. */
    locks: () => locks,
    async opened(): Promise<OpenVault> {
      if (closing) throw new Problem('vault-locked');
      // The key is unwrapped once per worker; whether the session still lasts is asked every time.
      if (loaded && !(await session.peek())) forget();
      // One load for all who ask meanwhile: two would drift apart with the first change.
      return loaded ?? keep(loadLive(session, store, salt));
    },
    async open({ vaultKey, role }: Opened): Promise<void> {
      await session.begin(vaultKey, role);
      try {
        await keep(loadVault(store, await importRoot(vaultKey), salt));
      } catch (error) {
        await close();
        throw error;
      }
    },
  };
}

/** @throws {Problem} `vault-locked` */
async function loadLive(session: Session, store: RecordStore, salt: Salts): Promise<OpenVault> {
  const live = await session.current();
  if (!live) throw new Problem('vault-locked');
  return loadVault(store, live.vaultKey, salt);
}

async function stateOf(store: RecordStore): Promise<VaultState> {
  const { header } = await store.read([]);
  if (header === undefined) return (await store.hasTrace()) ? 'damaged' : 'none';
  try {
    parseHeader(header);
    return 'locked';
  } catch (error) {
    return error instanceof Problem && error.code === 'vault-newer' ? 'newer' : 'damaged';
  }
}

function checkPassphrase(passphrase: string): void {
  if (Array.from(normalisePassphrase(passphrase)).length < LIMITS.minPassphrase)
    throw new Problem('passphrase-too-short');
}

/** Writes the first header. */
async function makeVault(
  { store, kdf, calibrate, random }: VaultOptions,
  salt: Salts,
  passphrase: string,
  vaultKey: Bytes,
): Promise<void> {
  const vaultId = random(new Uint8Array(16));
  const source = { kdf, params: await calibrate(), salt };
  const slot = await makePassphraseSlot(passphrase, vaultKey, vaultId, 'owner', source);
  const keys = await deriveVaultKeys(await importRoot(vaultKey), vaultId);
  const header = { ...newHeader(vaultId, random(new Uint8Array(16))), slots: [slot] };
  const { bytes } = await sealHeader(header, keys.header);
  await store.commit({ after: undefined, header: bytes, put: [], aside: [] });
}

async function unlockStore({ store, kdf }: VaultOptions, passphrase: string): Promise<Opened> {
  const { header: bytes } = await store.read([]);
  if (bytes === undefined) throw new Problem((await store.hasTrace()) ? 'header-damaged' : 'no-vault');
  const sealed = parseHeader(bytes);
  const { slots, vaultId } = sealed.header;
  const opened = await openWithPassphrase(slots, passphrase, vaultId, kdf);
  if (!opened) throw new Problem(slots.every(isPayable) ? 'wrong-passphrase' : 'header-damaged');
  const keys = await deriveVaultKeys(await importRoot(opened.vaultKey), vaultId);
  if (await isAuthentic(sealed, keys.header)) return opened;
  opened.vaultKey.fill(0);
  throw new Problem('header-damaged');
}
