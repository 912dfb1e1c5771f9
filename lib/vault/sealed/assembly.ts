/** Puts the record sets that a header names together again from what several copies still hold of them. */
import { equalBytes } from '../../encoding/bytes';
import { KINDS, type Kind, type StoredRecord } from '../engines/store';
import type { Header, SetDigest } from './header';
import { digestSet, memberOf, openRecord, parseRecord, type Member, type RecordKeys } from './records';

/** A record that opens. The digest alone does not tell: it says nothing of salt and commitment. */
export interface Proven {
  readonly stored: StoredRecord;
  readonly member: Member;
}

/** One copy's records by key; `undefined` for what is there and does not open. */
export type ProvenCopy = ReadonlyMap<string, Proven | undefined>;

export async function proveRecords(
  copies: readonly (readonly StoredRecord[])[],
  keys: RecordKeys,
): Promise<readonly ProvenCopy[]> {
  // Copies are mostly alike: the same bytes are opened once.
  const known = new Map<string, { bytes: Uint8Array; proven: Promise<Proven | undefined> }[]>();
  const proveOnce = (stored: StoredRecord): Promise<Proven | undefined> => {
    const variants = known.get(stored.key) ?? [];
    known.set(stored.key, variants);
    const twin = variants.find(({ bytes }) => equalBytes(bytes, stored.bytes));
    if (twin) return twin.proven;
    const proven = prove(stored, keys);
    variants.push({ bytes: stored.bytes, proven });
    return proven;
  };
  return Promise.all(
    copies.map(
      async (records) =>
        new Map(await Promise.all(records.map(async (each) => [each.key, await proveOnce(each)] as const))),
    ),
  );
}

async function prove(stored: StoredRecord, keys: RecordKeys): Promise<Proven | undefined> {
  const record = parseRecord(stored);
  const plaintext = record && (await openRecord(record, keys));
  if (!plaintext) return undefined;
  plaintext.fill(0);
  return { stored, member: await memberOf(record) };
}

/** Every record of every kind, or `undefined` where a kind can't be brought to its count and digest. */
export async function assemble(
  sets: Header['sets'],
  copies: readonly ProvenCopy[],
): Promise<readonly StoredRecord[] | undefined> {
  const kinds = await Promise.all(KINDS.map((kind) => assembleKind(kind, sets[kind], copies)));
  const whole = kinds.filter((found) => found !== undefined);
  return whole.length === kinds.length ? whole.flat() : undefined;
}

async function assembleKind(
  kind: Kind,
  expected: SetDigest | undefined,
  copies: readonly ProvenCopy[],
): Promise<readonly StoredRecord[] | undefined> {
  const ofKind = copies.map((copy) => new Map([...copy].filter(([key]) => key.startsWith(`${kind}/`))));
  for (const candidate of candidatesOf(ofKind)) {
    const found = await digestSet(candidate.map(({ member }) => member));
    const isWhole = expected
      ? found.count === expected.count && equalBytes(found.digest, expected.digest)
      : found.count === 0;
    if (isWhole) return candidate.map(({ stored }) => stored);
  }
  return undefined;
}

/**
 * What may be the whole set: what one copy has; what stands under one copy's keys, taken from whoever still has it; what
 * all have together; nothing.
 */
function* candidatesOf(copies: readonly ProvenCopy[]): Generator<readonly Proven[]> {
  const newest = newestOf(copies);
  for (const copy of copies) yield [...copy.values()].filter((each) => each !== undefined);
  for (const copy of copies) yield [...copy.keys()].flatMap((key) => newest.get(key) ?? []);
  yield [...newest.values()];
  yield [];
}

function newestOf(copies: readonly ProvenCopy[]): ReadonlyMap<string, Proven> {
  const newest = new Map<string, Proven>();
  for (const [key, proven] of copies.flatMap((copy) => [...copy])) {
    const other = newest.get(key);
    if (proven && (!other || proven.member.version > other.member.version)) newest.set(key, proven);
  }
  return newest;
}
