import { randomBytes } from 'node:crypto';

/** What a browser was given an unguessable name for: sessions behind cookies, and tickets. Forgotten at a restart. */
export interface Sessions<Value> {
  readonly start: (value: Value, lifeMs: number) => string;
  readonly get: (id: string | undefined) => Value | undefined;
  readonly end: (id: string | undefined) => void;
  readonly clear: () => void;
}

export function createSessions<Value>(now: () => number): Sessions<Value> {
  const alive = new Map<string, { readonly value: Value; readonly until: number }>();
  return {
    start(value, lifeMs) {
      for (const [id, { until }] of alive) if (until <= now()) alive.delete(id);
      const id = randomBytes(24).toString('base64url');
      alive.set(id, { value, until: now() + lifeMs });
      return id;
    },
    get(id = '') {
      const found = alive.get(id);
      return found !== undefined && found.until > now() ? found.value : undefined;
    },
    end: (id = '') => void alive.delete(id),
    clear: () => alive.clear(),
  };
}
