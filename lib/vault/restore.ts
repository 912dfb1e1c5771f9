/** Putting accounts back as a snapshot has them. */
import { toBase64Url } from '../encoding/bytes';
import { LIMITS } from '../limits';
import { Problem } from '../problem';
import type { Account } from './accounts/account';
import { changedFields, compareAccounts, putBack, type Compared } from './compare';
import type { Blobs } from './engines/blobs';
import type { OpenVault } from './open-vault';
import { blindId } from './sealed/keys';
import { readSnapshot } from './snapshots';
import { trashUntil } from './trash';

export interface Restored {
  /** How many are now as they were then, and were not before. */
  readonly restored: number;
  /** How many of those wanted can't be read. */
  readonly damaged: number;
}

/** @throws {Problem} `no-snapshot`, `snapshot-damaged` */
export async function compareSnapshot(
  open: OpenVault,
  blobs: Blobs,
  id: string,
): Promise<readonly Compared[]> {
  const { accounts, unread } = await readSnapshot(open, blobs, id);
  const today = await open.all();
  const lost = new Set(unread.map(toBase64Url));
  const blinded = await Promise.all(today.map(async (account) => nameOf(open, account.id)));
  const damaged = today.filter((_, i) => lost.has(blinded[i] ?? '')).map((account) => account.id);
  return compareAccounts(accounts, today, new Set(damaged));
}

/**
 * Puts these accounts back, or all, as one commit. What was added since stays; a newer version's accounts are left alone.
 * @throws {Problem} `no-snapshot`, `snapshot-damaged`, `vault-damaged`, `too-many-accounts`
 */
export async function restoreAccounts(
  open: OpenVault,
  blobs: Blobs,
  id: string,
  accountIds: readonly string[] | undefined,
  now: number,
): Promise<Restored> {
  const { accounts, unread } = await readSnapshot(open, blobs, id);
  const wanted = accountIds && new Set(accountIds);
  const everything = await open.all();
  const today = new Map(everything.map((account) => [account.id, account]));
  const put = accounts
    .filter((account) => !wanted || wanted.has(account.id))
    .flatMap((account) => restore(account, today.get(account.id), now) ?? []);
  const back = put.filter((account) => !today.has(account.id)).length;
  if (everything.length + back > LIMITS.accounts) throw new Problem('too-many-accounts');
  if (put.length > 0) await open.put(put);
  const lost = new Set(unread.map(toBase64Url));
  const names = accountIds && (await Promise.all(accountIds.map(async (each) => nameOf(open, each))));
  return { restored: put.length, damaged: names ? names.filter((name) => lost.has(name)).length : lost.size };
}

/** `undefined` where nothing would change, or must not. */
function restore(then: Account, today: Account | undefined, now: number): Account | undefined {
  if (then.readOnly || today?.readOnly) return undefined;
  // It would be swept away again at once.
  const stale = (trashUntil(then) ?? Infinity) <= now;
  const account = putBack(stale ? { ...then, deletedAt: now } : then, today);
  const fields = today ? changedFields(account, today) : ['deletedAt'];
  if (fields.length === 0) return undefined;
  const times = Object.fromEntries(fields.map((name) => [name, now]));
  return { ...account, changedAt: { ...then.changedAt, ...today?.changedAt, ...times } };
}

async function nameOf({ sets }: OpenVault, id: string): Promise<string> {
  return toBase64Url(await blindId(sets.keys.index, id));
}
