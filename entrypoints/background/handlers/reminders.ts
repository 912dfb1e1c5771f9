/** What the owner of the vault is reminded of. */
import type { RemindersView } from '../../../lib/messaging/views';
import { listAccounts } from '../../../lib/vault/accounts/accounts';
import type { OpenVault } from '../../../lib/vault/open-vault';
import { backupReminder, decideRecovery } from '../../../lib/vault/reminders';
import { readSettings } from '../../../lib/vault/settings';

export async function remindersOf(open: OpenVault, now: number): Promise<RemindersView> {
  const accounts = await listAccounts(open);
  const settings = await readSettings(open);
  const hasRecovery = open.sets.header().slots.some(({ type }) => type === 'recovery');
  return {
    recovery: decideRecovery({ accounts, hasRecovery, settings }),
    backup: backupReminder({ accounts, settings, now }) ?? null,
  };
}
