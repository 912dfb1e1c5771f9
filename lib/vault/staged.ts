/** Where a chosen backup file waits for the worker: too large for a message, and no part of any vault yet. */
import { wrap, type IDBPDatabase } from 'idb';
import { guard } from './engines/indexed-db-store';

const DATABASE = 'lockstep-staged';
const FILES = 'files';
const BACKUP = 'backup';

/** Rejects with a `Problem`: `storage-full` or `storage-failed`. */
export interface Staged {
  put(bytes: Uint8Array): Promise<void>;
  get(): Promise<Uint8Array | undefined>;
  clear(): Promise<void>;
}

export function createStaged(factory: IDBFactory): Staged {
  return {
    put: async (bytes) =>
      within(factory, async (database) => {
        await database.put(FILES, bytes, BACKUP);
      }),
    get: async () =>
      within(factory, async (database) => {
        const value: unknown = await database.get(FILES, BACKUP);
        return value instanceof Uint8Array ? value : undefined;
      }),
    clear: async () => within(factory, async (database) => database.delete(FILES, BACKUP)),
  };
}

/** Opened for each act alone: page and worker take turns, and neither holds up the other. */
async function within<T>(factory: IDBFactory, act: (database: IDBPDatabase) => Promise<T>): Promise<T> {
  return guard(async () => {
    const request = factory.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(FILES);
    };
    const database = (await wrap(request)) as IDBPDatabase;
    try {
      return await act(database);
    } finally {
      database.close();
    }
  });
}
