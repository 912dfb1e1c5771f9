/**
 * From the toolbar click to codes on the screen.
 *
 * The clock starts when the click is sent to the browser (`Extensions.triggerAction`) and stops after the first frame
 * in which every row shows its code, as the page itself tells (probe/probe.js); both read the machine's wall clock.
 * The popup is left alone: no debugger is attached to it. Every round measures an empty extension's popup in the same
 * browser and way, then ours in four states:
 *
 * - worker warm, or cold: stopped, and the browser says that there is none;
 * - paint fresh: what the worker left is of this step; stale: its codes' time is over, so they come from the worker.
 *
 * A figure is what a popup took beyond the median of the empty one. It counts only when the codes of all rows are those
 * that Node's own HMAC makes of the known secrets. A blank page of each extension stays open, so that neither popup
 * begins by starting a process behind which time could hide. Playwright holds new workers back for a moment to get in,
 * so what is said of a cold worker with a stale paint is an upper bound.
 */
import type { Page } from '@playwright/test';
import { ask } from '../e2e/actions';
import { startHostile } from '../sites/hostile';
import type { Group } from './group';
import { timed, type Figure } from './report';
import { CHEAP, expectedCode, PERIOD_MS, sealVault, type Sealed } from './scene';
import { clickAction, frontTab, withStage, type Stage } from './stage';
import { above, interleave } from './stats';

const REACH = { 10: 40, 100: 80, 1000: 150 } as const;
const COUNTS = [10, 100, 1000] as const;
/** The popup shows at least so many rows without scrolling. */
const ROWS_IN_SIGHT = 6;

const PAINTED_WITHIN_MS = 15_000;

interface Sample {
  readonly paintedAt: number;
  readonly rows: readonly { readonly id: string; readonly code: string }[];
}

interface State {
  readonly worker: 'warm' | 'cold';
  readonly paint: 'fresh' | 'stale';
}

export const popup: Group = async (runs = 15) => {
  const site = await startHostile();
  try {
    return await withStage({}, async (stage) => {
      const tab = await stage.extension.openTab(`${site.origin}/`);
      const figures: Figure[] = [];
      for (const count of COUNTS) figures.push(...(await atCount(stage, tab, count, runs)));
      return figures;
    });
  } finally {
    await site.stop();
  }
};

async function atCount(
  stage: Stage,
  tab: Page,
  count: (typeof COUNTS)[number],
  runs: number,
): Promise<readonly Figure[]> {
  const { hostname: host, port } = new URL(tab.url());
  const sealed = await sealVault(count, { host, port: Number(port) }, CHEAP);
  await stage.load(sealed);
  await stage.unlock();

  const ours = (state: State) => () => openOurs(stage, tab, sealed, state);
  const { empty, ...taken } = await interleave(
    { runs },
    {
      empty: () => openEmpty(stage, tab),
      'worker warm': ours({ worker: 'warm', paint: 'fresh' }),
      'worker warm, paint stale': ours({ worker: 'warm', paint: 'stale' }),
      'worker cold': ours({ worker: 'cold', paint: 'fresh' }),
      'worker cold, paint stale': ours({ worker: 'cold', paint: 'stale' }),
    },
  );
  const figures = Object.entries(taken).map(([name, values]) =>
    timed(`${count} accounts, ${name}`, above(values, empty), {
      ...(name.includes('cold') ? { reach: REACH[count] } : {}),
    }),
  );
  return [timed(`empty popup beside ${count} accounts`, empty), ...figures];
}

async function openEmpty({ root, empty }: Stage, tab: Page): Promise<number> {
  const { took } = await open(root, empty.id, empty.desk, tab);
  return took;
}

async function openOurs(stage: Stage, tab: Page, sealed: Sealed, state: State): Promise<number> {
  const { root, extension, desk } = stage;
  // Answered, the worker has nothing left to do for the popup before, and has left a fresh paint.
  await ask(desk, 'codes/list', { accountIds: [] });
  if (state.paint === 'stale') await agePaint(desk);
  if (state.worker === 'cold') await extension.stopServiceWorker();
  const { took, sample, clickedAt } = await open(root, extension.id, desk, tab);
  check(sample, clickedAt, sealed);
  return took;
}

interface Opening {
  readonly took: number;
  readonly clickedAt: number;
  readonly sample: Sample;
}

async function open(root: Stage['root'], id: string, desk: Page, tab: Page): Promise<Opening> {
  const target = await frontTab(root, tab);
  await desk.evaluate((withinMs) => {
    const channel = new BroadcastChannel('bench');
    const next = new Promise((resolve, reject) => {
      channel.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
      setTimeout(() => reject(new Error('The popup did not show its codes in time.')), withinMs);
    });
    Object.assign(globalThis, { next: next.finally(() => channel.close()) });
  }, PAINTED_WITHIN_MS);
  await settle();
  const clickedAt = Date.now();
  await clickAction(root, id, target);
  const sample = await desk.evaluate(() => (globalThis as unknown as { next: Promise<Sample> }).next);
  await settle(); // The popup closes.
  return { took: sample.paintedAt - clickedAt, clickedAt, sample };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

/** As if the popup was opened some minutes after the worker left its paint. */
async function agePaint(desk: Page): Promise<void> {
  await desk.evaluate(async (ageMs) => {
    const { paint: text } = await chrome.storage.session.get<{ paint: string }>('paint');
    const paint = JSON.parse(text) as { codes: { validUntil: number }[] };
    for (const code of paint.codes) code.validUntil -= ageMs;
    await chrome.storage.session.set({ paint: JSON.stringify(paint) });
  }, 10 * PERIOD_MS);
}

/** Whether the rows are the vault's first ones, the site's own account above them, with the codes of that moment. */
function check({ rows, paintedAt }: Sample, clickedAt: number, { accounts }: Sealed): void {
  if (rows.length < ROWS_IN_SIGHT || rows.some(({ id }, at) => id !== accounts[at]?.id))
    throw new Error('The popup does not show the accounts that it should.');
  for (const [index, { code }] of rows.entries()) {
    if (code !== expectedCode(index, paintedAt) && code !== expectedCode(index, clickedAt))
      throw new Error(`The popup shows a wrong code in row ${index}.`);
  }
}
