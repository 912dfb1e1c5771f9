import type { TypedSecret } from '../../lib/otp/manual';
import { t, type MessageKey } from '../../lib/platform/i18n';

const confusions: Readonly<Record<'zero-for-o' | 'one-for-i-or-l' | 'eight-for-b', MessageKey>> = {
  'zero-for-o': 'secret_zero',
  'one-for-i-or-l': 'secret_one',
  'eight-for-b': 'secret_eight',
};

/** What is wrong with a typed secret, or nothing. The place is counted from 1, as people count. */
export function secretText(secret: TypedSecret): string | undefined {
  switch (secret.kind) {
    case 'secret':
    case 'empty':
      return undefined;
    case 'too-short':
      return t('secret_too_short');
    case 'too-long':
      return t('secret_too_long');
    case 'bad-character':
      return t(secret.confusion ? confusions[secret.confusion] : 'secret_bad_character', secret.index + 1);
  }
}
