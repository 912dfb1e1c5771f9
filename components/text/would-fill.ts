import type { ExplainedDocument, PickBegun, WouldFill } from '../../lib/messaging/views';
import type { MessageKey } from '../../lib/platform/i18n';

/** What filling would come to; `$1` is the name of the field for `fill`, else the page's host. */
export const wouldTexts: Readonly<Record<WouldFill, MessageKey>> = {
  fill: 'why_chosen',
  append: 'why_append',
  nothing: 'why_none',
  occupied: 'why_occupied',
  opaque: 'why_opaque',
  insecure: 'why_insecure',
  'other-frame': 'why_other_frame',
  'other-site': 'why_not_here',
  'no-code': 'refused_no_code',
};

/** Of a document that no code is typed into; `$1` is its host. */
export const placeTexts: Readonly<Record<Exclude<ExplainedDocument['place'], 'within'>, MessageKey>> = {
  elsewhere: 'why_elsewhere',
  'inside-other': 'why_inside_other',
  'no-address': 'why_no_address',
};

/** Why the field can't be shown; `$1` is the page's host. */
export const obstacleTexts: Readonly<Record<Extract<PickBegun, { begun: false }>['why'], MessageKey>> = {
  'other-site': 'why_not_here',
  unreachable: 'why_unreachable',
  insecure: 'why_insecure',
};
