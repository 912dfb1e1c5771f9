/**
 * The sealed backup: the vault as it lies, in one canonical CBOR map { magic, format, header, madeAt, records }, as
 * docs/vault-format.md describes it. It opens with what opens the vault.
 *
 * Read token by token: what a file claims to hold must never be built before it is known to be a backup's.
 */
import { Tokenizer, Type, type DecodeOptions } from 'cborg';
import type { Bytes } from '../encoding/bytes';
import { encodeCanonical } from '../encoding/cbor';
import { Problem } from '../problem';
import { KINDS, type Stored, type StoredRecord } from './engines/store';

const MAGIC = 'LOCKSTEP-BACKUP';
const FORMAT = 1;
export const MAX_BACKUP_BYTES = 256 * 1024 * 1024;
const MAX_RECORDS = 100_000;
/** The last millisecond that a `Date` can tell. */
const MAX_TIME = 8_640_000_000_000_000;
/** Of remains, what lies aside comes along: it may be all that is left of an account. */
const RECORD_KEY = new RegExp(`^(?:aside/)?(?:${KINDS.join('|')})/[\\w-]{43}$`);

export interface Backup extends Stored {
  readonly madeAt: number;
}

/** Without the lists of snapshots: what they refer to is in no file, and whoever puts one back drops them. */
export function forBackup({ header, records }: Stored): Stored {
  return { header, records: records.filter(({ key }) => !/^(?:aside\/)?snapshot\//.test(key)) };
}

/** Records under keys that no vault makes are left out: a reader would refuse the whole file for them. */
export function writeBackup({ header, records }: Stored, now: number): Bytes {
  const kept = records.filter(({ key }) => RECORD_KEY.test(key));
  return encodeCanonical({
    magic: MAGIC,
    format: FORMAT,
    madeAt: now,
    header,
    records: Object.fromEntries(kept.map(({ key, bytes }) => [key, bytes])),
  });
}

/** A file's name, by the day as the user's calendar has it. */
export function backupName(now: number): string {
  const at = new Date(now);
  const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `lockstep-${day.join('-')}.lockstep`;
}

/**
 * Its content, sealed still: nothing of it is proven but its shape.
 * @throws {Problem} `not-backup`, `backup-newer`, `backup-damaged`
 */
export function readBackup(bytes: Uint8Array): Backup {
  const reader = createReader(bytes);
  const start = attempt(() => readStart(reader));
  if (!start) throw new Problem('not-backup');
  if (start.format > FORMAT) throw new Problem('backup-newer');
  const fits = bytes.length <= MAX_BACKUP_BYTES && start.format === FORMAT;
  const backup = fits ? attempt(() => readRest(reader, start.entries)) : undefined;
  if (!backup) throw new Problem('backup-damaged');
  return backup;
}

type Reader = ReturnType<typeof createReader>;

const options: DecodeOptions = { strict: true, allowIndefinite: false, allowBigInt: false };

function createReader(bytes: Uint8Array) {
  const tokens = new Tokenizer(bytes, options);
  const next = (type: Type): unknown => {
    const token = tokens.next();
    if (token.type !== type) throw new TypeError('Another type was expected.');
    return token.value;
  };
  const name = (text: string): void => {
    if (next(Type.string) !== text) throw new TypeError('Another name was expected.');
  };
  return {
    name,
    text: () => next(Type.string) as string,
    number: () => next(Type.uint) as number,
    entries: () => next(Type.map) as number,
    /** Copies, as the tokenizer makes them: views would hold on to the whole file, and take it into a database. */
    bytes: () => next(Type.bytes) as Bytes,
    done: () => tokens.done(),
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** What every format begins with: these two names are the first in canonical order. */
function readStart(reader: Reader): { entries: number; format: number } {
  const entries = reader.entries();
  reader.name('magic');
  reader.name(MAGIC);
  reader.name('format');
  return { entries, format: reader.number() };
}

function readRest(reader: Reader, entries: number): Backup | undefined {
  if (entries !== 4 && entries !== 5) return undefined;
  const header = entries === 5 ? readHeader(reader) : undefined;
  reader.name('madeAt');
  const madeAt = reader.number();
  reader.name('records');
  const records = madeAt <= MAX_TIME ? readRecords(reader) : undefined;
  return records && reader.done() ? { header, records, madeAt } : undefined;
}

function readHeader(reader: Reader): Bytes {
  reader.name('header');
  return reader.bytes();
}

function readRecords(reader: Reader): readonly StoredRecord[] | undefined {
  const count = reader.entries();
  if (count > MAX_RECORDS) return undefined;
  const records: StoredRecord[] = [];
  let before = '';
  for (let i = 0; i < count; i++) {
    const key = reader.text();
    if (!RECORD_KEY.test(key) || !isAfter(key, before)) return undefined;
    records.push({ key, bytes: reader.bytes() });
    before = key;
  }
  return records;
}

/** The order of canonical CBOR: shorter texts first. */
function isAfter(key: string, before: string): boolean {
  return key.length === before.length ? key > before : key.length > before.length;
}
