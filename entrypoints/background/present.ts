/** What pages are shown of accounts: never a secret. */
import type { AccountView, CodeView, SiteView } from '../../lib/messaging/views';
import { codeAt, digitsOf, periodOf } from '../../lib/otp/code';
import type { Account, Site } from '../../lib/vault/accounts/account';

/** An enrolment that nobody finished stops standing before the account that works. */
const PROVISIONAL_MS = 20 * 60 * 1000;

export function viewOf({ id, issuer, accountName, otp, sites, provisional, readOnly }: Account): AccountView {
  return {
    id,
    issuer,
    accountName,
    type: otp.type,
    period: otp.type === 'unknown' ? 0 : periodOf(otp),
    digits: otp.type === 'unknown' ? 0 : digitsOf(otp),
    sites: sites.map(siteView),
    provisional,
    readOnly,
  };
}

function siteView({ confirmedAt: _, field, ...site }: Site): SiteView {
  return field ? { ...site, picked: true } : site;
}

/** Only codes that follow the clock can be shown unasked. */
export function codeViews(accounts: readonly Account[], now: number): CodeView[] {
  return accounts.flatMap(({ id, otp }) =>
    otp.type === 'totp' || otp.type === 'steam' ? [{ accountId: id, ...codeAt(otp, now) }] : [],
  );
}

/** Whether the account was just captured and waits for its first code. */
export function isEnrolling({ provisional, createdAt }: Account, now: number): boolean {
  return provisional && now - createdAt < PROVISIONAL_MS;
}

/** Accounts under enrolment first, then as the user has sorted them. */
export function rank(accounts: readonly Account[], now: number): Account[] {
  return [...accounts].sort((a, b) => Number(isEnrolling(b, now)) - Number(isEnrolling(a, now)));
}
