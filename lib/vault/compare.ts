/** How accounts of an earlier state differ from today's, and what putting one back makes of it. */
import { equalBytes } from '../encoding/bytes';
import { encodeCanonical, type Cbor } from '../encoding/cbor';
import type { Account, UnknownOtp } from './accounts/account';
import type { Otp } from '../otp/otp';

/** `gone`: not there today. `deleted`: in the trash today. `new`: added since. `damaged`: its part of then can't be read. */
export type ComparedState = 'same' | 'changed' | 'gone' | 'deleted' | 'new' | 'damaged';

export interface Compared {
  readonly accountId: string;
  readonly issuer: string;
  readonly accountName: string;
  readonly state: ComparedState;
  /** Names of the fields that differ. */
  readonly fields: readonly string[];
}

/** @param unread Ids of today's accounts that were there then and can't be read. */
export function compareAccounts(
  then: readonly Account[],
  today: readonly Account[],
  unread: ReadonlySet<string> = new Set(),
): readonly Compared[] {
  const now = new Map(today.map((account) => [account.id, account]));
  const known = new Set(then.map(({ id }) => id));
  const added = today.filter(
    ({ id, deletedAt }) => unread.has(id) || (!known.has(id) && deletedAt === undefined),
  );
  return [
    ...then.map((account) => compareOne(account, now.get(account.id))),
    ...added.map((account) => tell(account, unread.has(account.id) ? 'damaged' : 'new')),
  ];
}

/**
 * The account as it was. A counter never goes back, which would show a code twice, and what a site has confirmed stays
 * confirmed; both hold for one secret only.
 */
export function putBack(then: Account, today: Account | undefined): Account {
  if (!today || !sameSecret(then.otp, today.otp)) return then;
  const { otp } = then;
  const counted =
    otp.type === 'hotp' && today.otp.type === 'hotp'
      ? { ...otp, counter: Math.max(otp.counter, today.otp.counter) }
      : otp;
  return { ...then, otp: counted, provisional: then.provisional && today.provisional };
}

/** Names of the fields in which two states of an account differ. */
export function changedFields(a: Account, b: Account): readonly string[] {
  const [before, after] = [fieldsOf(a), fieldsOf(b)];
  const all = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return all.filter(
    (name) => !equalBytes(encodeCanonical([before[name] ?? null]), encodeCanonical([after[name] ?? null])),
  );
}

/** What moves by itself: a place in the list changes with every move of a neighbour. */
const UNTOLD = new Set(['order', 'provisional']);

function compareOne(then: Account, today: Account | undefined): Compared {
  if (!today) return tell(then, 'gone');
  const fields = changedFields(putBack(then, today), today).filter((name) => !UNTOLD.has(name));
  if (then.deletedAt === undefined && today.deletedAt !== undefined) return tell(then, 'deleted', fields);
  return tell(then, fields.length > 0 ? 'changed' : 'same', fields);
}

function tell(
  { id, issuer, accountName }: Account,
  state: ComparedState,
  fields: readonly string[] = [],
): Compared {
  return { accountId: id, issuer, accountName, state, fields };
}

function fieldsOf(account: Account): Record<string, Cbor | undefined> {
  const {
    id: _id,
    createdAt: _createdAt,
    changedAt: _changedAt,
    readOnly: _readOnly,
    rest,
    ...fields
  } = account;
  return {
    ...rest,
    ...fields,
    otp: { ...fields.otp },
    sites: account.sites.map((site) => ({ ...site })),
  };
}

function sameSecret(a: Otp | UnknownOtp, b: Otp | UnknownOtp): boolean {
  return a.type !== 'unknown' && b.type !== 'unknown' && equalBytes(a.secret, b.secret);
}
