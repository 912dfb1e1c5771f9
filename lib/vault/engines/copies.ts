/** One vault in several engines: each change goes to one of them first and then to the others, and counts once. */
import { Problem } from '../../problem';
import { createErasing, type ErasingMarker } from './erasing';
import { createLed, createStanding, writeWhole, type Act } from './led';
import type { Kind, RecordStore, Remains, Stored } from './store';

export interface HeaderCopy {
  readonly engine: number;
  readonly header: Uint8Array | undefined;
  /** Whether this engine could not be asked. */
  readonly failed: boolean;
}

export interface Copies {
  /** How many; an engine is named by its number, from 0. */
  readonly engines: number;
  headers(): Promise<readonly HeaderCopy[]>;
  /** Reads from this engine and writes to it first; where only others take a commit, one of them leads from then on. */
  led(engine: number): RecordStore;
  read(engine: number, kinds: readonly Kind[]): Promise<Stored>;
  /** @param keepAs Keeps what was there as remains of this id, in the same engine. */
  replace(engine: number, whole: Stored, keepAs?: string): Promise<void>;
  /** For an engine that can't be read: what it may hold is left as it is. @throws {Problem} where it has no spare */
  standIn(engine: number, whole: Stored): Promise<void>;
  /** Also true where an engine does not say: an error is not emptiness. */
  hasTrace(): Promise<boolean>;
  /** Engines that lack an acknowledged change, and whether any of them is full. */
  state(): { readonly behind: readonly number[]; readonly full: boolean };
  /** Holds when one engine has taken it. */
  keep(id: string): Promise<void>;
  retire(id: string): Promise<void>;
  remains(): Promise<readonly Remains[]>;
  forget(id: string): Promise<void>;
  /**
   * Destroys every way to unlock before anything else. What an interruption leaves is for `finishErasing`.
   * @throws {Problem} `storage-failed` where anything is left.
   */
  erase(): Promise<void>;
  /**
   * Whether an erasure was finished. One whose vault gave way to another, or was changed since, is forgotten.
   * @throws {Problem} `storage-failed` where it can't be finished now.
   */
  finishErasing(): Promise<boolean>;
}

export interface CopiesOptions {
  /** A storage call that never answers must not hold the vault's lock for ever. */
  readonly withinMs?: number;
  readonly marker?: ErasingMarker;
  /** Erases what else goes with the vault. */
  readonly eraseRest?: () => Promise<void>;
}

export function createCopies(
  engines: readonly [RecordStore, ...RecordStore[]],
  options: CopiesOptions = {},
): Copies {
  const withinMs = options.withinMs ?? 10_000;
  const numbers = engines.map((_, engine) => engine);
  const timely = <T>(act: () => Promise<T>): Promise<T> => within(withinMs, act);
  const on = <T>(engine: number, act: Act<T>): Promise<T> => timely(() => act(engines[engine] ?? engines[0]));
  const onAll = <T>(act: Act<T>) => Promise.allSettled(numbers.map((engine) => on(engine, act)));
  const standing = createStanding();
  const parts = { numbers, on, standing };
  const copies: Copies = {
    engines: engines.length,
    headers: async () => Promise.all(numbers.map(async (engine) => headerIn(copies, engine))),
    led: (engine) =>
      createLed(engine, copies, parts, async () => void allOf(await onAll((store) => store.eraseHeader()))),
    read: async (engine, kinds) =>
      on(engine, (store) => store.read(kinds)).catch((error: unknown) => {
        // What it holds may be later than what is read in its place.
        standing.doubt(engine);
        throw error;
      }),
    replace: (engine, whole, keepAs) =>
      writeWhole(parts, engine, async (store) => {
        if (keepAs !== undefined) await store.keep(keepAs);
        await store.replace(whole);
      }),
    standIn: (engine, whole) =>
      writeWhole(parts, engine, async (store) => {
        if (!store.standIn) throw new Problem('storage-failed');
        await store.standIn(whole);
      }),
    hasTrace: async () =>
      (await onAll((store) => store.hasTrace())).some(
        (result) => result.status === 'rejected' || result.value,
      ),
    state: () => standing.state(),
    keep: async (id) => {
      const results = await onAll((store) => store.keep(id));
      if (results.every(({ status }) => status === 'rejected')) allOf(results);
    },
    retire: async (id) => void allOf(await onAll((store) => store.retire(id))),
    remains: async () => mergeRemains(await onAll((store) => store.remains())),
    forget: async (id) => void allOf(await onAll((store) => store.forget(id))),
    ...createErasing({ ...options, headers: () => copies.headers(), onAll, timely }),
  };
  return copies;
}

async function headerIn(copies: Copies, engine: number): Promise<HeaderCopy> {
  try {
    const { header } = await copies.read(engine, []);
    return { engine, header, failed: false };
  } catch {
    return { engine, header: undefined, failed: true };
  }
}

/** The values of all, or the first failure. */
function allOf<T>(results: readonly PromiseSettledResult<T>[]): readonly T[] {
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/** Each once, from the engine that has most of it: an engine may have lost a part since. */
function mergeRemains(results: readonly PromiseSettledResult<readonly Remains[]>[]): readonly Remains[] {
  const answers = results.filter((result) => result.status === 'fulfilled');
  if (answers.length === 0) allOf(results);
  const best = new Map<string, Remains>();
  for (const each of answers.flatMap(({ value }) => value)) {
    const other = best.get(each.id);
    if (!other || piecesOf(each) > piecesOf(other)) best.set(each.id, each);
  }
  return [...best.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function piecesOf({ stored: { header, records } }: Remains): number {
  return [header, ...records.map(({ bytes }) => bytes)].filter((bytes) => bytes && bytes.length > 0).length;
}

/** @throws {Problem} `storage-failed` where it does not end in time. */
export async function within<T>(ms: number, act: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Problem('storage-failed')), ms);
  });
  try {
    return await Promise.race([act(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
