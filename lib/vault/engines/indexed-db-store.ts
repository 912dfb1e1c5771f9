/** The first engine: IndexedDB. One transaction per change, flushed to the disk before it counts. */
import { wrap, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { equalBytes } from '../../encoding/bytes';
import { Problem } from '../../problem';
import {
  KINDS,
  StaleError,
  type Batch,
  type RecordStore,
  type Remains,
  type Stored,
  type StoredRecord,
} from './store';

const DATABASE = 'lockstep-vault';
const HEADER = 'header';
const RECORDS = 'records';
const CURRENT = 'current';
const REMAINS = 'remains';

type Change = IDBPTransaction<unknown, string[], 'readwrite'>;

export function createIndexedDbStore(factory: IDBFactory): RecordStore {
  let opened: Promise<IDBPDatabase> | undefined;
  const database = () => {
    opened ??= openDatabase(factory, () => (opened = undefined)).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  const change = (act: (change: Change) => Promise<unknown>) =>
    guard(async () => runChange(await database(), act));
  return {
    read: async (kinds) => guard(async () => readStored(await database(), kinds)),
    hasTrace: async () => guard(async () => hasTrace(await database())),
    commit: (batch) => change((open) => applyBatch(open, batch)),
    replace: (whole) => change((open) => applyWhole(open, whole)),
    keep: (id) => change((open) => keepAll(open, id)),
    retire: (id) =>
      change(async (open) => {
        await keepAll(open, id);
        await clear(open, outsideRemains());
      }),
    remains: async () => guard(async () => readRemains(await database())),
    forget: (id) => change((open) => open.objectStore(RECORDS).delete(below(`${REMAINS}/${id}`))),
    eraseHeader: () => change((open) => open.objectStore(HEADER).clear()),
    erase: () =>
      change((open) => Promise.all([open.objectStore(HEADER).clear(), open.objectStore(RECORDS).clear()])),
  };
}

async function openDatabase(factory: IDBFactory, ongone: () => void): Promise<IDBPDatabase> {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(HEADER);
    request.result.createObjectStore(RECORDS);
  };
  const database = (await wrap(request)) as IDBPDatabase;
  database.addEventListener('close', ongone);
  return database;
}

/** '0' follows '/': every key that starts with `<start>/`, and text alone. */
function below(start: string): IDBKeyRange {
  return IDBKeyRange.bound(`${start}/`, `${start}0`, false, true);
}

function outsideRemains(): readonly IDBKeyRange[] {
  return [IDBKeyRange.upperBound(`${REMAINS}/`, true), IDBKeyRange.lowerBound(`${REMAINS}0`)];
}

async function readStored(database: IDBPDatabase, kinds: readonly string[]): Promise<Stored> {
  const transaction = database.transaction([HEADER, RECORDS]);
  const [header, ...records] = await Promise.all([
    transaction.objectStore(HEADER).get(CURRENT) as Promise<unknown>,
    ...kinds.map((kind) => recordsIn(transaction, below(kind))),
  ]);
  return { header: headerOf(header), records: records.flat() };
}

async function recordsIn(
  transaction: IDBPTransaction<unknown, string[], 'readonly' | 'readwrite'>,
  range: IDBKeyRange,
): Promise<StoredRecord[]> {
  const store = transaction.objectStore(RECORDS);
  const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
  return (keys as string[]).map((key, i) => ({ key, bytes: asBytes(values[i]) }));
}

async function hasTrace(database: IDBPDatabase): Promise<boolean> {
  const transaction = database.transaction([HEADER, RECORDS]);
  const records = transaction.objectStore(RECORDS);
  const counts = [
    transaction.objectStore(HEADER).count(),
    ...outsideRemains().map((range) => records.count(range)),
  ];
  return (await Promise.all(counts)).some((count) => count > 0);
}

async function readRemains(database: IDBPDatabase): Promise<readonly Remains[]> {
  const kept = new Map<string, { header: Uint8Array | undefined; records: StoredRecord[] }>();
  for (const { key, bytes } of await recordsIn(database.transaction([RECORDS]), below(REMAINS))) {
    const [, id = '', ...former] = key.split('/');
    const stored = kept.get(id) ?? { header: undefined, records: [] };
    kept.set(id, stored);
    if (former.length === 1) stored.header = bytes;
    else stored.records.push({ key: former.join('/'), bytes });
  }
  return [...kept].map(([id, stored]) => ({ id, stored }));
}

function headerOf(value: unknown): Uint8Array | undefined {
  return value === undefined ? undefined : asBytes(value);
}

/** What is stored but is not bytes is damage, to be found by whoever opens it. */
function asBytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

async function runChange(database: IDBPDatabase, act: (change: Change) => Promise<unknown>): Promise<void> {
  const change = database.transaction([HEADER, RECORDS], 'readwrite', { durability: 'strict' });
  // Watched from the start: a failing write rejects both its request and its transaction.
  const [applied, done] = await Promise.allSettled([actOrAbort(change, act), change.done]);
  const reasons = [done, applied].flatMap((each) =>
    each.status === 'rejected' ? [each.reason as unknown] : [],
  );
  if (reasons.length === 0) return;
  // Either may only say that the other aborted it.
  const cause = reasons.find((reason) => reason instanceof StaleError || isFull(reason));
  throw cause instanceof Error ? cause : new Error('aborted');
}

async function actOrAbort(change: Change, act: (change: Change) => Promise<unknown>): Promise<void> {
  try {
    await act(change);
  } catch (error) {
    abort(change);
    throw error;
  }
}

async function applyBatch(change: Change, { after, header, put, aside, drop }: Batch): Promise<void> {
  checkAfter(headerOf(await change.objectStore(HEADER).get(CURRENT)), after);
  const records = change.objectStore(RECORDS);
  const moved = (await Promise.all(aside.map(async (key) => [key, await records.get(key)] as const))).filter(
    ([, value]) => value !== undefined,
  );
  await Promise.all([
    ...moved.map(([key, value]) => records.put(value, `aside/${key}`)),
    ...[...aside, ...drop].map((key) => records.delete(key)),
    ...put.map(({ key, bytes }) => records.put(bytes, key)),
    change.objectStore(HEADER).put(header, CURRENT),
  ]);
}

async function applyWhole(change: Change, { header, records }: Stored): Promise<void> {
  await clear(change, KINDS.map(below));
  const store = change.objectStore(RECORDS);
  await Promise.all(records.map(({ key, bytes }) => store.put(bytes, key)));
  if (header) await change.objectStore(HEADER).put(header, CURRENT);
}

/** Drops the header and the records in these ranges. */
async function clear(change: Change, ranges: readonly IDBKeyRange[]): Promise<void> {
  const records = change.objectStore(RECORDS);
  await Promise.all([change.objectStore(HEADER).clear(), ...ranges.map((range) => records.delete(range))]);
}

async function keepAll(change: Change, id: string): Promise<void> {
  const header = headerOf(await change.objectStore(HEADER).get(CURRENT));
  const found = (await Promise.all(outsideRemains().map((range) => recordsIn(change, range)))).flat();
  const pieces = header ? [{ key: HEADER, bytes: header }, ...found] : found;
  const records = change.objectStore(RECORDS);
  // What was retired already stays as it was kept.
  if (pieces.length > 0) await records.delete(below(`${REMAINS}/${id}`));
  await Promise.all(pieces.map(({ key, bytes }) => records.put(bytes, `${REMAINS}/${id}/${key}`)));
}

function abort(change: Change): void {
  try {
    change.abort();
  } catch {
    // It has already ended by itself.
  }
}

/** @throws {StaleError} where the stored header is not the one a change builds on. */
export function checkAfter(current: Uint8Array | undefined, after: Uint8Array | undefined): void {
  const same = current === undefined || after === undefined ? current === after : equalBytes(current, after);
  if (!same) throw new StaleError('The stored header is not the one this change builds on.');
}

/** What a full disk or quota is called: by name in IndexedDB, only in words in `storage.local`. */
const FULL = /quota|no[ _]?space|disk (is )?full/i;

/** Turns what the browser's storage throws into the problem that it is. */
export async function guard<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof StaleError || error instanceof Problem) throw error;
    throw new Problem(isFull(error) ? 'storage-full' : 'storage-failed');
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && (error.name === 'QuotaExceededError' || FULL.test(error.message));
}
