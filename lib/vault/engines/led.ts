/** Writing to several engines: one leads, and the others follow or are known to be behind. */
import { equalBytes } from '../../encoding/bytes';
import { Problem } from '../../problem';
import type { Copies } from './copies';
import { StaleError, type Batch, type RecordStore, type Stored } from './store';

export type Act<T> = (store: RecordStore) => Promise<T>;

export type Standing = ReturnType<typeof createStanding>;

/** What is known of the engines without asking them. */
export function createStanding() {
  const behind = new Set<number>();
  const full = new Set<number>();
  /** Nobody has seen what these hold: they did not say, or may have taken a commit unnoticed. */
  const doubted = new Set<number>();
  return {
    state: () => ({ behind: [...behind].sort((a, b) => a - b), full: full.size > 0 }),
    isBehind: (engine: number) => behind.has(engine),
    /** It lacks what another has taken; only a whole state brings it back. */
    fall(engine: number): void {
      behind.add(engine);
      doubted.delete(engine);
    },
    rise(engine: number): void {
      behind.delete(engine);
      doubted.delete(engine);
    },
    doubt(engine: number): void {
      if (!behind.has(engine)) doubted.add(engine);
    },
    trust: (engine: number) => doubted.delete(engine),
    doubted: (): readonly number[] => [...doubted],
    async noteFull(engine: number, act: Promise<void>): Promise<void> {
      try {
        await act;
        full.delete(engine);
      } catch (error) {
        if (error instanceof Problem && error.code === 'storage-full') full.add(engine);
        throw error;
      }
    },
  };
}

export interface Engines {
  readonly numbers: readonly number[];
  /** Runs an act on one engine, and ends. */
  readonly on: (engine: number, act: Act<void>) => Promise<void>;
  readonly standing: Standing;
}

/** One whole state: what was missing there is there now. */
export async function writeWhole({ on, standing }: Engines, engine: number, act: Act<void>): Promise<void> {
  await standing.noteFull(engine, on(engine, act));
  standing.rise(engine);
}

/**
 * Commits, to the lead first.
 * @returns The first engine that took it.
 * @throws {StaleError} the lead's; and whatever the lead threw where no engine took it.
 */
export async function commitToAll(engines: Engines, lead: number, batch: Batch): Promise<number> {
  const { on, standing } = engines;
  return spread(engines, lead, (engine, taken) => {
    if (taken && standing.isBehind(engine)) return undefined;
    return standing.noteFull(
      engine,
      on(engine, (store) => store.commit(batch)),
    );
  });
}

export async function replaceAll(engines: Engines, lead: number, whole: Stored): Promise<number> {
  return spread(engines, lead, (engine) => writeWhole(engines, engine, (store) => store.replace(whole)));
}

/** One engine after the other, the lead first; nothing is done where `act` gives nothing to wait for. */
async function spread(
  { numbers, standing }: Engines,
  lead: number,
  act: (engine: number, taken: boolean) => Promise<void> | undefined,
): Promise<number> {
  const taken: number[] = [];
  const failed: { engine: number; error: unknown }[] = [];
  for (const engine of [lead, ...numbers.filter((each) => each !== lead)]) {
    const acting = act(engine, taken.length > 0);
    if (!acting) continue;
    try {
      await acting;
      taken.push(engine);
    } catch (error) {
      if (engine === lead && error instanceof StaleError) throw error;
      failed.push({ engine, error });
    }
  }
  const [taker] = taken;
  for (const { engine } of failed) {
    if (taker === undefined) standing.doubt(engine);
    else standing.fall(engine);
  }
  if (taker === undefined) throw failed[0]?.error;
  return taker;
}

/** A store that reads from one engine and commits to all; where only others take a commit, one of them leads from then on. */
export function createLed(
  engine: number,
  copies: Copies,
  engines: Engines,
  eraseHeader: () => Promise<void>,
): RecordStore {
  const { standing } = engines;
  let lead = engine;
  /** What a doubted engine holds may be the later state: building on another would make two that were acknowledged. */
  const checkDoubted = async (after: Uint8Array | undefined): Promise<void> => {
    const doubted = standing.doubted();
    if (doubted.length === 0) return;
    const said = (await copies.headers()).filter((copy) => doubted.includes(copy.engine) && !copy.failed);
    for (const copy of said) standing.trust(copy.engine);
    if (said.some(({ header }) => !isSame(header, after)))
      throw new StaleError('An engine holds another header than the one this change builds on.');
  };
  return {
    read: (kinds) => copies.read(lead, kinds),
    hasTrace: () => copies.hasTrace(),
    commit: async (batch) => {
      await checkDoubted(batch.after);
      lead = await commitToAll(engines, lead, batch);
    },
    replace: async (whole) => {
      lead = await replaceAll(engines, lead, whole);
    },
    keep: (id) => copies.keep(id),
    retire: (id) => copies.retire(id),
    remains: () => copies.remains(),
    forget: (id) => copies.forget(id),
    eraseHeader,
    erase: () => copies.erase(),
  };
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}
