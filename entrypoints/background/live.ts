import { Problem } from '../../lib/problem';
import type { Account } from '../../lib/vault/accounts/account';
import { getAccount } from '../../lib/vault/accounts/accounts';
import type { OpenVault } from '../../lib/vault/open-vault';

/**
 * An account that is not in the trash; of the others no code is shown or typed.
 * @throws {Problem} `no-account`
 */
export async function liveAccount(open: OpenVault, id: string): Promise<Account> {
  const account = await getAccount(open, id);
  if (account.deletedAt !== undefined) throw new Problem('no-account');
  return account;
}
