/** A storage area as `storage.local` is: JSON alone, one `set` as a whole, a quota, and errors in words. */
import type { KeyValueArea } from '../../../lib/vault/engines/shards';

export interface MemoryArea extends KeyValueArea {
  /** What lies there, as JSON texts by name. */
  readonly texts: Map<string, string>;
  /** The message that every write fails with. */
  refusal: string | undefined;
  /** Characters of JSON that fit in; the names count. */
  quota: number;
  /** Another disk with the same content. */
  copy(): MemoryArea;
  value(name: string): unknown;
}

/** Chromium, its successor, Firefox; then what LevelDB says of a full disk. */
export const FULL = [
  'QUOTA_BYTES quota exceeded',
  'Resource::kQuotaBytes quota exceeded',
  'QuotaExceededError: storage.local API call exceeded its quota limitations.',
  'IO error: /x/000003.log: No space left on device (ChromeMethodBFE: 9::WritableFileAppend::8)',
  'FILE_ERROR_NO_SPACE',
  'The disk is full.',
];

export function createMemoryArea(from: Iterable<[string, string]> = []): MemoryArea {
  const texts = new Map(from);
  const check = (): void => {
    if (area.refusal !== undefined) throw new Error(area.refusal);
  };
  const area: MemoryArea = {
    texts,
    refusal: undefined,
    quota: Infinity,
    copy: () => createMemoryArea(texts),
    value: (name) => (texts.has(name) ? (JSON.parse(texts.get(name)!) as unknown) : undefined),
    get: async (keys) => {
      if (!Array.isArray(keys)) throw new Error('Name what you want: get(null) reads everything.');
      const found = keys.filter((key) => texts.has(key));
      return Promise.resolve(Object.fromEntries(found.map((key) => [key, area.value(key)])));
    },
    set: async (values) => {
      check();
      const next = new Map([...texts, ...textsOf(values)]);
      const size = [...next].reduce((sum, [name, text]) => sum + name.length + text.length, 0);
      if (size > area.quota) throw new Error(FULL[0]);
      for (const [name, text] of next) texts.set(name, text);
      return Promise.resolve();
    },
    remove: async (keys) => {
      check();
      for (const key of keys) texts.delete(key);
      return Promise.resolve();
    },
  };
  return area;
}

function textsOf(values: Record<string, unknown>): [string, string][] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, JSON.stringify(value)]);
}
