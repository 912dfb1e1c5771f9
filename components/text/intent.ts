import type { IntentView } from '../../lib/messaging/views';
import { t } from '../../lib/platform/i18n';

/** What will follow after unlocking. */
export function intentText(intent: IntentView | undefined): string {
  switch (intent?.what) {
    case 'fill':
      return intent.host === '' ? t('unlock_to_fill') : t('unlock_to_fill_on', intent.host);
    case 'scan':
      return t('unlock_to_scan');
    case 'add':
      return t('unlock_to_add');
    default:
      return t('unlock_to_open');
  }
}
