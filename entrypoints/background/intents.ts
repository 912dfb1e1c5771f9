/** What the user asked while the vault was locked or missing, kept for the tab it was asked in: memory only, and briefly. */
import type { FillOutcome, Intent, IntentView } from '../../lib/messaging/views';
import { memoryCell } from '../../lib/platform/session-area';
import { activeTabId, tabAddress } from '../../lib/platform/tabs';
import { formatPlace, siteOf } from '../../lib/sites/site';

const WAIT_MS = 60_000;
/** Making a vault takes a while: choosing a passphrase and writing it down. */
const CREATE_WAIT_MS = 15 * 60_000;

interface Common {
  readonly tabId: number;
  /** Where it was asked; elsewhere it is void. */
  readonly origin: string | undefined;
  readonly until: number;
}

type Wish =
  | { readonly what: 'scan' | 'add' | 'open' }
  /** Fill in this frame, with whichever account fits. */
  | { readonly what: 'fill'; readonly frameId?: number }
  | { readonly what: 'choose'; readonly accountIds: readonly string[] }
  /** An act that ended in a way that needs words. */
  | { readonly what: 'told'; readonly accountId: string; readonly outcome: FillOutcome };

export type Kept = Common & Wish;
export type Intents = ReturnType<typeof createIntents>;

export function createIntents(now: () => number) {
  const cell = memoryCell<Kept>('intent');

  /** The kept intent, if its time is not over and its tab still shows the site it was asked for. */
  async function peek(): Promise<Kept | undefined> {
    const kept = await cell.get();
    if (!kept || now() > kept.until) return undefined;
    return (await originOf(kept.tabId)) === kept.origin ? kept : undefined;
  }

  /** The same, if its tab is the one in front: a popup speaks for no other. */
  async function peekHere(): Promise<Kept | undefined> {
    const kept = await peek();
    return kept && (await activeTabId()) === kept.tabId ? kept : undefined;
  }

  return {
    async keep(tabId: number, wish: Wish, creating = false): Promise<void> {
      const until = now() + (creating ? CREATE_WAIT_MS : WAIT_MS);
      await cell.set({ ...wish, tabId, origin: await originOf(tabId), until });
    },
    async take(): Promise<Kept | undefined> {
      const kept = await peekHere();
      if (kept) await cell.remove();
      return kept;
    },
    /** What names an account goes with a lock; what was asked for stays until its time is over. */
    async forgetOutcome(): Promise<void> {
      const kept = await cell.get();
      if (kept?.what === 'told' || kept?.what === 'choose') await cell.remove();
    },
    /** The tab to go back to after the vault was made; the wish has a full minute again from now. */
    async renew(): Promise<number | undefined> {
      const kept = await peek();
      if (!kept) return undefined;
      await cell.set({ ...kept, until: now() + WAIT_MS });
      return kept.tabId;
    },
    /** In words for a page. @param here Only what was asked in the tab in front. */
    async view(here: boolean): Promise<IntentView | undefined> {
      const kept = here ? await peekHere() : await peek();
      if (!kept) return undefined;
      const site = kept.origin === undefined ? undefined : siteOf(kept.origin);
      const what = kept.what === 'choose' || kept.what === 'told' ? 'fill' : kept.what;
      return { what, host: site ? formatPlace(site.place) : '' };
    },
  };
}

async function originOf(tabId: number): Promise<string | undefined> {
  const address = await tabAddress(tabId);
  return address === undefined ? undefined : siteOf(address)?.origin;
}

/** The form in which a page is told of an intent that is left to it. */
export function intentFor(kept: Kept): Intent | undefined {
  switch (kept.what) {
    case 'scan':
    case 'add':
    case 'open':
      return { what: kept.what, tabId: kept.tabId };
    case 'choose':
      return { what: 'choose', tabId: kept.tabId, accountIds: kept.accountIds };
    case 'told':
      return { what: 'fill', tabId: kept.tabId, accountId: kept.accountId, outcome: kept.outcome };
    case 'fill':
      return undefined;
  }
}
