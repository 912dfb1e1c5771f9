/** Keeps the session's wrapping key in IndexedDB, in a database of its own: it is no part of the vault. */
import { wrap, type IDBPDatabase } from 'idb';
import { within } from '../engines/copies';
import { guard } from '../engines/indexed-db-store';
import type { KeyKeeper } from './session';

const DATABASE = 'lockstep-session';
const KEYS = 'keys';
const KEY = 'wrap';
/** A storage that never answers must keep nobody out, and no lock from being done. */
const KEEP_WITHIN_MS = 5000;

type Act<T> = (database: IDBPDatabase) => Promise<T>;

/** @param openSpare Another place, for when the browser can't use the first any more. */
export function createKeyKeeper(
  factory: IDBFactory,
  openSpare: () => Promise<IDBFactory | undefined> = () => Promise.resolve(undefined),
): KeyKeeper {
  const attempt = async <T>(act: Act<T>): Promise<T> => {
    try {
      return await onDatabase(factory, act);
    } catch (error) {
      const spare = await openSpare().catch(() => undefined);
      if (!spare) throw error;
      return onDatabase(spare, act);
    }
  };
  const run = <T>(act: Act<T>) => within(KEEP_WITHIN_MS, () => guard(() => attempt(act)));
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

async function onDatabase<T>(factory: IDBFactory, act: Act<T>): Promise<T> {
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
}

async function read(database: IDBPDatabase): Promise<CryptoKey | undefined> {
  const key: unknown = await database.get(KEYS, KEY);
  return key instanceof CryptoKey ? key : undefined;
}
