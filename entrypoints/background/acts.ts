/** Acts that start without a page of ours: a keyboard command, the context menu. The toolbar button tells how they end. */
import type { FillOutcome } from '../../lib/messaging/views';
import { openPopup, showOutcome } from '../../lib/platform/action';
import { t } from '../../lib/platform/i18n';
import { tabAddress } from '../../lib/platform/tabs';
import { belongs, siteOf } from '../../lib/sites/site';
import { Problem } from '../../lib/problem';
import { listAccounts } from '../../lib/vault/accounts/accounts';
import type { Vault } from '../../lib/vault/vault';
import type { Filler } from './fill';
import type { Intents } from './intents';

export interface ActsOptions {
  readonly vault: Vault;
  readonly fill: Filler;
  readonly intents: Intents;
}

export type Acts = ReturnType<typeof createActs>;

export function createActs({ vault, fill, intents }: ActsOptions) {
  return {
    /** Fills with the one account of this site; asks in the popup where there is none, or more than one. */
    async fillHere(tabId: number, frameId?: number): Promise<void> {
      try {
        await fillHere(tabId, frameId);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        // Locked or damaged meanwhile: the popup tells which.
        await attract(tabId, t('outcome_refused'));
      }
    },
  };

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
    const outcome = await fill.fill({ tabId, accountId, bind: null, frameId });
    if (outcome.result === 'filled') {
      await showOutcome(tabId, 'good', t('outcome_filled', outcome.host));
      return;
    }
    await intents.keep(tabId, { what: 'told', accountId, outcome });
    await attract(tabId, wordsFor(outcome));
  }
}

/** Ids of the accounts bound to the site in this tab. */
export async function accountsOf(vault: Vault, tabId: number): Promise<readonly string[]> {
  const address = await tabAddress(tabId);
  const here = address === undefined ? undefined : siteOf(address);
  if (!here) return [];
  const accounts = await vault.read(listAccounts);
  return accounts.filter(({ sites }) => belongs(sites, here.place)).map(({ id }) => id);
}

/** The popup tells the rest; where the browser keeps it shut, the button asks for a click. */
async function attract(tabId: number, words: string): Promise<void> {
  await showOutcome(tabId, 'attention', words);
  await openPopup();
}

function wordsFor(outcome: FillOutcome): string {
  switch (outcome.result) {
    case 'filled':
      return t('outcome_filled', outcome.host);
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
