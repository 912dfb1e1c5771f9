import type messages from '../../public/_locales/en/messages.json';
import { browser } from './browser';

/** Every text a user can read, by its key in `public/_locales`. */
export type MessageKey = keyof typeof messages;

/** The text in the user's language; `$1` … `$9` in it stand for `substitutions`. */
export function t(key: MessageKey, ...substitutions: readonly (string | number)[]): string {
  return browser.i18n.getMessage(key, substitutions.map(String));
}
