import type { AccountView } from '../../../lib/messaging/views';

let count = 0;

/** An account like any other, but for what matters to the test. */
export function account(part: Partial<AccountView> = {}): AccountView {
  count++;
  return {
    id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    issuer: 'Example',
    accountName: 'me@example.org',
    type: 'totp',
    period: 30,
    digits: 6,
    sites: [],
    provisional: false,
    readOnly: false,
    ...part,
  };
}
