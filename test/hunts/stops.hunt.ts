import type { CDPSession, Page } from '@playwright/test';
import { addAccounts, ask, PASSPHRASE } from '../e2e/actions';
import { until, type Extension } from '../e2e/extension';
import { startHostile } from '../sites/hostile';
import { createDice, type Dice } from './dice';
import { create, expect, health, lengthOf, openView, SEED, tell, test, unlock } from './hunt';
import { createLedger, messageOf, type Act, type Ledger, type Reply } from './ledger';

const KINDS = ['unlock', 'add', 'edit', 'delete', 'fill', 'lock'] as const;
type Kind = (typeof KINDS)[number];
const NEXT_WITHIN_MS = 10_000;
const FILLER = 'account-to-fill';
const PROOF = { type: 'passphrase', passphrase: PASSPHRASE };
/** Of what a session keeps in memory, that which tells of the vault. */
const TELLING = ['session', 'paint', 'counter', 'journal'];

interface Outcome {
  readonly ok: boolean;
  readonly problem?: string;
  readonly reply?: unknown;
}

/** Sends a message. Returns `undefined` where the worker is gone before it has answered. */
async function send(view: Page, name: string, request: unknown = null): Promise<Outcome | undefined> {
  return view.evaluate(
    (message) => chrome.runtime.sendMessage<object, Outcome>(message).catch(() => undefined),
    { name, request },
  );
}

/** @throws where it was refused: a stopped worker refuses nothing. */
function succeeded(outcome: Outcome | undefined): boolean {
  if (outcome && !outcome.ok) throw new Error(`refused: ${outcome.problem ?? ''}`);
  return outcome !== undefined;
}

/** Makes one change, on an account that it can be made on. Returns whether it was acknowledged. */
async function change(view: Page, ledger: Ledger, dice: Dice, kind: Act['kind']): Promise<boolean> {
  const held = ledger.lanes.filter(({ held }) => held !== undefined);
  const lane =
    kind === 'add' || held.length === 0
      ? (ledger.lanes.find(({ held }) => held === undefined) ?? ledger.newLane())
      : dice.pick(held);
  ledger.plan(lane, kind);
  const { name, request } = messageOf(lane.planned[0]!, lane.held?.id);
  const outcome = await send(view, name, request);
  if (!succeeded(outcome)) return false;
  ledger.acknowledge(lane, outcome?.reply as Reply | null);
  return true;
}

async function leftInMemory(view: Page): Promise<string[]> {
  return view.evaluate(async (names) => Object.keys(await chrome.storage.session.get(names)), TELLING);
}

/** A code field on a site that the user has clicked the toolbar button on, and an account that belongs to it. */
async function createFiller(extension: Extension, view: Page, site: Page) {
  const { host } = new URL(site.url());
  const keyUri = `otpauth://totp/Filled:${FILLER}?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Filled`;
  const [accountId] = await addAccounts(view, [{ keyUri, site: host }]);
  await (await extension.openPopup(site)).close();
  const tabs = await view.evaluate(async () =>
    (await chrome.tabs.query({})).map(({ id, url }) => ({ id, url })),
  );
  const tabId = tabs.find(({ url }) => url?.startsWith(`http://${host}`))?.id;
  const popup = await extension.openView('popup.html');
  const field = site.locator('input').first();
  return {
    reset: () => site.reload(),
    typed: () => field.inputValue(),
    async fill(): Promise<boolean> {
      const outcome = await send(popup, 'fill/start', { accountId, tabId, bind: null });
      if (!succeeded(outcome)) return false;
      expect(outcome?.reply, 'the fill').toMatchObject({ result: 'filled' });
      return true;
    },
  };
}

async function timed<T>(act: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const before = performance.now();
  const result = await act();
  return { result, ms: performance.now() - before };
}

async function within<T>(ms: number, what: string, act: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Stuck for ${ms} ms: ${what}.`)), ms);
  });
  return Promise.race([act(), late]).finally(() => clearTimeout(timer));
}

/** Stops the worker at once. What is awaited is that it has stopped, not that it stays so. */
async function createStopper(extension: Extension): Promise<() => Promise<void>> {
  const session: CDPSession = await extension.context.newCDPSession(extension.context.pages()[0]!);
  let stops = 0;
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    if (versions.some(({ runningStatus }) => runningStatus === 'stopped')) stops += 1;
  });
  await session.send('ServiceWorker.enable');
  return async () => {
    const before = stops;
    await session.send('ServiceWorker.stopAllWorkers');
    await until('the worker has stopped', () => Promise.resolve(stops > before));
  };
}

test('stops: no stop of the worker loses an acknowledged change or leaves an act stuck', async ({
  folder,
  open,
}) => {
  test.setTimeout(0);
  const number = lengthOf(30, 1000);
  const dice = createDice(SEED);
  const ledger = createLedger(dice, [FILLER]);
  const hostile = await startHostile();
  const extension = await open(folder);
  const view = await openView(extension);
  await create(view);
  const site = await extension.openTab(`${hostile.origin}/code-box`);
  const filler = await createFiller(extension, view, site);
  for (let lane = 0; lane < 4; lane++) await change(view, ledger, dice, 'add');

  const stop = await createStopper(extension);
  const middle = new Map<Kind, number>();
  /** Milliseconds that an act took when it was last acknowledged: it is hit before that. */
  const took = new Map<Kind, number>();
  let slowest = 0;
  for (let n = 0; n < number; n++) {
    const kind = KINDS[n % KINDS.length]!;
    if (kind === 'unlock') await ask(view, 'vault/lock');
    if (kind === 'fill') await filler.reset();
    const acting = timed(() => act(kind));
    await new Promise((resolve) => setTimeout(resolve, dice.below(took.get(kind) ?? 20)));
    await stop();
    const { result: acknowledged, ms } = await acting;
    if (acknowledged) took.set(kind, ms);
    else middle.set(kind, (middle.get(kind) ?? 0) + 1);
    const before = Date.now();
    await within(NEXT_WITHIN_MS, `the act after ${kind}, stop ${n}`, () => goOn(kind, acknowledged));
    slowest = Math.max(slowest, Date.now() - before);
    expect(ledger.problems, `after stop ${n}, in the middle of ${kind}`).toEqual([]);
    await ledger.emptyTrash(view);
  }
  await hostile.stop();
  const hit = KINDS.map((kind) => `${middle.get(kind) ?? 0} of ${kind}`).join(' ');
  tell(
    'stops',
    `${number} stops`,
    `in the middle: ${hit}`,
    '0 lost or stuck',
    `next act within ${slowest} ms`,
  );

  /** Returns whether it was acknowledged. */
  async function act(kind: Kind): Promise<boolean> {
    if (kind === 'unlock') return succeeded(await send(view, 'vault/unlock', { proof: PROOF }));
    if (kind === 'lock') return succeeded(await send(view, 'vault/lock'));
    if (kind === 'fill') return filler.fill();
    return change(view, ledger, dice, kind);
  }

  /** What must hold after each stop, and the next act. */
  async function goOn(kind: Kind, acknowledged: boolean): Promise<void> {
    const { state } = await ask<{ state: string }>(view, 'vault/status');
    if (acknowledged && kind === 'unlock') expect(state).toBe('open');
    if (acknowledged && kind === 'lock') expect(state).toBe('locked');
    expect(['open', 'locked'], `${kind} leaves the vault ${state}`).toContain(state);
    if (state === 'locked') {
      expect(await leftInMemory(view), 'what a lock leaves in memory').toEqual([]);
      await unlock(view);
    }
    await ledger.settle(view, 'pending');
    expect(await change(view, ledger, dice, 'edit'), 'the next change').toBe(true);
    if (kind === 'fill') {
      expect(await filler.typed(), 'what an interrupted fill leaves').toMatch(/^(\d{6})?$/);
      await filler.reset();
      expect(await filler.fill(), 'the next fill').toBe(true);
    }
    ledger.problems.push(...(await health(view)).wrong);
  }
});
