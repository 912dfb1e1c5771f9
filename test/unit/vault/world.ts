/** A world for a vault to live in: a disk, a session, a clock and a lock that tests can look into and break. */
import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import type { Kdf, KdfParams } from '../../../lib/crypto/kdf';
import type { Random } from '../../../lib/crypto/seal';
import { utf8 } from '../../../lib/encoding/bytes';
import type { Account } from '../../../lib/vault/accounts/account';
import { addAccount, listAccounts, type Draft } from '../../../lib/vault/accounts/accounts';
import { createKeyKeeper } from '../../../lib/vault/session/key-keeper';
import type { Damage } from '../../../lib/vault/open-vault';
import { createSession, type Session, type SessionArea } from '../../../lib/vault/session/session';
import type { RecordStore } from '../../../lib/vault/engines/store';
import { createCopies, type Copies } from '../../../lib/vault/engines/copies';
import type { Blobs } from '../../../lib/vault/engines/blobs';
import type { Shelf } from '../../../lib/vault/manifest';
import type { CareNote, VaultOptions } from '../../../lib/vault/parts';
import type { Staged } from '../../../lib/vault/staged';
import { createVault, type Vault } from '../../../lib/vault/vault';
import { createThrottle } from '../../../lib/vault/ways/throttle';
import type { Secret } from '../../../lib/otp/otp';
import { cheapKdf, createArea, PARAMS, random } from './cheap';
import { createMemoryStore, type MemoryStore } from './memory-store';

export { cheapKdf, createArea, MINUTE, PARAMS, random } from './cheap';

export const PASSPHRASE = 'correct horse battery';
export const byPassphrase = (passphrase: string) => ({ type: 'passphrase', passphrase }) as const;

export interface World {
  readonly disk: MemoryStore;
  /** Where snapshots and staged files lie, and what survives in clear: the throttle's record. */
  readonly attic: Attic;
  readonly shelf: Shelf;
  readonly factory: IDBFactory;
  readonly area: SessionArea & { value: unknown };
  readonly clock: { now: number };
  /** What happened, in order: `kdf`, `lock`. */
  readonly events: string[];
  /** A worker: it shares disk, session and clock with the others, and remembers nothing of them. */
  readonly worker: (change?: Partial<Parts>) => Vault;
  readonly lasting: () => Session;
}

export interface Attic {
  readonly blobs: Map<string, Uint8Array>;
  headers: readonly string[];
  staged: Uint8Array | undefined;
  throttle: unknown;
}

export interface Parts {
  readonly session: Session | undefined;
  readonly store: RecordStore;
  /** A second engine. */
  readonly second: RecordStore | undefined;
  readonly copies: Copies | undefined;
  readonly shelf: Shelf;
  readonly staged: Staged;
  /** The worker's monotonic clock. */
  readonly clock: () => number;
  readonly kdf: Kdf;
  readonly calibrate: () => Promise<KdfParams>;
  readonly random: Random;
  readonly onlock: (soft: boolean) => Promise<void>;
  readonly onleave: VaultOptions['onleave'];
  readonly onlocked: () => void;
  readonly exclusive: <T>(act: () => Promise<T>) => Promise<T>;
}

/** `navigator.locks` with one lock. */
export function createExclusive(): Parts['exclusive'] {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const run = last.then(act);
    last = run.catch(() => undefined);
    return run;
  };
}

export function createWorld(): World {
  const disk = createMemoryStore();
  const factory = new IDBFactory();
  const area = createArea();
  const clock = { now: Date.UTC(2026, 0, 1) };
  const events: string[] = [];
  const attic: Attic = { blobs: new Map(), headers: [], staged: undefined, throttle: undefined };
  let care: CareNote | undefined;
  const shared: Parts = {
    store: disk,
    session: undefined,
    second: undefined,
    copies: undefined,
    shelf: shelfOver(attic),
    staged: stagedIn(attic),
    clock: () => 0,
    calibrate: () => Promise.resolve(PARAMS),
    kdf: (...given) => {
      events.push('kdf');
      return cheapKdf(...given);
    },
    random,
    exclusive: createExclusive(),
    onlock: () => {
      events.push('lock');
      return Promise.resolve();
    },
    onleave: () => Promise.resolve(),
    onlocked: () => void events.push('locked'),
  };
  const keeper = createKeyKeeper(factory);
  const worker = (change: Partial<Parts> = {}): Vault => {
    const now = () => clock.now;
    const session = change.session ?? createSession({ area, keeper, random, now });
    const given = { ...shared, ...change };
    const engines = given.second ? ([given.store, given.second] as const) : ([given.store] as const);
    const throttle = createThrottle({
      now,
      cell: {
        get: () => Promise.resolve(attic.throttle),
        set: (value) => Promise.resolve(void (attic.throttle = structuredClone(value))),
      },
    });
    return createVault({
      ...given,
      copies: given.copies ?? createCopies([...engines]),
      session,
      throttle,
      now,
      care: {
        get: () => Promise.resolve(care),
        set: (note) => Promise.resolve(void (care = note)),
        remove: () => Promise.resolve(void (care = undefined)),
      },
    });
  };
  /** The session as it is now: workers can be in it, and not end it. */
  const lasting = (): Session => {
    const value = structuredClone(area.value);
    const still = {
      get: () => Promise.resolve(value),
      set: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    };
    const kept = { get: () => keeper.get(), put: () => Promise.resolve(), remove: () => Promise.resolve() };
    return createSession({ area: still, keeper: kept, random, now: () => clock.now });
  };
  return { disk, attic, shelf: shared.shelf, factory, area, clock, events, worker, lasting };
}

function shelfOver(attic: Attic): Shelf {
  return {
    blobs: createMemoryBlobs(attic.blobs),
    headers: {
      get: () => Promise.resolve(attic.headers),
      set: (hashes) => Promise.resolve(void (attic.headers = hashes)),
    },
  };
}

function createMemoryBlobs(kept: Map<string, Uint8Array>): Blobs {
  const nameOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');
  return {
    read: (hashes) =>
      Promise.resolve(new Map(hashes.flatMap((hash) => (kept.has(hash) ? [[hash, kept.get(hash)!]] : [])))),
    put: (blobs) => {
      for (const bytes of blobs) kept.set(nameOf(bytes), bytes);
      return Promise.resolve(blobs.map(nameOf));
    },
    keepOnly: (hashes) => {
      for (const hash of [...kept.keys()]) if (!hashes.has(hash)) kept.delete(hash);
      return Promise.resolve();
    },
    erase: () => {
      kept.clear();
      return Promise.resolve();
    },
  };
}

function stagedIn(attic: Attic): Staged {
  return {
    put: (bytes) => Promise.resolve(void (attic.staged = bytes)),
    get: () => Promise.resolve(attic.staged),
    clear: () => Promise.resolve(void (attic.staged = undefined)),
  };
}

export function draft(name: string): Draft {
  return {
    issuer: `${name} Ltd`,
    accountName: `alice@${name}.example`,
    otp: {
      type: 'totp',
      secret: utf8(`secret of ${name}!`) as Uint8Array as Secret,
      algorithm: 'SHA1',
      digits: 6,
      period: 30,
    },
    sites: [{ host: `${name}.example`, subdomains: true, confirmedAt: 1 }],
  };
}

export function hotpDraft(name: string): Draft {
  const { secret } = draft(name).otp;
  return { ...draft(name), otp: { type: 'hotp', secret, algorithm: 'SHA1', digits: 6, counter: 0 } };
}

export async function add(vault: Vault, given: Draft): Promise<Account> {
  const moment = { now: 1, newId: () => crypto.randomUUID() };
  const { account } = await vault.change((open) => addAccount(open, given, moment));
  return account;
}

/** A world whose vault is open and holds an account for every name. */
export async function createOpenWorld(...names: string[]): Promise<World & { vault: Vault }> {
  const world = createWorld();
  const vault = world.worker();
  await vault.create(PASSPHRASE);
  for (const name of names) await add(vault, draft(name));
  return { ...world, vault };
}

export const list = (vault: Vault): Promise<readonly Account[]> => vault.read(listAccounts);
export const damage = (vault: Vault): Promise<Damage | undefined> => vault.read((open) => open.damage());

export async function issuers(vault: Vault): Promise<string[]> {
  return (await list(vault)).map(({ issuer }) => issuer);
}

/** How `damage` tells of the accounts of these names. */
export function damaged(...names: string[]): Damage {
  const accounts = names.map(draft).map(({ issuer, accountName }) => ({ issuer, accountName }));
  return { accounts, nameless: 0 };
}

/** The same with a second engine, which every worker has. */
export async function createTwinWorld(
  ...names: string[]
): Promise<World & { vault: Vault; mirror: MemoryStore }> {
  const alone = createWorld();
  const mirror = createMemoryStore();
  const world = {
    ...alone,
    mirror,
    worker: (change: Partial<Parts> = {}) => alone.worker({ second: mirror, ...change }),
  };
  const vault = world.worker();
  await vault.create(PASSPHRASE);
  for (const name of names) await add(vault, draft(name));
  return { ...world, vault };
}
