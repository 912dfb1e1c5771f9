import type { AccountView } from '../../lib/messaging/views';
import { shortened } from './visible';

/** Issuer and account name in one line, as a sentence can hold them. */
export function nameOf({ issuer, accountName }: Pick<AccountView, 'issuer' | 'accountName'>): string {
  return [issuer, accountName]
    .filter((part) => part.trim() !== '')
    .map((part) => shortened(part, 60))
    .join(', ');
}

/** Digit by digit, as a screen reader should read it. */
export function spelled(code: string): string {
  return Array.from(code).join(' ');
}
