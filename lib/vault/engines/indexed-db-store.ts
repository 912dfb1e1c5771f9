/** The first engine: IndexedDB. One transaction per commit, flushed to the disk before it counts. */
import { wrap, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { equalBytes } from '../../encoding/bytes';
import { Problem } from '../../problem';
import { StaleError, type Batch, type RecordStore, type Stored, type StoredRecord } from './store';

const DATABASE = 'lockstep-vault';
const HEADER = 'header';
const RECORDS = 'records';

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
  return {
    read: async (kinds) => guard(async () => readStored(await database(), kinds)),
    hasTrace: async () =>
      guard(async () => {
        const transaction = (await database()).transaction([HEADER, RECORDS]);
        const counts = [transaction.objectStore(HEADER).count(), transaction.objectStore(RECORDS).count()];
        return (await Promise.all(counts)).some((count) => count > 0);
      }),
    commit: async (batch) => guard(async () => commit(await database(), batch)),
    erase: async () =>
      guard(async () => {
        const transaction = (await database()).transaction([HEADER, RECORDS], 'readwrite', {
          durability: 'strict',
        });
        await transaction.objectStore(HEADER).clear();
        await transaction.objectStore(RECORDS).clear();
        await transaction.done;
      }),
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

async function readStored(database: IDBPDatabase, kinds: readonly string[]): Promise<Stored> {
  const transaction = database.transaction([HEADER, RECORDS]);
  const store = transaction.objectStore(RECORDS);
  const ofKind = async (kind: string): Promise<StoredRecord[]> => {
    // '0' follows '/': the range holds every key that starts with `<kind>/`, and text alone.
    const range = IDBKeyRange.bound(`${kind}/`, `${kind}0`, false, true);
    const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
    return (keys as string[]).map((key, i) => ({ key, bytes: asBytes(values[i]) }));
  };
  const [header, ...records] = await Promise.all([
    transaction.objectStore(HEADER).get('current') as Promise<unknown>,
    ...kinds.map(ofKind),
  ]);
  return { header: header === undefined ? undefined : asBytes(header), records: records.flat() };
}

/** What is stored but is not bytes is damage, to be found by whoever opens it. */
function asBytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

async function commit(database: IDBPDatabase, batch: Batch): Promise<void> {
  const change = database.transaction([HEADER, RECORDS], 'readwrite', { durability: 'strict' });
  // Watched from the start: a failing write rejects both its request and its transaction.
  const [applied, done] = await Promise.allSettled([applyOrAbort(change, batch), change.done]);
  if (applied.status === 'rejected' && applied.reason instanceof StaleError) throw applied.reason;
  // The transaction knows why the disk refused; a request may only say that it was aborted.
  if (done.status === 'rejected') throw done.reason ?? new Error('aborted');
  if (applied.status === 'rejected') throw applied.reason;
}

async function applyOrAbort(change: Change, batch: Batch): Promise<void> {
  try {
    await applyBatch(change, batch);
  } catch (error) {
    abort(change);
    throw error;
  }
}

async function applyBatch(change: Change, { after, header, put, aside }: Batch): Promise<void> {
  const current = (await change.objectStore(HEADER).get('current')) as Uint8Array | undefined;
  if (!sameBytes(current, after))
    throw new StaleError('The stored header is not the one this change builds on.');
  const records = change.objectStore(RECORDS);
  const remains = (await Promise.all(aside.map((key) => records.get(key)))) as unknown[];
  await Promise.all([
    ...aside.flatMap((key, i) => [records.put(remains[i], `aside/${key}`), records.delete(key)]),
    ...put.map(({ key, bytes }) => records.put(bytes, key)),
    change.objectStore(HEADER).put(header, 'current'),
  ]);
}

function abort(change: Change): void {
  try {
    change.abort();
  } catch {
    // It has already ended by itself.
  }
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}

/** Turns what IndexedDB throws into the problem that it is. */
export async function guard<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof StaleError || error instanceof Problem) throw error;
    const full = error instanceof Error && error.name === 'QuotaExceededError';
    throw new Problem(full ? 'storage-full' : 'storage-failed');
  }
}
