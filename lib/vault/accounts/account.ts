/** One stored account: its shape in memory and its bytes in a record. */
import * as v from 'valibot';
import { decodeTrusted, encodeCanonical, type Cbor } from '../../encoding/cbor';
import type { Bytes } from '../../encoding/bytes';
import { ALGORITHMS, type Otp, type Secret } from '../../otp/otp';

/** The schema this version writes. Accounts of a higher one are shown and never rewritten. */
export const ACCOUNT_SCHEMA = 1;

/** A place the account belongs to. `host` is as `URL.hostname` has it: lower case, punycode. */
export interface Site {
  readonly host: string;
  /** Absent: the scheme's default port. */
  readonly port?: number;
  /** Whether hosts below it belong too. */
  readonly subdomains: boolean;
  readonly confirmedAt: number;
  /** The code field that the user showed there; `locator.ts` says what its traits are. */
  readonly field?: { readonly traits: readonly string[]; readonly cells: number };
  /** Send the form after filling. */
  readonly submit?: true;
  /** The code goes behind the password, in its field. */
  readonly append?: true;
}

/** A kind of one-time password that this version can't compute; kept as it came. */
export interface UnknownOtp {
  readonly type: 'unknown';
  readonly raw: Cbor;
}

export interface Account {
  readonly id: string;
  readonly issuer: string;
  readonly accountName: string;
  readonly otp: Otp | UnknownOtp;
  readonly sites: readonly Site[];
  /** No code of it has been typed at its site yet. */
  readonly provisional: boolean;
  /** Place in the list: any number, ascending. A move takes the middle of its new neighbours. */
  readonly order: number;
  readonly createdAt: number;
  /** When each field was last changed, by its name; merging compares them. */
  readonly changedAt: Readonly<Record<string, number>>;
  /** In the trash since. */
  readonly deletedAt?: number;
  readonly readOnly: boolean;
  /** Fields that this version does not know: written back as they were read. */
  readonly rest: Readonly<Record<string, Cbor>>;
}

const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const bytes = v.pipe(
  v.instance(Uint8Array),
  v.minLength(1),
  v.transform((value) => value as unknown as Secret),
);
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const shared = {
  secret: bytes,
  algorithm: v.picklist(ALGORITHMS),
  digits: v.pipe(whole, v.minValue(1), v.maxValue(10)),
};

const known = v.variant('type', [
  v.strictObject({ type: v.literal('totp'), ...shared, period: v.pipe(whole, v.minValue(1)) }),
  v.strictObject({ type: v.literal('hotp'), ...shared, counter: whole }),
  v.strictObject({ type: v.literal('steam'), secret: bytes }),
]);

const site = v.looseObject({
  host: v.string(),
  port: v.exactOptional(v.pipe(whole, v.minValue(1), v.maxValue(65_535))),
  subdomains: v.boolean(),
  confirmedAt: time,
  field: v.exactOptional(v.object({ traits: v.array(v.string()), cells: whole })),
  submit: v.exactOptional(v.literal(true)),
  append: v.exactOptional(v.literal(true)),
});

const schema = v.looseObject({
  id: v.pipe(v.string(), v.uuid()),
  issuer: v.string(),
  accountName: v.string(),
  otp: v.looseObject({ type: v.string() }),
  sites: v.array(site),
  provisional: v.boolean(),
  order: v.pipe(v.number(), v.finite()),
  createdAt: time,
  changedAt: v.record(v.string(), time),
  deletedAt: v.exactOptional(time),
});

/** A newer version's account: its id must be readable, whatever else is not counts as absent. */
const newerSchema = v.looseObject({
  id: schema.entries.id,
  issuer: v.fallback(schema.entries.issuer, ''),
  accountName: v.fallback(schema.entries.accountName, ''),
  otp: v.fallback(schema.entries.otp, { type: 'unknown' }),
  sites: v.fallback(schema.entries.sites, []),
  provisional: v.fallback(schema.entries.provisional, false),
  order: v.fallback(schema.entries.order, 0),
  createdAt: v.fallback(time, 0),
  changedAt: v.fallback(schema.entries.changedAt, {}),
  deletedAt: v.fallback(v.optional(time), undefined),
});

const names = new Set(Object.keys(schema.entries));

export function encodeAccount(account: Account): Bytes {
  const { rest, readOnly: _, otp, ...fields } = account;
  const kept = otp.type === 'unknown' ? otp.raw : { ...otp };
  return encodeCanonical({
    ...rest,
    ...fields,
    otp: kept,
    sites: account.sites.map((place) => ({ ...place })),
  });
}

/** @param version The record's schema number. `undefined` where the bytes are not an account. */
export function decodeAccount(plaintext: Uint8Array, version: number): Account | undefined {
  const readOnly = version > ACCOUNT_SCHEMA;
  const decoded = decodeTrusted(plaintext);
  const parsed = v.safeParse(readOnly ? newerSchema : schema, decoded);
  if (!parsed.success) return undefined;
  const { id, issuer, accountName, otp, sites, provisional, order, createdAt, changedAt, deletedAt } =
    parsed.output;
  const rest = Object.fromEntries(
    Object.entries(decoded as Record<string, Cbor>).filter(([name]) => !names.has(name)),
  );
  return {
    id,
    issuer,
    accountName,
    otp: decodeOtp(otp as Record<string, Cbor>, readOnly),
    sites,
    provisional,
    order,
    createdAt,
    changedAt,
    ...(deletedAt === undefined ? {} : { deletedAt }),
    readOnly,
    rest,
  };
}

/** A newer version may have given known names another meaning: better no code than a wrong one. */
function decodeOtp(raw: Record<string, Cbor>, newer: boolean): Otp | UnknownOtp {
  const parsed = newer ? undefined : v.safeParse(known, raw);
  return parsed?.success ? parsed.output : { type: 'unknown', raw };
}
