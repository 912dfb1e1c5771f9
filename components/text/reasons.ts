import { SIGNS, TOPICS } from '../../lib/messaging/signs';
import { t, type MessageKey } from '../../lib/platform/i18n';

type Sign = (typeof SIGNS)[number];
type Topic = (typeof TOPICS)[number];

const signTexts: Readonly<Record<Sign, MessageKey>> = {
  picked: 'sign_picked',
  'code-token': 'sign_code_token',
  'strong-id': 'sign_strong_id',
  'weak-id': 'sign_weak_id',
  'strong-label': 'sign_strong_label',
  'app-label': 'sign_app_label',
  'code-label': 'sign_code_label',
  'bare-label': 'sign_bare_label',
  'pattern-shape': 'sign_pattern_shape',
  'length-shape': 'sign_length_shape',
  'number-shape': 'sign_number_shape',
  'example-placeholder': 'sign_example_placeholder',
  'code-heading': 'sign_code_heading',
  'code-title': 'sign_code_title',
  'code-text': 'sign_code_text',
  'code-before': 'sign_code_before',
  'app-text': 'sign_app_text',
  'code-around': 'sign_code_around',
  'sent-text': 'sign_sent_text',
  'only-field': 'sign_only_field',
  'only-field-on-code-page': 'sign_only_field_on_code_page',
  row: 'sign_row',
  'row-named': 'sign_row_named',
  'short-row': 'sign_short_row',
  'other-topic-near': 'sign_other_topic_near',
  'other-id': 'sign_other_id',
  'other-label': 'sign_other_label',
  'other-example': 'sign_other_example',
  'long-field': 'sign_long_field',
  occupied: 'sign_occupied',
  unsaid: 'sign_unsaid',
};

const topicTexts: Readonly<Record<Topic, MessageKey>> = {
  autocomplete: 'topic_autocomplete',
  password: 'topic_password',
  shape: 'topic_shape',
  secret: 'topic_secret',
  card: 'topic_card',
  shop: 'topic_shop',
  address: 'topic_address',
  postal: 'topic_address',
  setting: 'topic_setting',
  document: 'topic_document',
  bank: 'topic_bank',
  identity: 'topic_identity',
  captcha: 'topic_captcha',
  invite: 'topic_invite',
  developer: 'topic_developer',
  date: 'topic_date',
  quantity: 'topic_quantity',
  search: 'topic_search',
  text: 'topic_text',
  name: 'topic_name',
  account: 'topic_account',
  contact: 'topic_contact',
  hardware: 'topic_hardware',
};

/** What a page's script gave as its reasons, in words. Its class is told elsewhere; what has no words here is left out. */
export function reasonTexts(reasons: readonly string[]): readonly string[] {
  return reasons.flatMap((reason) => {
    const sign = SIGNS.find((each) => each === reason);
    const topic = TOPICS.find((each) => `not: ${each}` === reason);
    return [...(sign ? [t(signTexts[sign])] : []), ...(topic ? [t(topicTexts[topic])] : [])];
  });
}
