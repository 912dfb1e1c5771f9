/** A world for a vault to live in: a disk, a session, a clock and a lock that tests can look into and break. */
import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import { normalisePassphrase, type Kdf, type KdfParams } from '../../../lib/crypto/kdf';
import type { Random } from '../../../lib/crypto/seal';
import { utf8 } from '../../../lib/encoding/bytes';
import type { Account } from '../../../lib/vault/accounts/account';
import { addAccount, listAccounts, type Draft } from '../../../lib/vault/accounts/accounts';
import { createKeyKeeper } from '../../../lib/vault/session/key-keeper';
import type { Damage } from '../../../lib/vault/open-vault';
import { createSession, type SessionArea } from '../../../lib/vault/session/session';
import type { RecordStore } from '../../../lib/vault/engines/store';
import { createVault, type Vault } from '../../../lib/vault/vault';
import type { Secret } from '../../../lib/otp/otp';
import { createMemoryStore, type MemoryStore } from './memory-store';

export const PASSPHRASE = 'correct horse battery';
export const MINUTE = 60_000;
/** The floor: what is cheap to write down. The cheap kdf does not care. */
export const PARAMS: KdfParams = { m: 46 * 1024, t: 1, p: 1 };

export interface World {
  readonly disk: MemoryStore;
  readonly factory: IDBFactory;
  readonly area: SessionArea & { value: unknown };
  readonly clock: { now: number };
  /** What happened, in order: `kdf`, `lock`. */
  readonly events: string[];
  /** A worker: it shares disk, session and clock with the others, and remembers nothing of them. */
  readonly worker: (change?: Partial<Parts>) => Vault;
}

export interface Parts {
  readonly store: RecordStore;
  readonly kdf: Kdf;
  readonly random: Random;
  readonly onlock: () => Promise<void>;
  readonly onlocked: () => void;
  readonly exclusive: <T>(act: () => Promise<T>) => Promise<T>;
}

export const random: Random = (bytes) => crypto.getRandomValues(bytes);

export const cheapKdf: Kdf = (passphrase, salt, { m, t, p }) => {
  if (passphrase === '') throw new Error('Argon2 takes no empty passphrase: refuse it before deriving.');
  const hash = createHash('sha256')
    .update(utf8(normalisePassphrase(passphrase)))
    .update(salt);
  return Promise.resolve(new Uint8Array(hash.update(`${m} ${t} ${p}`).digest()));
};

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
  const shared: Parts = {
    store: disk,
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
    onlocked: () => void events.push('locked'),
  };
  const keeper = createKeyKeeper(factory);
  const worker = (change: Partial<Parts> = {}): Vault => {
    const session = createSession({ area, keeper, random, now: () => clock.now });
    return createVault({ ...shared, ...change, session, calibrate: () => Promise.resolve(PARAMS) });
  };
  return { disk, factory, area, clock, events, worker };
}

/** Keeps JSON alone, as `storage.session` does. */
export function createArea(): World['area'] {
  return {
    value: undefined,
    get() {
      return Promise.resolve(this.value);
    },
    set(value) {
      this.value = JSON.parse(JSON.stringify(value)) as unknown;
      return Promise.resolve();
    },
    remove() {
      this.value = undefined;
      return Promise.resolve();
    },
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
