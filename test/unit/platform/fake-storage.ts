import { copy } from './fake-event';

export interface FakeArea {
  get(keys: string | readonly string[]): Promise<Record<string, unknown>>;
  set(values: Record<string, unknown>): Promise<void>;
  remove(keys: string | readonly string[]): Promise<void>;
  /** Absent in Firefox. */
  setAccessLevel?: (options: { accessLevel: string }) => Promise<void>;
}

/** A storage area, with what lies in it open to tests. @param log Told of every change. */
export function fakeArea(name: string, log: (call: string, ...args: unknown[]) => void) {
  const values = new Map<string, unknown>();
  const levels: string[] = [];
  const area: FakeArea = {
    get: async (keys) => {
      const found = [keys].flat().filter((key) => values.has(key));
      return Promise.resolve(Object.fromEntries(found.map((key) => [key, copy(values.get(key))])));
    },
    set: async (added) => {
      log(`storage.${name}.set`, added);
      for (const [key, value] of Object.entries(added)) values.set(key, copy(value));
      return Promise.resolve();
    },
    remove: async (keys) => {
      log(`storage.${name}.remove`, keys);
      for (const key of [keys].flat()) values.delete(key);
      return Promise.resolve();
    },
    setAccessLevel: async ({ accessLevel }) => {
      levels.push(accessLevel);
      return Promise.resolve();
    },
  };
  return { area, values, levels };
}
