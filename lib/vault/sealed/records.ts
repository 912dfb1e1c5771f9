/** Records: how one sealed thing is stored, and what a set of them must add up to. */
import * as v from 'valibot';
import { compareBytes, concat, toBase64Url, uint64, type Bytes } from '../../encoding/bytes';
import { decodeCanonical, encodeCanonical } from '../../encoding/cbor';
import { open, pad, seal, sha256, unpad } from '../../crypto/seal';
import type { SetDigest } from './header';
import { bytesOf, natural } from './shapes';
import { KINDS, type Kind, type StoredRecord } from '../engines/store';

const schema = v.strictObject({
  kind: v.picklist(KINDS),
  /** Blinded. */
  id: bytesOf(32),
  schema: natural,
  /** Counts the writes of this record. */
  version: natural,
  writer: bytesOf(16),
  salt: bytesOf(32),
  commit: bytesOf(32),
  ct: v.pipe(
    v.instance(Uint8Array),
    v.transform((value) => value),
  ),
});

export type SealedRecord = v.InferOutput<typeof schema>;
/** What is said of a record in clear, and bound to its content. */
export type RecordHeader = Pick<SealedRecord, 'kind' | 'id' | 'schema' | 'version' | 'writer'>;

/** What the keys of a vault seal records with. */
export interface RecordKeys {
  readonly vaultId: Bytes;
  readonly root: CryptoKey;
}

export async function sealRecord(
  header: RecordHeader,
  plaintext: Uint8Array,
  { vaultId, root }: RecordKeys,
  salt: Bytes,
): Promise<SealedRecord> {
  const aad = () => recordAad(header, vaultId);
  const padded = pad(plaintext);
  const sealed = await seal(root, salt, recordInfo(header, vaultId), aad, padded);
  padded.fill(0);
  return { ...header, ...sealed };
}

/** The plaintext, or `undefined` where any part of the record is not as it was sealed. */
export async function openRecord(
  record: SealedRecord,
  { vaultId, root }: RecordKeys,
): Promise<Bytes | undefined> {
  const padded = await open(root, record, recordInfo(record, vaultId), recordAad(record, vaultId));
  return padded && unpad(padded);
}

function recordInfo({ id }: RecordHeader, vaultId: Bytes): Bytes {
  return encodeCanonical(['rec/v1', vaultId, id]);
}

function recordAad({ id, schema: shape, version, writer, kind }: RecordHeader, vaultId: Bytes): Bytes {
  return encodeCanonical([vaultId, id, shape, version, writer, kind]);
}

export function recordKey(kind: Kind, id: Bytes): string {
  return `${kind}/${toBase64Url(id)}`;
}

export function storeRecord(record: SealedRecord): StoredRecord {
  return { key: recordKey(record.kind, record.id), bytes: encodeCanonical({ ...record }) };
}

/** `undefined` where the bytes are no record, or lie under another record's key. */
export function parseRecord({ key, bytes }: StoredRecord): SealedRecord | undefined {
  const parsed = v.safeParse(schema, decodeCanonical(bytes));
  if (!parsed.success || recordKey(parsed.output.kind, parsed.output.id) !== key) return undefined;
  return parsed.output;
}

/** Count and SHA-256 over (id, version, SHA-256 of the ciphertext) of every record, sorted by id. */
export async function digestSet(members: Iterable<Member>): Promise<SetDigest> {
  const sorted = [...members].sort((a, b) => compareBytes(a.id, b.id));
  const rows = sorted.flatMap(({ id, version, hash }) => [id, uint64(version), hash]);
  return { count: sorted.length, digest: await sha256(concat(...rows)) };
}

export interface Member {
  readonly id: Bytes;
  readonly version: number;
  /** SHA-256 of the ciphertext. */
  readonly hash: Bytes;
}

export async function memberOf({ id, version, ct }: SealedRecord): Promise<Member> {
  return { id, version, hash: await sha256(ct) };
}
