/** Storage that fails at the call one chooses, in the way one chooses, and counts its calls. */
import { Problem } from '../../../lib/problem';
import type { KeyValueArea } from '../../../lib/vault/engines/shards';
import type { RecordStore } from '../../../lib/vault/engines/store';

export type Fault =
  | 'throws'
  /** Acts, and does not acknowledge it. */
  | 'throws afterwards'
  /** Never answers, and never acts. */
  | 'hangs'
  /** Acts, and never answers. */
  | 'hangs afterwards'
  /** Writes the first half of the values, or the second, and throws. */
  | 'writes the first'
  | 'writes the last'
  /** Acts, and nothing answers or acts any more: whoever wrote was stopped. */
  | 'stops';

export interface Call {
  readonly name: string;
  /** What can go wrong at it; a call that changes nothing only fails or hangs. */
  readonly faults: readonly Exclude<Fault, 'stops'>[];
}

const READS = ['throws', 'hangs'] as const;
const WRITES = [...READS, 'throws afterwards', 'hangs afterwards'] as const;
const SETS = [...WRITES, 'writes the first', 'writes the last'] as const;

export type Faults = ReturnType<typeof createFaults>;

/** @param plan What goes wrong at which call, counted from 0 over everything that is wrapped. */
export function createFaults(plan: ReadonlyMap<number, Fault> = new Map()) {
  const calls: Call[] = [];
  let [armed, stopped, stop] = [true, false, (): void => undefined];
  const stopping = new Promise<void>((resolve) => (stop = resolve));
  const never = <T>(): Promise<T> => new Promise(() => undefined);
  const run = async <T>(
    call: Call,
    act: () => Promise<T>,
    part?: (last: boolean) => Promise<T>,
  ): Promise<T> => {
    if (stopped) return never();
    const fault = armed ? plan.get(calls.length) : undefined;
    calls.push(call);
    if (fault === undefined) return act();
    if (fault === 'stops') {
      await act();
      stopped = true;
      stop();
      return never();
    }
    if (fault === 'writes the first' || fault === 'writes the last')
      await part?.(fault === 'writes the last');
    if (fault.endsWith('afterwards')) await act();
    if (fault.startsWith('hangs')) return never();
    throw new Problem('storage-failed');
  };
  const read = <T>(name: string, act: () => Promise<T>) => run({ name, faults: READS }, act);
  const write = (name: string, act: () => Promise<void>) => run({ name, faults: WRITES }, act);
  return {
    calls: calls as readonly Call[],
    /** Resolves when it stopped. */
    stopping,
    /** From now on nothing fails. */
    disarm: (): void => void (armed = false),
    read,
    write,

    store(store: RecordStore): RecordStore {
      return {
        read: (kinds) => read('read', () => store.read(kinds)),
        hasTrace: () => read('hasTrace', () => store.hasTrace()),
        remains: () => read('remains', () => store.remains()),
        commit: (batch) => write('commit', () => store.commit(batch)),
        replace: (whole) => write('replace', () => store.replace(whole)),
        keep: (id) => write('keep', () => store.keep(id)),
        retire: (id) => write('retire', () => store.retire(id)),
        forget: (id) => write('forget', () => store.forget(id)),
        eraseHeader: () => write('eraseHeader', () => store.eraseHeader()),
        erase: () => write('erase', () => store.erase()),
      };
    },

    area(area: KeyValueArea): KeyValueArea {
      return {
        get: (keys) => run({ name: 'get', faults: READS }, () => area.get(keys)),
        set: (values) =>
          run(
            { name: 'set', faults: SETS },
            () => area.set(values),
            (last) => area.set(half(values, last)),
          ),
        remove: (keys) => run({ name: 'remove', faults: WRITES }, () => area.remove(keys)),
      };
    },
  };
}

function half(values: Record<string, unknown>, last: boolean): Record<string, unknown> {
  const all = Object.entries(values);
  const middle = Math.ceil(all.length / 2);
  return Object.fromEntries(last ? all.slice(middle) : all.slice(0, middle));
}
