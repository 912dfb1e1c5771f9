/** All that is sealed in an open vault, by kind: each set is read when it is asked for, and a change of several is one commit. */
import { Problem } from '../../problem';
import type { Bytes } from '../../encoding/bytes';
import type { Kind, RecordStore, StoredRecord } from '../engines/store';
import { isAuthentic, parseHeader, sealHeader, type Header, type SealedHeader } from './header';
import { blindId, deriveVaultKeys, type VaultKeys } from './keys';
import { createRecordSet, type Opened, type RecordSet } from './record-set';
import { sealRecord, storeRecord, type RecordKeys } from './records';

/** How values of one kind become bytes, and what comes back from them. */
export interface Codec<T> {
  readonly kind: Kind;
  /** The schema that this version writes. */
  readonly schema: number;
  encode(value: T): Bytes;
  decode(plaintext: Bytes, schema: number): T | undefined;
}

/** Hands out fresh salts. */
export type Salts = () => Bytes;

export interface Change {
  readonly kind: Kind;
  readonly put?: readonly Opened<unknown>[];
  /** Keys of records to move out of their set, kept. */
  readonly aside?: readonly string[];
  /** Keys of records to remove for good. */
  readonly drop?: readonly string[];
}

export interface Sets {
  readonly keys: VaultKeys;
  /** Where all of it lies. */
  readonly store: RecordStore;
  readonly header: () => Header;
  /** The header as it lies, and what it says. */
  readonly stored: () => { readonly bytes: Uint8Array; readonly sealed: SealedHeader };
  /** The whole kind; read once. */
  readonly load: <T>(codec: Codec<T>) => Promise<RecordSet<T>>;
  readonly get: <T>(codec: Codec<T>, id: string) => Promise<Opened<T> | undefined>;
  /** Whether count and digest of the kind are what the header says. */
  readonly isWhole: (codec: Codec<unknown>) => Promise<boolean>;
  /** A record's next version, not yet stored. */
  readonly seal: <T>(codec: Codec<T>, id: string, value: T) => Promise<Opened<T>>;
  /** @throws {StaleError} someone else wrote in between: load again. */
  readonly commit: (changes: readonly Change[], edit?: (header: Header) => Header) => Promise<void>;
}

interface Held {
  readonly store: RecordStore;
  readonly salt: Salts;
  readonly recordKeys: RecordKeys;
  readonly keys: VaultKeys;
  readonly kinds: Map<Kind, Promise<RecordSet<unknown>>>;
  /** As stored. */
  bytes: Uint8Array;
  sealed: SealedHeader;
}

/**
 * @param first The kind that is wanted at once: read together with the header.
 * @throws {Problem} `header-damaged`, `vault-newer`, `no-vault`, `storage-failed`
 */
export async function openSets(
  store: RecordStore,
  vaultKey: CryptoKey,
  salt: Salts,
  first: Codec<unknown>,
): Promise<Sets> {
  const { header: bytes, records } = await store.read([first.kind]);
  if (bytes === undefined) throw new Problem('no-vault');
  const sealed = parseHeader(bytes);
  const { vaultId } = sealed.header;
  const keys = await deriveVaultKeys(vaultKey, vaultId);
  if (!(await isAuthentic(sealed, keys.header))) throw new Problem('header-damaged');
  const recordKeys = { vaultId, root: keys.record };
  const held: Held = { store, salt, recordKeys, keys, kinds: new Map(), bytes, sealed };
  held.kinds.set(first.kind, Promise.resolve(setOf(held, first, records)));
  return {
    keys,
    store,
    header: () => held.sealed.header,
    stored: () => ({ bytes: held.bytes, sealed: held.sealed }),
    load: (codec) => load(held, codec),
    get: async (codec, id) => (await load(held, codec)).get(await blindId(keys.index, id)),
    isWhole: async (codec) => (await load(held, codec)).isWhole(held.sealed.header.sets[codec.kind]),
    seal: (codec, id, value) => sealNext(held, codec, id, value),
    commit: (changes, edit) => commit(held, changes, edit),
  };
}

function setOf<T>(held: Held, codec: Codec<T>, stored: readonly StoredRecord[]): RecordSet<T> {
  return createRecordSet(codec.kind, stored, held.recordKeys, (plaintext, schema) =>
    codec.decode(plaintext, schema),
  );
}

/** Each kind has one codec; the map forgets which, and its callers know. */
async function load<T>(held: Held, codec: Codec<T>): Promise<RecordSet<T>> {
  const { kinds, store } = held;
  const known = kinds.get(codec.kind) as Promise<RecordSet<T>> | undefined;
  if (known) return known;
  const loading = store.read([codec.kind]).then(({ records }) => setOf(held, codec, records));
  kinds.set(codec.kind, loading);
  loading.catch(() => kinds.delete(codec.kind));
  return loading;
}

async function sealNext<T>(held: Held, codec: Codec<T>, plainId: string, value: T): Promise<Opened<T>> {
  const { keys, recordKeys, salt, sealed } = held;
  const id = await blindId(keys.index, plainId);
  const version = ((await (await load(held, codec)).get(id))?.record.version ?? 0) + 1;
  const { kind, schema } = codec;
  const plaintext = codec.encode(value);
  const header = { id, version, writer: sealed.header.writer, kind, schema };
  const record = await sealRecord(header, plaintext, recordKeys, salt());
  plaintext.fill(0);
  return { record, value };
}

async function commit(
  held: Held,
  changes: readonly Change[],
  edit = (header: Header): Header => header,
): Promise<void> {
  const { sealed, keys, store, kinds } = held;
  const touched = await Promise.all(
    changes.map(async (change) => ({
      set: await kinds.get(change.kind),
      gone: [...(change.aside ?? []), ...(change.drop ?? [])],
      put: change.put ?? [],
      change,
    })),
  );
  const sets = { ...sealed.header.sets };
  for (const { set, put, gone, change } of touched) {
    if (!set) throw new Error(`Load the kind ${change.kind} before changing it.`);
    const records = put.map(({ record }) => record);
    sets[change.kind] = await set.digestWith(records, gone);
  }
  const { generation } = sealed.header;
  const header = edit({ ...sealed.header, generation: generation + 1, prev: sealed.mac, sets });
  const { bytes } = await sealHeader(header, keys.header);
  await store.commit({
    after: held.bytes,
    header: bytes,
    put: touched.flatMap(({ put }) => put.map(({ record }) => storeRecord(record))),
    aside: changes.flatMap(({ aside = [] }) => aside),
    drop: changes.flatMap(({ drop = [] }) => drop),
  });
  held.bytes = bytes;
  held.sealed = parseHeader(bytes);
  for (const { set, put, gone } of touched) set?.replace(put, gone);
}
