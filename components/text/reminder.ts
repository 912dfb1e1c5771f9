import type { BackupReminder, HealthView, RoleView } from '../../lib/messaging/views';
import { t, type MessageKey } from '../../lib/platform/i18n';
import { numberText, weeksText } from './when';

export interface Reminder {
  /** The same for as long as it would say the same: what is sent away stays away. */
  readonly id: string;
  readonly tone: 'danger' | 'warn' | 'quiet';
  readonly says: string;
  /** For a narrow place. */
  readonly short: string;
  /** Where something can be done about it. */
  readonly act?: { readonly label: string; readonly place: 'backup' | 'unlocking' };
}

/** The one thing to tell of the vault's health: dangers first, and none while damage is told, which says more. */
export function reminderOf(
  health: HealthView,
  role: RoleView | undefined,
  dismissed: readonly string[],
): Reminder | undefined {
  if (health.damage) return undefined;
  return remindersOf(health, role === 'owner').find(
    ({ id, tone }) => tone !== 'quiet' || !dismissed.includes(id),
  );
}

function remindersOf({ full, copies, mended, kept, reminders }: HealthView, owner: boolean): Reminder[] {
  const saving = { label: t('save_backup_first'), place: 'backup' } as const;
  const found: Reminder[] = [];
  if (full) found.push({ id: 'full', tone: 'danger', says: t('health_full'), short: t('health_full_short') });
  if (copies === 'one') {
    const told = { says: t('health_one'), short: t('health_one_short') };
    found.push({ id: 'one', tone: 'warn', ...told, ...(owner && { act: saving }) });
  }
  if (mended > 0) {
    const says = t(kept ? 'health_mended_kept' : 'health_mended', numberText(mended));
    const act = { label: t('remains_show'), place: 'backup' } as const;
    const id = `mended ${mended}${kept ? ' kept' : ''}`;
    found.push({ id, tone: 'quiet', says, short: says, ...(kept && owner && { act }) });
  }
  if (owner && (reminders.recovery === 'due' || reminders.recovery === 'must')) {
    const act = { label: t('make_recovery_key'), place: 'unlocking' } as const;
    const told = { says: t('remind_recovery'), short: t('remind_recovery_short') };
    found.push({ id: 'recovery', tone: 'quiet', ...told, act });
  }
  if (owner && reminders.backup) found.push({ ...backupReminder(reminders.backup), act: saving });
  return found;
}

function backupReminder(backup: BackupReminder): Reminder {
  const [long, short, ...parts] = ((): readonly [MessageKey, MessageKey, ...string[]] => {
    switch (backup.why) {
      case 'first':
        return ['remind_backup_first', 'remind_backup_first_short'];
      case 'old':
        return ['remind_backup_old', 'remind_backup_old_short', weeksText(backup.weeks)];
      case 'accounts':
        return ['remind_backup_accounts', 'remind_backup_accounts_short', numberText(backup.count)];
    }
  })();
  return {
    id: `backup ${backup.why}`,
    tone: 'quiet',
    says: t(long, ...parts),
    short: t(short, ...parts),
  };
}
