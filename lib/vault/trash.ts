/** What lies in the trash, when it goes by itself, and how it goes for good. */
import type { Account } from './accounts/account';
import type { Shelf } from './manifest';
import type { OpenVault } from './open-vault';
import { dropRemainsWith } from './remains';
import { blindId } from './sealed/keys';
import { forgetInSnapshots } from './snapshots';

export const TRASH_DAYS = 90;
const DAY = 24 * 60 * 60 * 1000;

/** When it is erased by itself; `undefined` for what is not in the trash. */
export function trashUntil({ deletedAt }: Pick<Account, 'deletedAt'>): number | undefined {
  return deletedAt === undefined ? undefined : deletedAt + TRASH_DAYS * DAY;
}

/** Ids of what has lain there long enough. A newer version's accounts are left to it. */
export function expired(accounts: readonly Account[], now: number): readonly string[] {
  return accounts
    .filter((account) => !account.readOnly && (trashUntil(account) ?? Infinity) <= now)
    .map(({ id }) => id);
}

/**
 * Erases accounts here and in all that this vault kept of earlier states. Earlier states go first: where this is cut
 * short, the accounts still lie in the trash.
 * @throws {Problem} `vault-damaged`
 */
export async function eraseForGood(open: OpenVault, shelf: Shelf, ids: readonly string[]): Promise<void> {
  const { sets } = open;
  const names = await Promise.all(ids.map(async (id) => blindId(sets.keys.index, id)));
  await dropRemainsWith(sets.store, sets.header().vaultId, names);
  await forgetInSnapshots(open, shelf, ids);
  await open.erase(ids);
}
