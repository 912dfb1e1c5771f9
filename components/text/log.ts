import type { LogKind, LogView } from '../../lib/messaging/views';
import { t, type MessageKey } from '../../lib/platform/i18n';
import { nameOf } from './name';
import { dayOf, numberText } from './when';

export const kindTexts: Readonly<Record<LogKind, MessageKey>> = {
  create: 'log_create',
  unlock: 'log_unlock',
  'unlock-failed': 'log_unlock_failed',
  elevate: 'log_elevate',
  add: 'log_add',
  edit: 'log_edit',
  delete: 'log_delete',
  restore: 'log_restore',
  erase: 'log_erase',
  copy: 'log_copy',
  fill: 'log_fill',
  export: 'log_export',
  'way-added': 'log_way_added',
  'way-removed': 'log_way_removed',
  'way-changed': 'log_way_changed',
  backup: 'log_backup',
  'snapshot-restore': 'log_snapshot_restore',
  mended: 'log_mended',
  'set-aside': 'log_set_aside',
  'log-cleared': 'log_log_cleared',
};

const wayTexts: Readonly<Record<NonNullable<LogView['by']>['type'], MessageKey>> = {
  passphrase: 'passphrase',
  recovery: 'recovery_key',
  passkey: 'passkey',
  pin: 'pin',
  other: 'by_other',
};

/** What happened, and how often where that is known. */
export function eventText({ kind, count }: LogView): string {
  const what = t(kindTexts[kind]);
  return count === undefined ? what : t('log_count', what, numberText(count));
}

/** With what the session had been unlocked, and as whom where that is not its owner. */
export function byText(by: LogView['by']): string {
  if (!by) return '';
  const type = t(wayTexts[by.type]);
  const way = by.name ? t('by_named', type, by.name) : type;
  return by.role === 'viewer' ? t('by_viewer', way) : way;
}

/** Which entries are shown; what is empty leaves all. Days are those of the reader's calendar, both included. */
export interface LogFilter {
  readonly accountId: string;
  readonly kind: LogKind | '';
  readonly from: string;
  readonly to: string;
}

export function filtered(entries: readonly LogView[], { accountId, kind, from, to }: LogFilter): LogView[] {
  return entries.filter(
    (entry) =>
      (accountId === '' || entry.account?.id === accountId) &&
      (kind === '' || entry.kind === kind) &&
      (from === '' || dayOf(entry.at) >= from) &&
      (to === '' || dayOf(entry.at) <= to),
  );
}

/** The accounts that a log names, each once, by the name it had last. */
export function accountsIn(entries: readonly LogView[]): { readonly id: string; readonly name: string }[] {
  const names = new Map<string, string>();
  for (const { account } of entries) {
    if (account && !names.has(account.id)) names.set(account.id, nameOf(account));
  }
  return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}
