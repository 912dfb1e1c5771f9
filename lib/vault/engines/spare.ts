/**
 * An engine whose files the browser can neither read nor write any more, and neither delete, is out for good: a damaged
 * table of LevelDB makes every call fail. Then a spare takes its place, elsewhere on the disk.
 */
import { Problem } from '../../problem';
import { StaleError, type RecordStore, type Stored } from './store';

type Act<T> = (store: RecordStore) => Promise<T>;

/** @param openSpare Asked for when it is needed first; none where the browser has no such place. */
export function createSpared(
  engine: RecordStore,
  openSpare: () => Promise<RecordStore | undefined>,
): RecordStore {
  const turns = createTurns(engine, openSpare);
  const always = (): boolean => true;
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
    remains: () => turns.ask((store) => store.remains(), always),
    commit: (batch) => turns.write((store) => store.commit(batch)),
    replace: (whole) => turns.write((store) => store.replace(whole)),
    standIn: (whole) => turns.standIn(whole),
    keep: (id) => turns.write((store) => store.keep(id)),
    retire: (id) => turns.both((store) => store.retire(id)),
    forget: (id) => turns.both((store) => store.forget(id)),
    eraseHeader: () => turns.both((store) => store.eraseHeader()),
    erase: () => turns.both((store) => store.erase()),
  };
}

/** Whose turn it is: the engine's, until the spare has taken its place. */
function createTurns(engine: RecordStore, openSpare: () => Promise<RecordStore | undefined>) {
  /** Until this worker ends. The next one tries the engine again. */
  let broken = false;
  let opened: Promise<RecordStore | undefined> | undefined;
  const spare = () => (opened ??= openSpare().catch(() => undefined));
  const inTheirPlace = async () => (await spare()) ?? engine;
  return {
    /** What the engine answers, or else the spare, where it has an answer. */
    async ask<T>(act: Act<T>, answers: (answer: T) => boolean): Promise<T> {
      if (broken) return act(await inTheirPlace());
      try {
        return await act(engine);
      } catch (error) {
        const store = isOut(error) ? await spare() : undefined;
        const answer = store && (await act(store));
        // An empty spare says nothing of what the engine holds.
        if (answer === undefined || !answers(answer)) throw error;
        broken = true;
        return answer;
      }
    },

    async write(act: Act<void>): Promise<void> {
      if (broken) return act(await inTheirPlace());
      try {
        await act(engine);
      } catch (error) {
        const store = isOut(error) ? await spare() : undefined;
        if (!store) throw error;
        await act(store).catch((second: unknown) => {
          // It lacks what this builds on: only a whole state can begin there.
          throw second instanceof StaleError ? error : second;
        });
        broken = true;
      }
    },

    /** In both, whichever fails. */
    async both(act: Act<void>): Promise<void> {
      const store = await spare();
      const results = await Promise.allSettled([act(engine), store && act(store)]);
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    },

    async standIn(whole: Stored): Promise<void> {
      const store = await spare();
      if (!store) throw new Problem('storage-failed');
      await store.replace(whole);
      broken = true;
    },
  };
}

/** Full, or overtaken by another change, an engine is as well as ever. */
function isOut(error: unknown): boolean {
  return error instanceof Problem && error.code === 'storage-failed';
}
