/** Keeps the session's wrapping key in IndexedDB, in a database of its own: it is no part of the vault. */
import { wrap, type IDBPDatabase } from 'idb';
import { guard } from './indexed-db-store';
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
  return {
    get: () =>
      run(async (database) => {
        const key: unknown = await database.get(KEYS, KEY);
        return key instanceof CryptoKey ? key : undefined;
      }),
    put: (key) =>
      run(async (database) => {
        await database.put(KEYS, key, KEY);
      }),
    remove: () => run((database) => database.delete(KEYS, KEY)),
  };
}
