/** Lets the user show the code field in the page, remembers it with the account, and fills it. */
import type { Locator } from '../../lib/fields/report';
import type { PickBegun } from '../../lib/messaging/views';
import { t } from '../../lib/platform/i18n';
import { explainFields, pickField, stopPicking, type DocumentAddress } from '../../lib/platform/scripting';
import { tabAddress } from '../../lib/platform/tabs';
import { Problem } from '../../lib/problem';
import { formatPlace, siteFor, siteOf, type Here } from '../../lib/sites/site';
import { isWithin } from '../../lib/sites/target';
import { changeAccount } from '../../lib/vault/accounts/accounts';
import type { Acts } from './acts';
import { bindTo, isOwner, type BindOptions } from './bind';
import { liveAccount } from './live';
import { readExplanations, readPick } from './reports';

/** A round is asked for again before the browser takes the worker for idle, which it does after 30 seconds. */
const ROUND_MS = 15_000;
const WITHIN_MS = 120_000;
/** A page that answers at once is not asked at once again. */
const BETWEEN_MS = 200;
/** A page must not choose in how many documents the field can be shown. */
const MAX_DOCUMENTS = 20;

export interface PickWish {
  readonly tabId: number;
  readonly accountId: string;
  /** The host that the user agreed to use the account on from now on, if it was asked. */
  readonly bind: string | null;
}

export interface PickerOptions extends BindOptions {
  /** Milliseconds that only go forwards. */
  readonly clock: () => number;
  readonly acts: Acts;
}

export type Picker = ReturnType<typeof createPicker>;

export function createPicker(options: PickerOptions) {
  /** Where a field is being shown: one at a time in each tab. */
  const picking = new Map<number, { readonly control: AbortController; readonly ended: Promise<void> }>();
  return {
    /** Begins, and goes on without whoever asked: a popup closes as soon as the user clicks the page. */
    async begin(wish: PickWish): Promise<PickBegun> {
      const { tabId } = wish;
      const { sites } = await options.vault.read((open) => liveAccount(open, wish.accountId));
      const here = await hereIn(tabId);
      if (!here) return { begun: false, why: 'unreachable' };
      if (!here.secure) return { begun: false, why: 'insecure' };
      const unbound = sites.length === 0 && wish.bind === formatPlace(here.place);
      if (!unbound && !siteFor(sites, here.place)) return { begun: false, why: 'other-site' };
      const before = picking.get(tabId);
      before?.control.abort();
      await before?.ended;
      const documents = await documentsOf(tabId, here);
      if (documents.length === 0) return { begun: false, why: 'unreachable' };
      const control = new AbortController();
      const ended = finish(options, wish, here, documents, control.signal).finally(() => {
        if (picking.get(tabId)?.control === control) picking.delete(tabId);
      });
      picking.set(tabId, { control, ended });
      return { begun: true };
    },
  };
}

async function hereIn(tabId: number): Promise<Here | undefined> {
  const address = await tabAddress(tabId);
  return address === undefined ? undefined : siteOf(address);
}

/** Documents of the page's own origin, and in no other's: elsewhere nothing would be filled. */
async function documentsOf(tabId: number, here: Here): Promise<readonly DocumentAddress[]> {
  const answers = (await explainFields(tabId, {})) ?? [];
  return readExplanations(answers)
    .filter((each) => !each.opaque && isWithin(each, here))
    .toSorted((a, b) => a.frameId - b.frameId)
    .slice(0, MAX_DOCUMENTS)
    .map(({ frameId, documentId }) => ({ tabId, frameId, documentId }));
}

/** Nobody waits for it: however it fails is told on the toolbar button. */
async function finish(
  options: PickerOptions,
  wish: PickWish,
  { origin }: Here,
  documents: readonly DocumentAddress[],
  signal: AbortSignal,
): Promise<void> {
  const { tabId, accountId } = wish;
  try {
    const shown = await shownIn(documents, options.clock, signal);
    await Promise.all(documents.map(stopPicking));
    if (shown === 'cancelled') return;
    const here = await hereIn(tabId);
    if (shown === 'over' || here?.origin !== origin) {
      await options.acts.attract(tabId, t('outcome_pick_over'));
      return;
    }
    await remember(options, wish, here, shown);
    await options.acts.fillShown(tabId, accountId);
  } catch (error) {
    console.warn('picking', error instanceof Problem ? error.code : typeof error);
    await options.acts.attract(tabId, t('outcome_pick_failed'));
  }
}

/** Asks all documents until the user has shown a field in one of them, has had enough, or the time is over. */
async function shownIn(
  documents: readonly DocumentAddress[],
  clock: () => number,
  signal: AbortSignal,
): Promise<Locator | 'cancelled' | 'over'> {
  const until = clock() + WITHIN_MS;
  let ended = false;
  const texts = { title: t('pick_title'), cancel: t('pick_cancel') };
  const shown = async (address: DocumentAddress): Promise<Locator | 'cancelled' | 'over'> => {
    while (clock() < until && !signal.aborted && !ended) {
      const report = readPick(await pickField(address, { texts, waitMs: ROUND_MS }));
      if (report?.result === 'picked') return report.locator;
      if (report?.result === 'cancelled') return 'cancelled';
      // A frame that is gone says nothing of the others; without the page itself there is nothing to be shown.
      if (report === undefined) return address.frameId === 0 ? 'over' : new Promise(() => undefined);
      await pause(BETWEEN_MS);
    }
    return 'over';
  };
  const replaced = new Promise<'cancelled'>((resolve) => {
    signal.addEventListener('abort', () => resolve('cancelled'), { once: true });
  });
  return Promise.race([replaced, ...documents.map(shown)]).finally(() => (ended = true));
}

async function remember(
  options: PickerOptions,
  { accountId, bind }: PickWish,
  { place }: Here,
  field: Locator,
): Promise<void> {
  const { vault, now, onchange } = options;
  if (!(await isOwner(vault))) throw new Problem('need-owner');
  const account = await vault.read((open) => liveAccount(open, accountId));
  if (account.sites.length === 0 && bind === formatPlace(place)) await bindTo(options, account, place);
  await vault.change(async (open) => {
    const { sites } = await liveAccount(open, accountId);
    const site = siteFor(sites, place);
    if (!site) throw new Problem('bad-site');
    const changed = sites.map((each) => (each === site ? { ...each, field } : each));
    await changeAccount(open, accountId, { sites: changed }, now());
  });
  await onchange();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
