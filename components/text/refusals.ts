import type { RefusalReason } from '../../lib/messaging/views';
import type { MessageKey } from '../../lib/platform/i18n';

/** What to say where a code was not filled; `$1` is the page's host. */
export const refusalTexts: Readonly<Record<RefusalReason, MessageKey>> = {
  'other-site': 'refused_other_site',
  'other-frame': 'refused_other_frame',
  opaque: 'refused_opaque',
  insecure: 'refused_insecure',
  unreachable: 'refused_unreachable',
  moved: 'refused_moved',
  occupied: 'refused_occupied',
  short: 'refused_short',
  'no-password': 'refused_no_password',
  'no-code': 'refused_no_code',
};
