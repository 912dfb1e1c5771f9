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

type OpenSpare = (create: boolean) => Promise<IDBFactory | undefined>;

/** @param openSpare Another place, for when the browser can't use the first any more. */
export function createKeyKeeper(
  factory: IDBFactory,
  openSpare: OpenSpare = () => Promise.resolve(undefined),
): KeyKeeper {
  const run = <T>(act: () => Promise<T>) => within(KEEP_WITHIN_MS, () => guard(act));
  const spare = (create: boolean) => openSpare(create).catch(() => undefined);
  /** In the first place, or else in the other. */
  const put = async (key: CryptoKey): Promise<void> => {
    const act: Act<unknown> = (database) => database.put(KEYS, key, KEY);
    try {
      await onDatabase(factory, act);
    } catch (error) {
      const other = await spare(true);
      if (!other) throw error;
      await onDatabase(other, act);
    }
  };
  const get = async (): Promise<CryptoKey | undefined> => {
    const first = await settle(onDatabase(factory, read));
    if (first.status === 'fulfilled' && first.value) return first.value;
    const other = await spare(false);
    const found = other && (await onDatabase(other, read));
    if (!found && first.status === 'rejected') throw first.reason;
    return found;
  };
  const remove = async (): Promise<void> => {
    const act: Act<void> = (database) => database.delete(KEYS, KEY);
    const other = await spare(false);
    await Promise.allSettled([onDatabase(factory, act), other && onDatabase(other, act)]);
  };
  /** Where the disk takes no more: the session then ends with this worker, but a full disk keeps nobody out. */
  let held: CryptoKey | undefined;
  return {
    get: async () => held ?? run(get),
    put: async (key) => {
      held = undefined;
      try {
        // One that was left in either place would be taken for this one.
        await run(remove);
        await run(() => put(key));
      } catch {
        held = key;
      }
    },
    remove: async () => {
      held = undefined;
      // Left behind, it opens nothing: what it wraps was in memory, and is gone.
      await run(remove).catch(() => undefined);
    },
  };
}

async function settle<T>(act: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.allSettled([act]);
  return result;
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
