/** Binds an account that belongs to nowhere to the site where the user agreed to use it. */
import { Problem } from '../../lib/problem';
import type { Place } from '../../lib/sites/site';
import type { Account } from '../../lib/vault/accounts/account';
import { changeAccount } from '../../lib/vault/accounts/accounts';
import type { Vault } from '../../lib/vault/vault';
import { liveAccount } from './live';

export interface BindOptions {
  readonly vault: Vault;
  readonly now: () => number;
  readonly onchange: () => Promise<void>;
}

export async function bindTo(options: BindOptions, { id }: Account, place: Place): Promise<void> {
  const { vault, now, onchange } = options;
  if (!(await isOwner(vault))) throw new Problem('need-owner');
  await vault.change(async (open) => {
    const { sites } = await liveAccount(open, id);
    // Bound to another site while this page was looked at: that stands.
    if (sites.length > 0) return;
    await changeAccount(open, id, { sites: [{ ...place, confirmedAt: now() }] }, now());
  });
  await onchange();
}

/** A viewer sees and fills codes; which account belongs where is not theirs to change. */
export async function isOwner(vault: Vault): Promise<boolean> {
  return (await vault.session())?.role === 'owner';
}
