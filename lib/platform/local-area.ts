import { browser } from './browser';

/** The browser's storage on the disk that is no IndexedDB; every value is named, none is ever listed. */
export function localArea() {
  const area = () => browser.storage.local;
  return {
    get: async (keys: string[]): Promise<Record<string, unknown>> => area().get(keys),
    set: async (values: Record<string, unknown>): Promise<void> => area().set(values),
    remove: async (keys: string[]): Promise<void> => area().remove(keys),
  };
}

/** One value there, under a name of its own. */
export function localCell(name: string) {
  const area = localArea();
  return {
    get: async (): Promise<unknown> => (await area.get([name]))[name],
    set: async (value: unknown): Promise<void> => area.set({ [name]: value }),
    remove: async (): Promise<void> => area.remove([name]),
  };
}
