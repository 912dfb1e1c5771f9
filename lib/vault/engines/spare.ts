/**
 * An engine whose files the browser can neither read nor write any more, and neither delete, is out for good: a damaged
 * table of LevelDB makes every call fail. Then a spare takes its place, elsewhere on the disk.
 */
import { Problem } from '../../problem';
import { StaleError, type RecordStore, type Stored } from './store';

type Act<T> = (store: RecordStore) => Promise<T>;

/** @param create Whether to make it where there is none yet; `undefined` where there is none, or the browser has no such place. */
export type OpenSpare = (create: boolean) => Promise<RecordStore | undefined>;

export function createSpared(engine: RecordStore, openSpare: OpenSpare): RecordStore {
  const turns = createTurns(engine, openSpare);
  return {
    read: (kinds) =>
      turns.ask(
        (store) => store.read(kinds),
        ({ header }) => header !== undefined,
      ),
    hasTrace: () =>
      turns.ask(
        (store) => store.hasTrace(),
        (found) => found,
      ),
    remains: () =>
      turns.ask(
        (store) => store.remains(),
        ({ length }) => length > 0,
      ),
    commit: (batch) => turns.write((store) => store.commit(batch), batch.drop.length > 0),
    replace: (whole) => turns.write((store) => store.replace(whole), true),
    standIn: (whole) => turns.standIn(whole),
    keep: (id) => turns.current((store) => store.keep(id)),
    retire: (id) => turns.both((store) => store.retire(id)),
    forget: (id) => turns.both((store) => store.forget(id)),
    eraseHeader: () => turns.both((store) => store.eraseHeader()),
    erase: () => turns.both((store) => store.erase()),
  };
}

/** Whose turn it is: the engine's, until the spare has taken its place. */
function createTurns(engine: RecordStore, openSpare: OpenSpare) {
  /** Until this worker ends. The next one tries the engine again. */
  let broken = false;
  const spare = (create: boolean) => openSpare(create).catch(() => undefined);
  const current = async () => (broken ? ((await spare(true)) ?? engine) : engine);
  return {
    current: async (act: Act<void>): Promise<void> => act(await current()),

    /** What the engine answers; or the spare, where the engine has no answer and it has one. */
    async ask<T>(act: Act<T>, answers: (answer: T) => boolean): Promise<T> {
      if (broken) return act(await current());
      const asked = await settle(act(engine));
      if (asked.status === 'fulfilled' ? answers(asked.value) : !isOut(asked.reason)) return valueOf(asked);
      const store = await spare(false);
      const answer = store && (await act(store).catch(() => undefined));
      // An empty spare says nothing of what the engine holds.
      if (answer === undefined || !answers(answer)) return valueOf(asked);
      broken = true;
      return answer;
    },

    /** @param sheds Whether something goes with it that must not live on in a spare from former days. */
    async write(act: Act<void>, sheds: boolean): Promise<void> {
      const asked = await settle(act(await current()));
      if (broken) {
        valueOf(asked);
        return;
      }
      if (asked.status === 'fulfilled') {
        if (sheds) await (await spare(false))?.erase().catch(() => undefined);
        return;
      }
      const store = isOut(asked.reason) ? await spare(true) : undefined;
      if (!store) throw asked.reason;
      const second = await settle(act(store));
      // It lacks what this builds on: only a whole state can begin there.
      if (second.status === 'rejected' && second.reason instanceof StaleError) throw asked.reason;
      valueOf(second);
      broken = true;
    },

    /** In both, whichever fails. */
    async both(act: Act<void>): Promise<void> {
      const store = await spare(false);
      const results = await Promise.allSettled([act(engine), store && act(store)]);
      results.forEach(valueOf);
    },

    async standIn(whole: Stored): Promise<void> {
      const store = await spare(true);
      if (!store) throw new Problem('storage-failed');
      await store.replace(whole);
      broken = true;
    },
  };
}

async function settle<T>(act: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.allSettled([act]);
  return result;
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/** Full, or overtaken by another change, an engine is as well as ever. */
function isOut(error: unknown): boolean {
  return error instanceof Problem && error.code === 'storage-failed';
}
