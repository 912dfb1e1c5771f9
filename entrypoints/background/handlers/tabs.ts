/** What concerns the tab in front: its site, its fields, filling, and what was asked for there. */
import type { HereView, Intent } from '../../../lib/messaging/views';
import { openPopup } from '../../../lib/platform/action';
import { showTab, tabAddress } from '../../../lib/platform/tabs';
import { belongs, formatPlace, siteOf } from '../../../lib/sites/site';
import { listAccounts } from '../../../lib/vault/accounts/accounts';
import type { Vault } from '../../../lib/vault/vault';
import { accountsOf } from '../acts';
import { explain } from '../explain';
import type { Filler } from '../fill';
import { intentFor, type Intents } from '../intents';
import { rank } from '../present';
import type { HandlerOptions, Part } from './parts';

export function tabHandlers({
  vault,
  now,
  fill,
  acts,
  picker,
  intents,
}: HandlerOptions): Part<'sites' | 'fields' | 'fill' | 'intent'> {
  return {
    'sites/here': ({ tabId }) => here(vault, tabId, now()),
    'fields/look': ({ tabId }) => fill.look(tabId),
    'fields/explain': (wish) => explain(vault, wish),
    'fields/pick': (wish) => picker.begin(wish),
    'fill/start': (wish) => acts.fillAsked(wish),
    'fill/cancel': ({ tabId }) => Promise.resolve({ cancelled: fill.cancel(tabId) }),
    'intent/keep': async ({ what, tabId }) => {
      await intents.keep(tabId, { what }, (await vault.state()) === 'none');
      return null;
    },
    'intent/resume': () => resume(vault, fill, intents),
    'intent/return': async () => {
      const tabId = await intents.renew();
      return { opened: tabId !== undefined && (await showTab(tabId)) && (await openPopup()) };
    },
  };
}

async function here(vault: Vault, tabId: number, now: number): Promise<HereView> {
  const address = await tabAddress(tabId);
  const found = address === undefined ? undefined : siteOf(address);
  if (!found) return { host: '', accountIds: [] };
  const accounts = rank(await vault.read(listAccounts), now);
  const bound = accounts.filter(({ sites }) => belongs(sites, found.place));
  return {
    host: formatPlace(found.place),
    site: found.place,
    accountIds: bound.map(({ id }) => id),
  };
}

/** Checked again now that the vault is open: the tab may have gone elsewhere meanwhile. */
async function resume(vault: Vault, fill: Filler, intents: Intents): Promise<Intent | null> {
  const kept = await intents.take();
  if (!kept) return null;
  if (kept.what !== 'fill') return intentFor(kept) ?? null;
  const { tabId, frameId } = kept;
  const accountIds = await accountsOf(vault, tabId);
  const [accountId] = accountIds;
  if (accountId === undefined || accountIds.length > 1) return { what: 'choose', tabId, accountIds };
  return {
    what: 'fill',
    tabId,
    accountId,
    outcome: await fill.fill({ tabId, accountId, bind: null, frameId }),
  };
}
