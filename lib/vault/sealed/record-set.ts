/** All records of one kind, as read: opened one by one when asked for, and checked as a whole against the header. */
import { equalBytes, type Bytes } from '../../encoding/bytes';
import type { SetDigest } from './header';
import {
  digestSet,
  memberOf,
  openRecord,
  parseRecord,
  recordKey,
  type Member,
  type RecordKeys,
  type SealedRecord,
} from './records';
import type { Kind, StoredRecord } from '../engines/store';

export interface RecordSet<T> {
  /** Opened and decoded, or `undefined` where it is missing or damaged. */
  get(id: Bytes): Promise<Opened<T> | undefined>;
  /** The same by the key under which it is stored. */
  at(key: string): Promise<Opened<T> | undefined>;
  /** Keys of all that is stored, readable or not; what was written last comes last. */
  keys(): readonly string[];
  /** Every record that opens. */
  all(): Promise<readonly Opened<T>[]>;
  /** Keys of stored records that can't be read. Complete only after `all`. */
  damaged(): readonly string[];
  /** Whether count and digest are what the header says. */
  isWhole(expected: SetDigest | undefined): Promise<boolean>;
  /** The set's digest with these records in place of those of the same id, and without those under `gone`. */
  digestWith(put: readonly SealedRecord[], gone: readonly string[]): Promise<SetDigest>;
  /** Takes over what was committed. */
  replace(put: readonly Opened<T>[], gone: readonly string[]): void;
}

export interface Opened<T> {
  readonly record: SealedRecord;
  readonly value: T;
}

type Decode<T> = (plaintext: Bytes, schema: number) => T | undefined;

/** Read from the disk or just written. What was read is parsed when it is needed: a popup needs few of many. */
interface Entry<T> {
  readonly stored?: StoredRecord;
  record?: SealedRecord | undefined;
  opened?: Promise<Opened<T> | undefined>;
  member?: Promise<Member>;
}

export function createRecordSet<T>(
  kind: Kind,
  stored: readonly StoredRecord[],
  keys: RecordKeys,
  decode: Decode<T>,
): RecordSet<T> {
  const entries = new Map<string, Entry<T>>(stored.map((each) => [each.key, { stored: each }]));
  const damaged = new Set<string>();
  const open = (key: string, entry: Entry<T>) =>
    (entry.opened ??= openEntry(recordOf(entry), keys, decode).then((opened) => {
      if (!opened) damaged.add(key);
      return opened;
    }));

  const at = async (key: string): Promise<Opened<T> | undefined> => {
    const entry = entries.get(key);
    return entry && open(key, entry);
  };

  return {
    get: (id) => at(recordKey(kind, id)),
    at,
    keys: () => [...entries.keys()],
    all: async () => {
      const opened = await Promise.all([...entries].map(([key, entry]) => open(key, entry)));
      return opened.filter((each) => each !== undefined);
    },
    damaged: () => [...damaged],
    isWhole: async (expected) => {
      const found = await digestSet(await members([...entries.values()]));
      if (expected === undefined) return found.count === 0;
      return found.count === expected.count && equalBytes(found.digest, expected.digest);
    },
    digestWith: async (put, gone) => {
      const left = new Set([...gone, ...put.map(({ id }) => recordKey(kind, id))]);
      const kept = [...entries].filter(([key]) => !left.has(key)).map(([, entry]) => entry);
      return digestSet([...(await members(kept)), ...(await Promise.all(put.map(memberOf)))]);
    },
    replace: (put, gone) => {
      for (const key of gone) {
        entries.delete(key);
        damaged.delete(key);
      }
      for (const each of put) {
        entries.set(recordKey(kind, each.record.id), { record: each.record, opened: Promise.resolve(each) });
      }
    },
  };
}

/** `undefined` where what is stored has not the shape of a record. */
function recordOf(entry: Entry<unknown>): SealedRecord | undefined {
  return (entry.record ??= entry.stored && parseRecord(entry.stored));
}

async function members(entries: readonly Entry<unknown>[]): Promise<readonly Member[]> {
  const found = entries.flatMap((entry) => {
    const record = recordOf(entry);
    return record ? [(entry.member ??= memberOf(record))] : [];
  });
  return Promise.all(found);
}

async function openEntry<T>(
  record: SealedRecord | undefined,
  keys: RecordKeys,
  decode: Decode<T>,
): Promise<Opened<T> | undefined> {
  const plaintext = record && (await openRecord(record, keys));
  if (!plaintext) return undefined;
  const value = decode(plaintext, record.schema);
  plaintext.fill(0);
  return value === undefined ? undefined : { record, value };
}
