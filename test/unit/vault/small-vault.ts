/** An open vault on a disk in memory, without a session or a way to unlock: for what is sealed besides accounts. */
import { createHash } from 'node:crypto';
import { createSalts, importRoot } from '../../../lib/crypto/seal';
import { decodeTrusted, encodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import type { Account } from '../../../lib/vault/accounts/account';
import { loadVault, type OpenVault } from '../../../lib/vault/open-vault';
import { snapshotCodec, type Manifest, type Shelf } from '../../../lib/vault/manifest';
import { takeSnapshot } from '../../../lib/vault/snapshots';
import { newHeader, sealHeader } from '../../../lib/vault/sealed/header';
import { blindId, deriveVaultKeys } from '../../../lib/vault/sealed/keys';
import { openRecord, parseRecord, recordKey } from '../../../lib/vault/sealed/records';
import type { Kind } from '../../../lib/vault/engines/store';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { draft, hotpDraft, random } from './world';

export const vaultId = new Uint8Array(16).fill(1);
export const salts = createSalts(random);
export const vaultKey = (): Promise<CryptoKey> => importRoot(new Uint8Array(32).fill(2));

export interface SmallVault {
  readonly disk: MemoryStore;
  /** As a new worker opens it, or over another disk. */
  readonly load: (disk?: MemoryStore) => Promise<OpenVault>;
}

export async function createSmallVault(...accounts: readonly Account[]): Promise<SmallVault> {
  const keys = await deriveVaultKeys(await vaultKey(), vaultId);
  const slot = { id: vaultId, type: 'test', role: 'owner', salt: salts(), commit: salts() } as const;
  const slots = [{ ...slot, wrapped: new Uint8Array(48) }];
  const { bytes } = await sealHeader({ ...newHeader(vaultId, vaultId), slots }, keys.header);
  const disk = createMemoryStore({ header: bytes, records: new Map() });
  const load = async (other = disk): Promise<OpenVault> => loadVault(other, await vaultKey(), salts);
  if (accounts.length > 0) await (await load()).put(accounts);
  return { disk, load };
}

/** Where a sealed thing lies. */
export async function keyOf(kind: Kind, id: string): Promise<string> {
  const keys = await deriveVaultKeys(await vaultKey(), vaultId);
  return recordKey(kind, await blindId(keys.index, id));
}

/** What is sealed under this key. */
export async function plaintextAt(disk: MemoryStore, key: string): Promise<Record<string, Cbor>> {
  const keys = await deriveVaultKeys(await vaultKey(), vaultId);
  const record = parseRecord({ key, bytes: disk.records.get(key)! })!;
  return decodeTrusted((await openRecord(record, { vaultId, root: keys.record }))!) as Record<string, Cbor>;
}

/** A codec that writes what a newer version might: for this kind, under this schema, these fields. */
export function codecOf(kind: Kind, schema: number) {
  return { kind, schema, encode: (value: Cbor) => encodeCanonical(value), decode: () => undefined };
}

let accounts = 0;

export function account(name: string, change: Partial<Account> = {}): Account {
  const id = `0189c9a2-7a52-4c3e-8f10-${String((accounts += 1)).padStart(12, '0')}`;
  const state = {
    provisional: false,
    order: accounts,
    createdAt: 1,
    changedAt: {},
    readOnly: false,
    rest: {},
  };
  return { ...draft(name), id, ...state, ...change };
}

export function hotpAccount(name: string, counter: number, change: Partial<Account> = {}): Account {
  return account(name, { otp: { ...hotpDraft(name).otp, counter } as Account['otp'], ...change });
}

export interface FakeShelf extends Shelf {
  readonly kept: Map<string, Uint8Array>;
  /** As it stands now. */
  readonly list: () => readonly string[];
  /** What was asked of it, in order. */
  readonly calls: string[];
}

export function createShelf(): FakeShelf {
  const kept = new Map<string, Uint8Array>();
  const calls: string[] = [];
  let list: readonly string[] = [];
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64url');
  return {
    kept,
    calls,
    list: () => list,
    blobs: {
      read: (hashes) => {
        const found = hashes.flatMap((each) => {
          const bytes = kept.get(each);
          return bytes && hash(bytes) === each ? [[each, bytes] as const] : [];
        });
        return Promise.resolve(new Map(found));
      },
      put: (blobs) => {
        calls.push('put');
        for (const bytes of blobs) kept.set(hash(bytes), bytes.slice());
        return Promise.resolve(blobs.map(hash));
      },
      keepOnly: (hashes) => {
        calls.push('keepOnly');
        for (const each of kept.keys()) if (!hashes.has(each)) kept.delete(each);
        return Promise.resolve();
      },
      erase: () => {
        kept.clear();
        return Promise.resolve();
      },
    },
    headers: {
      get: () => Promise.resolve(list),
      set: (hashes) => {
        list = [...hashes];
        return Promise.resolve();
      },
    },
  };
}

/** A vault with accounts of these names, its shelf, and a way to take snapshots and rename accounts as days go by. */
export async function createShelvedVault(...names: string[]) {
  const held = names.map((name) => account(name));
  const { disk, load } = await createSmallVault(...held);
  const shelf = createShelf();
  return {
    accounts: held,
    disk,
    load,
    shelf,
    take: async (now: number, tier?: 'before') => takeSnapshot(await load(), shelf, disk.header!, now, tier),
    rename: async (which: Account, issuer: string) => (await load()).put([{ ...which, issuer }]),
    /** Newest first. */
    manifests: async (): Promise<readonly Manifest[]> => {
      const opened = await (await (await load()).sets.load(snapshotCodec)).all();
      return opened.map(({ value }) => value).sort((a, b) => b.at - a.at);
    },
  };
}
