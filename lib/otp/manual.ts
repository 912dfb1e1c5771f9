/** Secrets typed by hand, checked at each keystroke. */
import { decodeBase32, findForeignCharacter } from '../encoding/base32';
import type { Secret } from './otp';
import { isWeak, toSecret } from './secret';

export type TypedSecret =
  | { readonly kind: 'secret'; readonly secret: Secret; readonly weak: boolean }
  /** Nothing typed but separators. */
  | { readonly kind: 'empty' }
  /** One symbol is less than a byte. */
  | { readonly kind: 'too-short' }
  | { readonly kind: 'too-long' }
  | ForeignCharacter;

export interface ForeignCharacter {
  readonly kind: 'bad-character';
  /** Where it stands, counted from 0 as `setSelectionRange` counts. */
  readonly index: number;
  /** What it was probably meant to be. It is never put right silently: a wrong guess gives wrong codes. */
  readonly confusion?: Confusion;
}

/** Digits that Base32 leaves out because they look like letters it has. */
export type Confusion = 'zero-for-o' | 'one-for-i-or-l' | 'eight-for-b';

const CONFUSIONS = new Map<string, Confusion>([
  ['0', 'zero-for-o'],
  ['1', 'one-for-i-or-l'],
  ['8', 'eight-for-b'],
]);

export function readTypedSecret(text: string): TypedSecret {
  const index = findForeignCharacter(text);
  if (index !== undefined) return foreign(text, index);
  const bytes = decodeBase32(text) ?? new Uint8Array();
  const secret = toSecret(bytes);
  if (secret) return { kind: 'secret', secret, weak: isWeak(secret) };
  if (bytes.length > 0) return { kind: 'too-long' };
  return { kind: /[a-z2-7]/i.test(text) ? 'too-short' : 'empty' };
}

function foreign(text: string, index: number): ForeignCharacter {
  const confusion = CONFUSIONS.get(text.charAt(index));
  return { kind: 'bad-character', index, ...(confusion && { confusion }) };
}
