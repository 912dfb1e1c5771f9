/** Acts that start without a page of ours: a keyboard command, the context menu. The toolbar button tells how they end. */
import type { FillOutcome } from '../../lib/messaging/views';
import { openPopup, showOutcome } from '../../lib/platform/action';
import { t } from '../../lib/platform/i18n';
import { activeTabId, tabAddress } from '../../lib/platform/tabs';
import { belongs, siteOf } from '../../lib/sites/site';
import { Problem } from '../../lib/problem';
import { listAccounts } from '../../lib/vault/accounts/accounts';
import type { Vault } from '../../lib/vault/vault';
import type { Filler, FillWish } from './fill';
import type { Intents } from './intents';

/** A fill that takes longer says what it waits for. */
const PATIENCE_MS = 500;

export interface ActsOptions {
  readonly vault: Vault;
  readonly fill: Filler;
  readonly intents: Intents;
  /** Whether a popup is open, and tells by itself how its acts end. */
  readonly seen: () => boolean;
}

export type Acts = ReturnType<typeof createActs>;

export function createActs({ vault, fill, intents, seen }: ActsOptions) {
  return {
    /** Fills for a popup, which may be gone before it ends: then the button tells. */
    async fillAsked(wish: FillWish): Promise<FillOutcome> {
      const outcome = await fill.fill(wish);
      if (!seen()) await report(intents, wish, outcome);
      return outcome;
    },
    /** Fills the field that the user has just shown for this account, and no other. */
    fillShown: (tabId: number, accountId: string): Promise<void> =>
      withWords(tabId, () => act({ tabId, accountId, bind: null, only: 'picked' })),
    /** Fills with the one account of this site; asks in the popup where there is none, or more than one. */
    fillHere: (tabId: number, frameId?: number): Promise<void> =>
      withWords(tabId, () => fillHere(tabId, frameId)),
    /** An act ended without what the user wanted, and no page of ours is there to say why. */
    attract,
  };

  async function withWords(tabId: number, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Locked or damaged meanwhile: the popup tells which.
      await attract(tabId, t('outcome_refused'));
    }
  }

  async function fillHere(tabId: number, frameId?: number): Promise<void> {
    const frame = frameId === undefined ? {} : { frameId };
    if (!(await vault.session())) {
      await intents.keep(tabId, { what: 'fill', ...frame });
      await attract(tabId, t('outcome_locked'));
      return;
    }
    const accountIds = await accountsOf(vault, tabId);
    const [accountId] = accountIds;
    if (accountId === undefined || accountIds.length > 1) {
      await intents.keep(tabId, { what: 'choose', accountIds });
      await attract(tabId, t('outcome_choose'));
      return;
    }
    await act({ tabId, accountId, bind: null, frameId });
  }

  async function act(wish: FillWish): Promise<void> {
    const { tabId } = wish;
    const patience = setTimeout(() => void showOutcome(tabId, 'busy', t('outcome_waiting')), PATIENCE_MS);
    const outcome = await fill.fill(wish).finally(() => clearTimeout(patience));
    await report(intents, wish, outcome);
  }
}

/** Tells on the toolbar button how a fill ended; what needs more words is told by the popup, which opens. */
async function report(
  intents: Intents,
  { tabId, accountId, only }: FillWish,
  outcome: FillOutcome,
): Promise<void> {
  // Taken back by the user, or by a newer fill that tells how it ends.
  if (outcome.result === 'cancelled') return;
  if (outcome.result === 'filled' && outcome.sent !== 'no-button') {
    await showOutcome(tabId, 'good', t('outcome_filled', outcome.host));
    return;
  }
  await intents.keep(tabId, { what: 'told', accountId, outcome });
  const lost = only === 'picked' && outcome.result === 'nothing';
  await attract(tabId, lost ? t('outcome_pick_lost') : wordsFor(outcome));
}

/** Ids of the accounts bound to the site in this tab. */
export async function accountsOf(vault: Vault, tabId: number): Promise<readonly string[]> {
  const address = await tabAddress(tabId);
  const here = address === undefined ? undefined : siteOf(address);
  if (!here) return [];
  const accounts = await vault.read(listAccounts);
  return accounts.filter(({ sites }) => belongs(sites, here.place)).map(({ id }) => id);
}

/** The popup tells the rest, over its own tab; where the browser keeps it shut, the button asks for a click. */
async function attract(tabId: number, words: string): Promise<void> {
  await showOutcome(tabId, 'attention', words);
  if ((await activeTabId()) === tabId) await openPopup();
}

function wordsFor(outcome: Exclude<FillOutcome, { result: 'cancelled' }>): string {
  switch (outcome.result) {
    case 'filled':
      return t(outcome.sent === 'no-button' ? 'outcome_not_sent' : 'outcome_filled', outcome.host);
    case 'partly':
      return t('outcome_partly', outcome.filled, outcome.of);
    case 'left':
      return t('outcome_left', outcome.host);
    case 'nothing':
      return t('outcome_nothing', outcome.host);
    case 'ask-bind':
      return t('outcome_choose');
    case 'refused':
      return t('outcome_refused');
  }
}
