/** Keeps the session's wrapping key in IndexedDB, in a database of its own: it is no part of the vault. */
import { wrap, type IDBPDatabase } from 'idb';
import { guard } from '../engines/indexed-db-store';
import type { KeyKeeper } from './session';

const DATABASE = 'lockstep-session';
const KEYS = 'keys';
const KEY = 'wrap';

export function createKeyKeeper(factory: IDBFactory): KeyKeeper {
  const run = <T>(act: (database: IDBPDatabase) => Promise<T>): Promise<T> =>
    guard(async () => {
      const request = factory.open(DATABASE, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(KEYS);
      };
      const database = (await wrap(request)) as IDBPDatabase;
      try {
        return await act(database);
      } finally {
        database.close();
      }
    });
  /** Where the disk takes no more: the session then ends with this worker, but a full disk keeps nobody out. */
  let held: CryptoKey | undefined;
  return {
    get: async () => held ?? run(read),
    put: async (key) => {
      held = undefined;
      try {
        await run((database) => database.put(KEYS, key, KEY));
      } catch {
        held = key;
      }
    },
    remove: async () => {
      held = undefined;
      // Left behind, it opens nothing: what it wraps was in memory, and is gone.
      await run((database) => database.delete(KEYS, KEY)).catch(() => undefined);
    },
  };
}

async function read(database: IDBPDatabase): Promise<CryptoKey | undefined> {
  const key: unknown = await database.get(KEYS, KEY);
  return key instanceof CryptoKey ? key : undefined;
}
