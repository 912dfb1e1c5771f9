/** An event of the fake browser, and the wrapper that tells what the fake lacks. */

type Listener<Args extends unknown[]> = (...args: Args) => unknown;

export interface FakeEvent<Args extends unknown[]> {
  addListener(listener: Listener<Args>): void;
  /** Calls every listener, as the browser would, and returns what they returned. */
  emit(...args: Args): unknown[];
}

export function fakeEvent<Args extends unknown[]>(): FakeEvent<Args> {
  const listeners = new Set<Listener<Args>>();
  return {
    addListener: (listener) => void listeners.add(listener),
    emit: (...args) => [...listeners].map((listener) => listener(...args)),
  };
}

/** Modules and promises are asked for these by the test runner and by the language. */
const ASKED_BY_OTHERS = [
  'then',
  'toJSON',
  '$$typeof',
  'asymmetricMatch',
  'nodeType',
  '@@__IMMUTABLE_ITERABLE__@@',
];

/** Calls that code looks for before it uses them: absent in some browsers. */
const OPTIONAL = ['setAccessLevel', 'openShortcutSettings'];

/** The same object, but what it has not got throws a sentence that says what to do. */
export function complete<T extends object>(name: string, api: T): T {
  return new Proxy(api, {
    get(target, property): unknown {
      const value: unknown = Reflect.get(target, property);
      if (typeof value === 'object' && value !== null && !isEvent(value))
        return complete(`${name}.${String(property)}`, value);
      if (value !== undefined || typeof property === 'symbol') return value;
      if (ASKED_BY_OTHERS.includes(property) || OPTIONAL.includes(property)) return undefined;
      throw new Error(
        `The fake has no ${name}.${property}: add it to test/unit/platform/fake-browser.ts, as the browser has it.`,
      );
    },
  });
}

function isEvent(value: object): boolean {
  return 'addListener' in value;
}

/** What crosses between processes is copied, and nothing but JSON crosses. */
export function copy<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}
