import type { Storage } from 'webextension-polyfill';
import { browser } from './browser';

/** The cell that the session lives in. Pages look at it too: without a live session they paint nothing. */
export const SESSION_CELL = 'session';

/** One value in memory-only storage, under a name of its own. */
export interface MemoryCell<T> {
  get(): Promise<T | undefined>;
  set(value: T): Promise<void>;
  remove(): Promise<void>;
}

export function memoryCell<T>(name: string): MemoryCell<T> {
  const area = () => browser.storage.session;
  return {
    get: async () => ((await area().get(name)) as Record<string, T | undefined>)[name],
    set: async (value) => area().set({ [name]: value }),
    remove: async () => area().remove(name),
  };
}

type Closable = Storage.StorageArea & {
  setAccessLevel?: (options: { accessLevel: 'TRUSTED_CONTEXTS' }) => Promise<void>;
};

/** Scripts in sites can read `local` and `sync` unless told otherwise. Firefox never lets them (and has no such call). */
export async function closeStorageToSites(): Promise<void> {
  const { local, sync, session } = browser.storage;
  const areas: readonly Closable[] = [local, sync, session];
  await Promise.all(areas.map(async (area) => area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' })));
}
