/** One handler per message, each a few lines that call lib/. */
import type { Handlers } from '../../lib/messaging/receive';
import type { HereView, Intent } from '../../lib/messaging/views';
import { parseKeyUri } from '../../lib/otp/key-uri';
import { openPopup } from '../../lib/platform/action';
import { showTab, tabAddress } from '../../lib/platform/tabs';
import { belongs, formatPlace, readSite, siteOf, type Place } from '../../lib/sites/site';
import type { Site } from '../../lib/vault/accounts/account';
import {
  addAccount,
  changeAccount,
  compareDraft,
  getAccount,
  listAccounts,
  moveAccount,
  restoreAccount,
  trashAccount,
} from '../../lib/vault/accounts/accounts';
import type { Vault } from '../../lib/vault/vault';
import { accountsOf } from './acts';
import type { Counters } from './counters';
import type { Filler } from './fill';
import { intentFor, type Intents } from './intents';
import type { Painter } from './paint';
import { codeViews, rank, viewOf } from './present';

export interface HandlerOptions {
  readonly vault: Vault;
  readonly now: () => number;
  readonly fill: Filler;
  readonly intents: Intents;
  readonly counters: Counters;
  readonly painter: Painter;
  readonly onunlock: () => Promise<void>;
}

export function createHandlers(options: HandlerOptions): Handlers {
  return {
    ...vaultHandlers(options),
    ...accountHandlers(options),
    ...codeHandlers(options),
    ...tabHandlers(options),
  };
}

type Part<Prefix extends string> = Pick<Handlers, Extract<keyof Handlers, `${Prefix}/${string}`>>;

function vaultHandlers({ vault, intents, painter, onunlock }: HandlerOptions): Part<'vault'> {
  return {
    'vault/status': async (_request, { sender }) => {
      const intent = await intents.view(sender === 'popup');
      return { state: await vault.state(), ...(intent === undefined ? {} : { intent }) };
    },
    'vault/create': async ({ passphrase }) => {
      await vault.create(passphrase);
      await onunlock();
      return null;
    },
    'vault/unlock': async ({ passphrase }) => {
      await vault.unlock(passphrase);
      await onunlock();
      return null;
    },
    'vault/lock': async () => {
      await vault.lock();
      return null;
    },
    'vault/damage': async () => (await vault.read((open) => open.damage())) ?? null,
    'vault/set-aside': async () => {
      await vault.change((open) => open.setAside());
      await painter.changed();
      return null;
    },
  };
}

function accountHandlers({ vault, now, painter }: HandlerOptions): Part<'accounts'> {
  /** Runs a change, then brings every page up to date. */
  const changed: Vault['change'] = async (act) => {
    const result = await vault.change(act);
    await painter.changed();
    return result;
  };
  const moment = () => ({ now: now(), newId: () => crypto.randomUUID() });
  return {
    'accounts/list': async () => (await vault.read(listAccounts)).map(viewOf),
    'accounts/check': async ({ keyUris }) => {
      const accounts = await vault.read(listAccounts);
      return keyUris.map((keyUri) => compareDraft(accounts, parseKeyUri(keyUri)).status);
    },
    'accounts/add': async ({ keyUri, sites }) => {
      const { issuer, accountName, otp } = parseKeyUri(keyUri);
      const draft = { issuer, accountName, otp, sites: confirmed(sites, now()) };
      const { status, account } = await changed((open) => addAccount(open, draft, moment()));
      return { status, account: viewOf(account) };
    },
    'accounts/edit': async ({ accountId, issuer, accountName, sites }) =>
      viewOf(
        await changed(async (open) => {
          const known = (await getAccount(open, accountId)).sites;
          return changeAccount(
            open,
            accountId,
            { issuer, accountName, sites: confirmed(sites, now(), known) },
            now(),
          );
        }),
      ),
    'accounts/delete': async ({ accountId }) => {
      await changed((open) => trashAccount(open, accountId, now()));
      return null;
    },
    'accounts/restore': async ({ accountId }) =>
      viewOf(await changed((open) => restoreAccount(open, accountId, now()))),
    'accounts/reorder': async ({ accountId, before }) => {
      await changed((open) => moveAccount(open, accountId, before ?? undefined, now()));
      return null;
    },
  };
}

/** Sites as the user left them: hosts as the URL parser has them, each confirmed now unless it was before. */
function confirmed(places: readonly Place[], now: number, known: readonly Site[] = []): Site[] {
  return places.map((place) => {
    const { host, port } = readSite(formatPlace(place));
    const before = known.find((site) => site.host === host && site.port === port);
    const where = port === undefined ? { host } : { host, port };
    return { ...where, subdomains: place.subdomains, confirmedAt: before?.confirmedAt ?? now };
  });
}

function codeHandlers({ vault, now, painter, counters }: HandlerOptions): Part<'codes'> {
  return {
    'codes/list': async ({ accountIds }) => {
      if (accountIds.length === 0) return painter.paint();
      // Only these are opened: the rows in view must not wait for all the others.
      const accounts = await vault.read((open) => Promise.all(accountIds.map((id) => open.get(id))));
      return codeViews(
        accounts
          .filter((account) => account !== undefined)
          .filter(({ deletedAt }) => deletedAt === undefined),
        now(),
      );
    },
    'codes/next': async ({ accountId }) => ({ text: await counters.next(accountId) }),
  };
}

function tabHandlers({
  vault,
  now,
  fill,
  intents,
}: HandlerOptions): Part<'sites' | 'fields' | 'fill' | 'intent'> {
  return {
    'sites/here': ({ tabId }) => here(vault, tabId, now()),
    'fields/look': ({ tabId }) => fill.look(tabId),
    'fill/start': (wish) => fill.fill(wish),
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
