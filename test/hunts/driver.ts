/** Makes changes from a page of ours, several under way at a time, and hears which were acknowledged. */
import type { Page } from '@playwright/test';
import type { Extension } from '../e2e/extension';
import { messageOf, type Lane, type Ledger, type Reply } from './ledger';

interface Outcome {
  readonly ok: boolean;
  readonly problem?: string;
  readonly reply?: Reply | null;
}

/** The name of the function by which a page says that a change was acknowledged. */
export const ACKNOWLEDGED = 'lockstepAcknowledged';

interface Driver {
  /** Starts the planned changes. Resolves when there are none left, or when the browser has ended. */
  run(): Promise<void>;
  /** Resolves at the acknowledgement of this number, counted from now. */
  heard(number: number): Promise<void>;
}

export async function createDriver(view: Page, ledger: Ledger): Promise<Driver> {
  const waiting: { at: number; resolve: () => void }[] = [];
  await view.exposeFunction(ACKNOWLEDGED, (number: number, outcome: Outcome) => {
    const lane = ledger.lanes[number]!;
    if (!outcome.ok) {
      ledger.problems.push(`${lane.planned[0]?.kind ?? ''} was refused: ${outcome.problem ?? ''}`);
      return null;
    }
    ledger.acknowledge(lane, outcome.reply ?? null);
    const due = waiting.filter(({ at }) => ledger.acknowledged() >= at);
    for (const each of due) waiting.splice(waiting.indexOf(each), 1)[0]?.resolve();
    return nextMessage(lane);
  });
  return {
    run: async () => {
      const lanes = ledger.lanes.map((lane) => ({ number: lane.number, message: nextMessage(lane) }));
      await view.evaluate(runLanes, { lanes, acknowledged: ACKNOWLEDGED });
    },
    heard: (number) =>
      new Promise((resolve) => waiting.push({ at: ledger.acknowledged() + number, resolve })),
  };
}

function nextMessage(lane: Lane): object | null {
  const [act] = lane.planned;
  return act ? messageOf(act, lane.held?.id) : null;
}

interface Lanes {
  readonly lanes: readonly { readonly number: number; readonly message: object | null }[];
  readonly acknowledged: string;
}

/** Runs in the page. The next change of a lane waits until the last one's acknowledgement was heard here. */
async function runLanes({ lanes, acknowledged }: Lanes): Promise<void> {
  const tell = (
    globalThis as unknown as Record<string, (number: number, outcome: object) => Promise<object | null>>
  )[acknowledged]!;
  await Promise.all(
    lanes.map(async ({ number, message }) => {
      let next = message;
      while (next) next = await tell(number, await chrome.runtime.sendMessage<object, object>(next));
    }),
  );
}

/** Until the browser has ended, however it does: what it says then is not about the hunt. */
export async function untilEnded(run: Promise<void>, extension: Extension): Promise<void> {
  await Promise.all([extension.kill(), run.catch(() => undefined)]);
}
