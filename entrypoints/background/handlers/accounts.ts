/** Accounts, their codes, and the trash. */
import type { SiteView } from '../../../lib/messaging/views';
import { parseKeyUri } from '../../../lib/otp/key-uri';
import { Problem } from '../../../lib/problem';
import { formatPlace, readSite } from '../../../lib/sites/site';
import type { Site } from '../../../lib/vault/accounts/account';
import {
  addAccount,
  changeAccount,
  compareDraft,
  getAccount,
  listAccounts,
  moveAccount,
  restoreAccount,
  trashAccount,
} from '../../../lib/vault/accounts/accounts';
import { eraseForGood, trashUntil } from '../../../lib/vault/trash';
import { liveAccount } from '../live';
import { codeViews, viewOf } from '../present';
import { createChanged, createNote, type HandlerOptions, type Part } from './parts';
import { remindersOf } from './reminders';

type Trash = 'accounts/delete' | 'accounts/restore' | 'accounts/trash' | 'accounts/erase';

export function accountHandlers(options: HandlerOptions): Omit<Part<'accounts'>, Trash> {
  const { vault, now } = options;
  const changed = createChanged(options);
  const note = createNote(options);
  const moment = () => ({ now: now(), newId: () => crypto.randomUUID() });
  return {
    'accounts/list': async () => (await vault.read(listAccounts)).map(viewOf),
    'accounts/check': async ({ keyUris }) => {
      const accounts = await vault.read(listAccounts);
      return keyUris.map((keyUri) => compareDraft(accounts, parseKeyUri(keyUri)).status);
    },
    'accounts/add': async ({ keyUri, sites, recoveryNext = false }) => {
      const { issuer, accountName, otp } = parseKeyUri(keyUri);
      const draft = { issuer, accountName, otp, sites: confirmed(sites, now()) };
      const { status, account } = await changed(async (open) => {
        if (!recoveryNext && (await remindersOf(open, now())).recovery === 'must')
          throw new Problem('recovery-undecided');
        return addAccount(open, draft, moment());
      });
      if (status !== 'already-there') note({ kind: 'add', account });
      return { status, account: viewOf(account) };
    },
    'accounts/edit': async ({ accountId, issuer, accountName, sites }) => {
      const account = await changed(async (open) => {
        const known = (await getAccount(open, accountId)).sites;
        const changes = { issuer, accountName, sites: confirmed(sites, now(), known) };
        return changeAccount(open, accountId, changes, now());
      });
      note({ kind: 'edit', account });
      return viewOf(account);
    },
    'accounts/reorder': async ({ accountId, before }) => {
      await changed((open) => moveAccount(open, accountId, before ?? undefined, now()));
      return null;
    },
  };
}

/** Sites as the user left them: hosts as the URL parser has them, each confirmed now unless it was before. */
function confirmed(places: readonly SiteView[], now: number, known: readonly Site[] = []): Site[] {
  return places.map((place) => {
    const { host, port } = readSite(formatPlace(place));
    const before = known.find((site) => site.host === host && site.port === port);
    return {
      host,
      ...(port !== undefined && { port }),
      subdomains: place.subdomains,
      confirmedAt: before?.confirmedAt ?? now,
      ...(place.submit && { submit: true }),
      ...(place.append && { append: true }),
      ...(place.picked && before?.field && { field: before.field }),
    };
  });
}

export function trashHandlers(options: HandlerOptions): Pick<Part<'accounts'>, Trash> {
  const { vault, shelf, now } = options;
  const changed = createChanged(options);
  const note = createNote(options);
  return {
    'accounts/delete': async ({ accountId }) => {
      const account = await changed(async (open) => {
        await trashAccount(open, accountId, now());
        return getAccount(open, accountId);
      });
      note({ kind: 'delete', account });
      return null;
    },
    'accounts/restore': async ({ accountId }) => {
      const account = await changed((open) => restoreAccount(open, accountId, now()));
      note({ kind: 'restore', account });
      return viewOf(account);
    },
    'accounts/trash': () =>
      vault.read(async (open) => {
        const rows = (await open.all()).flatMap((account) => {
          const { deletedAt } = account;
          const until = trashUntil(account);
          return deletedAt === undefined || until === undefined
            ? []
            : [{ account: viewOf(account), deletedAt, until }];
        });
        return rows.sort((a, b) => b.deletedAt - a.deletedAt);
      }),
    'accounts/erase': async ({ accountIds }) => {
      const erased = await changed(async (open) => {
        const accounts = await Promise.all(accountIds.map((id) => getAccount(open, id)));
        // Only what lies in the trash: nothing that is in use goes for good in one step.
        if (accounts.some(({ deletedAt }) => deletedAt === undefined)) throw new Problem('no-account');
        if (await open.damage()) throw new Problem('vault-damaged');
        await eraseForGood(open, shelf, accountIds);
        return accounts;
      });
      note(...erased.map((account) => ({ kind: 'erase', account }) as const));
      return null;
    },
  };
}

export function codeHandlers(options: HandlerOptions): Part<'codes'> {
  const { vault, now, painter, counters } = options;
  const note = createNote(options);
  return {
    'codes/copied': async ({ accountId }) => {
      note({ kind: 'copy', account: await vault.read((open) => liveAccount(open, accountId)) });
      return null;
    },
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
