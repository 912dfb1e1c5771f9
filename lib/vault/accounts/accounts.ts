/** What can be done with the accounts of an open vault. Callers hold the vault's lock around each. */
import { equalBytes } from '../../encoding/bytes';
import { hotpCode } from '../../otp/code';
import type { Otp } from '../../otp/otp';
import { LIMITS } from '../../limits';
import { Problem } from '../../problem';
import type { Account, Site } from './account';
import type { OpenVault } from '../open-vault';
import { move, orderLast } from './order';

export interface Draft {
  readonly issuer: string;
  readonly accountName: string;
  readonly otp: Otp;
  readonly sites: readonly Site[];
}

export type AddStatus = 'added' | 'already-there' | 'same-name';

/** Who is making the change, when, and a fresh id. */
export interface Moment {
  readonly now: number;
  readonly newId: () => string;
}

/** Accounts that are not in the trash, in order. */
export async function listAccounts(vault: OpenVault): Promise<readonly Account[]> {
  return (await vault.all()).filter(({ deletedAt }) => deletedAt === undefined);
}

/** @throws {Problem} `no-account` */
export async function getAccount(vault: OpenVault, id: string): Promise<Account> {
  const account = await vault.get(id);
  if (!account) throw new Problem('no-account');
  return account;
}

type Named = Pick<Draft, 'issuer' | 'accountName' | 'otp'>;

/** What adding this would do, and to which account it says so. */
export function compareDraft(
  accounts: readonly Account[],
  draft: Named,
): { status: AddStatus; twin?: Account } {
  const twin = accounts.find(({ otp }) => otp.type !== 'unknown' && equalBytes(otp.secret, draft.otp.secret));
  if (twin) return { status: 'already-there', twin };
  const { issuer, accountName } = draft;
  const namesake = accounts.some(
    (account) => account.issuer === issuer && account.accountName === accountName,
  );
  return { status: namesake ? 'same-name' : 'added' };
}

export async function addAccount(
  vault: OpenVault,
  draft: Draft,
  { now, newId }: Moment,
): Promise<{ status: AddStatus; account: Account }> {
  const everything = await vault.all();
  const live = everything.filter(({ deletedAt }) => deletedAt === undefined);
  const { status, twin } = compareDraft(live, draft);
  if (twin) return { status, account: twin };
  if (everything.length >= LIMITS.accounts) throw new Problem('too-many-accounts');
  const account: Account = {
    ...draft,
    id: newId(),
    provisional: true,
    order: orderLast(everything),
    createdAt: now,
    changedAt: {},
    readOnly: false,
    rest: {},
  };
  await vault.put([account]);
  return { status, account };
}

type Changes = Partial<
  Pick<Account, 'issuer' | 'accountName' | 'sites' | 'provisional' | 'otp' | 'order' | 'deletedAt'>
>;

/** Changes the fields given, and notes when. @throws {Problem} `no-account`, `account-read-only` */
export async function changeAccount(
  vault: OpenVault,
  id: string,
  changes: Changes,
  now: number,
): Promise<Account> {
  const account = withChanges(await writable(vault, id), changes, now);
  await vault.put([account]);
  return account;
}

function withChanges(account: Account, changes: Changes, now: number): Account {
  const times = Object.fromEntries(Object.keys(changes).map((name) => [name, now]));
  return { ...account, ...changes, changedAt: { ...account.changedAt, ...times } };
}

async function writable(vault: OpenVault, id: string): Promise<Account> {
  const account = await getAccount(vault, id);
  if (account.readOnly) throw new Problem('account-read-only');
  return account;
}

export async function trashAccount(vault: OpenVault, id: string, now: number): Promise<void> {
  await changeAccount(vault, id, { deletedAt: now }, now);
}

export async function restoreAccount(vault: OpenVault, id: string, now: number): Promise<Account> {
  const { deletedAt: _, ...account } = withChanges(await writable(vault, id), { deletedAt: now }, now);
  await vault.put([account]);
  return account;
}

/** @throws {Problem} `account-read-only` where a newer version's account stands in the way of renumbering. */
export async function moveAccount(
  vault: OpenVault,
  id: string,
  before: string | undefined,
  now: number,
): Promise<void> {
  const places = move(await vault.all(), id, before);
  const moved = [...places].map(async ([each, order]) =>
    withChanges(await writable(vault, each), { order }, now),
  );
  await vault.put(await Promise.all(moved));
}

/**
 * The next code of an HOTP account. The incremented counter is on the disk before the code is known to anyone: a
 * counter that lags behind would show the same code twice.
 */
export async function advanceCounter(vault: OpenVault, id: string, now: number): Promise<string> {
  const { otp } = await writable(vault, id);
  if (otp.type !== 'hotp') throw new Problem('not-hotp');
  if (otp.counter >= LIMITS.maxCounter) throw new Problem('counter-exhausted');
  await changeAccount(vault, id, { otp: { ...otp, counter: otp.counter + 1 } }, now);
  return hotpCode(otp);
}
