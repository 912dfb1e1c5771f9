/** All records of one kind, as read: opened one by one when asked for, and checked as a whole against the header. */
import { equalBytes, type Bytes } from '../encoding/bytes';
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
import type { Kind, StoredRecord } from './store';

export interface RecordSet<T> {
  /** Opened and decoded, or `undefined` where it is missing or damaged. */
  get(id: Bytes): Promise<Opened<T> | undefined>;
  /** Every record that opens. */
  all(): Promise<readonly Opened<T>[]>;
  /** Keys of stored records that can't be read. Complete only after `all`. */
  damaged(): readonly string[];
  /** Whether count and digest are what the header says. */
  isWhole(expected: SetDigest | undefined): Promise<boolean>;
  /** The set's digest with these records in place of those of the same id, and without those set aside. */
  digestWith(put: readonly SealedRecord[], aside: readonly string[]): Promise<SetDigest>;
  /** Takes over what was committed. */
  replace(put: readonly Opened<T>[], aside: readonly string[]): void;
}

export interface Opened<T> {
  readonly record: SealedRecord;
  readonly value: T;
}

type Decode<T> = (plaintext: Bytes, schema: number) => T | undefined;

interface Entry<T> {
  readonly record: SealedRecord;
  opened?: Promise<Opened<T> | undefined>;
  member?: Promise<Member>;
}

export function createRecordSet<T>(
  kind: Kind,
  stored: readonly StoredRecord[],
  keys: RecordKeys,
  decode: Decode<T>,
): RecordSet<T> {
  const { entries, damaged } = sortOut<T>(stored);
  const open = (key: string, entry: Entry<T>) =>
    (entry.opened ??= openEntry(entry.record, keys, decode).then((opened) => {
      if (!opened) damaged.add(key);
      return opened;
    }));

  return {
    get: async (id) => {
      const key = recordKey(kind, id);
      const entry = entries.get(key);
      return entry && open(key, entry);
    },
    all: async () => {
      const opened = await Promise.all([...entries].map(([key, entry]) => open(key, entry)));
      return opened.filter((each) => each !== undefined);
    },
    damaged: () => [...damaged],
    isWhole: async (expected) => {
      const found = await digestSet(await Promise.all([...entries.values()].map(member)));
      if (expected === undefined) return found.count === 0;
      return found.count === expected.count && equalBytes(found.digest, expected.digest);
    },
    digestWith: async (put, aside) => {
      const gone = new Set([...aside, ...put.map(({ id }) => recordKey(kind, id))]);
      const kept = [...entries].filter(([key]) => !gone.has(key)).map(([, entry]) => member(entry));
      return digestSet(await Promise.all([...kept, ...put.map(memberOf)]));
    },
    replace: (put, aside) => {
      for (const key of aside) {
        entries.delete(key);
        damaged.delete(key);
      }
      for (const each of put) {
        entries.set(recordKey(kind, each.record.id), { record: each.record, opened: Promise.resolve(each) });
      }
    },
  };
}

/** What has the shape of a record, and the keys of what has not. */
function sortOut<T>(stored: readonly StoredRecord[]): {
  entries: Map<string, Entry<T>>;
  damaged: Set<string>;
} {
  const entries = new Map<string, Entry<T>>();
  const damaged = new Set<string>();
  for (const each of stored) {
    const record = parseRecord(each);
    if (record) entries.set(each.key, { record });
    else damaged.add(each.key);
  }
  return { entries, damaged };
}

function member(entry: Entry<unknown>): Promise<Member> {
  return (entry.member ??= memberOf(entry.record));
}

async function openEntry<T>(
  record: SealedRecord,
  keys: RecordKeys,
  decode: Decode<T>,
): Promise<Opened<T> | undefined> {
  const plaintext = await openRecord(record, keys);
  const value = plaintext && decode(plaintext, record.schema);
  plaintext?.fill(0);
  return value === undefined ? undefined : { record, value };
}
