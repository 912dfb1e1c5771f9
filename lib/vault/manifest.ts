/** What a snapshot is made of: a sealed list of members in the vault's own sets, and their sealed bytes kept by hash. */
import * as v from 'valibot';
import type { Bytes } from '../encoding/bytes';
import { decodeTrusted, encodeCanonical } from '../encoding/cbor';
import { decodeAccount, type Account } from './accounts/account';
import type { Blobs } from './engines/blobs';
import type { StoredRecord } from './engines/store';
import { TIERS, type Tier } from './retention';
import { openRecord, parseRecord, recordKey, type RecordKeys } from './sealed/records';
import type { Codec } from './sealed/sets';
import { bytesOf, natural } from './sealed/shapes';

export const SNAPSHOT_SCHEMA = 1;

/** Hashes of headers among the blobs, newest first, in clear: they are tried when no other header can be read. */
export interface HeaderList {
  get(): Promise<readonly string[]>;
  set(hashes: readonly string[]): Promise<void>;
}

/** Where snapshots keep what the vault's sets do not hold. */
export interface Shelf {
  readonly blobs: Blobs;
  readonly headers: HeaderList;
  /** Whether more than this vault's snapshots may refer to what is there: the lists of a vault kept as remains. */
  readonly shared?: (vaultId: Bytes) => Promise<boolean>;
}

export interface Member {
  /** Blinded. */
  readonly id: Bytes;
  readonly version: number;
  /** Of the record's stored bytes. */
  readonly hash: string;
}

export interface Manifest {
  readonly id: string;
  readonly at: number;
  readonly tier: Tier;
  /** Hash of the vault's header as it was stored then. */
  readonly header: string;
  /** The digest of the accounts, as that header had it. */
  readonly digest: Bytes;
  readonly members: readonly Member[];
  /** Made by a newer version in a way that can't be read here: it is left alone, with all that it may refer to. */
  readonly opaque: boolean;
}

export const manifestSchema = v.looseObject({
  id: v.string(),
  at: natural,
  tier: v.picklist(TIERS),
  header: v.string(),
  digest: bytesOf(32),
  members: v.array(v.looseObject({ id: bytesOf(32), version: natural, hash: v.string() })),
});

export const snapshotCodec: Codec<Manifest> = {
  kind: 'snapshot',
  schema: SNAPSHOT_SCHEMA,
  encode: ({ opaque: _, members, ...fields }) =>
    encodeCanonical({ ...fields, members: members.map((member) => ({ ...member })) }),
  decode: (plaintext, schema) => {
    const parsed = v.safeParse(manifestSchema, decodeTrusted(plaintext));
    if (parsed.success) return { ...parsed.output, opaque: false };
    const nothing = {
      id: '',
      at: 0,
      tier: 'daily',
      header: '',
      digest: new Uint8Array(),
      members: [],
    } as const;
    return schema > SNAPSHOT_SCHEMA ? { ...nothing, opaque: true } : undefined;
  },
};

/** The accounts of a snapshot. `records` are as they lay in the vault; `unread` are blinded ids. */
export interface Members {
  readonly accounts: readonly Account[];
  readonly records: readonly StoredRecord[];
  readonly unread: readonly Bytes[];
}

export async function openMembers({ members }: Manifest, blobs: Blobs, keys: RecordKeys): Promise<Members> {
  const found = await blobs.read(members.map(({ hash }) => hash));
  const opened = await Promise.all(
    members.map(async (member) => {
      const stored = storedAs(member, found.get(member.hash));
      const account = stored && (await openMember(stored, member, keys));
      return { id: member.id, stored, account };
    }),
  );
  const read = opened.filter(({ account }) => account !== undefined);
  return {
    accounts: read.flatMap(({ account }) => account ?? []),
    records: read.flatMap(({ stored }) => stored ?? []),
    unread: opened.filter(({ account }) => account === undefined).map(({ id }) => id),
  };
}

/** How a member's bytes lay in the vault. */
export function storedAs({ id }: Member, bytes: Uint8Array | undefined): StoredRecord | undefined {
  return bytes && { key: recordKey('account', id), bytes };
}

async function openMember(
  stored: StoredRecord,
  { version }: Member,
  keys: RecordKeys,
): Promise<Account | undefined> {
  const record = parseRecord(stored);
  const plaintext = record?.version === version ? await openRecord(record, keys) : undefined;
  const account = record && plaintext && decodeAccount(plaintext, record.schema);
  plaintext?.fill(0);
  return account;
}
