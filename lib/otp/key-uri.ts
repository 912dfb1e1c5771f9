/**
 * Reads and writes `otpauth://` URIs, the text inside a setup QR code, and reads Steam's `steam://`.
 *
 * The format is only described by https://github.com/google/google-authenticator/wiki/Key-Uri-Format,
 * and issuers take liberties with it. Reading forgives what cannot change a code (letter case, spaces,
 * a missing issuer) and refuses what can: a guessed algorithm or digit count shows wrong codes forever.
 */
import { encodeBase32 } from '../encoding/base32';
import { LIMITS } from '../limits';
import { parseOtp, parseSecret, readQuery, refuse, type Parameter } from './key-uri-parameters';
import type { Otp } from './otp';
import { isWeak } from './secret';
import { STEAM } from './steam';

export interface KeyUri {
  readonly issuer: string;
  readonly accountName: string;
  readonly otp: Otp;
}

export interface ParsedKeyUri extends KeyUri {
  readonly notes: readonly KeyUriNote[];
}

/** What is taken as it is, but worth telling. */
export type KeyUriNote =
  /** The label names another issuer than the parameter, which won. */
  | { readonly kind: 'issuer-mismatch'; readonly prefix: string }
  /** There more than once; the first of each won. */
  | { readonly kind: 'duplicate-parameter'; readonly names: readonly Parameter[] }
  | { readonly kind: 'weak-secret' }
  | { readonly kind: 'unusual-period' };

/**
 * Names are kept whole, with whatever control or bidi characters they hold, but for white space at their ends.
 *
 * @throws {Problem<KeyUriProblem>}
 */
export function parseKeyUri(text: string): ParsedKeyUri {
  if (text.length > LIMITS.keyUriLength) refuse('too-long');
  const uri = wellFormed(text.trim());
  const bare = /^steam:\/\/([^/?]+)$/i.exec(uri)?.[1];
  if (bare !== undefined) return parseBareSteam(bare);

  // Not `new URL()`: engines disagree on where it puts the type, and a bare `#` would cut the secret off.
  const [, type, label = '', query = ''] =
    /^otpauth:\/\/([^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/is.exec(uri) ?? [];
  if (type === undefined) refuse('not-key-uri');

  const { values, duplicates } = readQuery(query);
  const otp = parseOtp(type, values);
  const issuer = values.get('issuer')?.trim() ?? '';
  const { prefix, accountName } = parseLabel(label, issuer);
  if ([issuer, prefix, accountName].some((name) => name.length > LIMITS.nameLength)) refuse('name-too-long');

  const notes: KeyUriNote[] = notesOn(otp);
  if (prefix && issuer && !sameName(prefix, issuer)) notes.push({ kind: 'issuer-mismatch', prefix });
  if (duplicates.length > 0) notes.push({ kind: 'duplicate-parameter', names: duplicates });
  return { issuer: issuer || prefix, accountName, otp, notes };
}

/**
 * Writes what `parseKeyUri` reads back as the same, names with colons included. Three exceptions: white space at
 * the ends of names and lone surrogates are lost, and names of many hundred characters can make a text that is
 * longer than `LIMITS.keyUriLength`.
 */
export function formatKeyUri({ issuer, accountName, otp }: KeyUri): string {
  // Of an account name alone, what stands before its colon would be read as the issuer.
  const prefix = issuer || accountName.includes(':') ? `${encode(issuer)}:` : '';
  const type = otp.type === 'hotp' ? 'hotp' : 'totp';
  const issuerParameter = issuer && `&issuer=${encode(issuer)}`;
  const rest = `secret=${encodeBase32(otp.secret)}${issuerParameter}&${formatParameters(otp)}`;
  return `otpauth://${type}/${prefix}${encode(accountName)}?${rest}`;
}

/** Every parameter is spelled out, because readers differ in their defaults. */
function formatParameters(otp: Otp): string {
  const { algorithm, digits } = otp.type === 'steam' ? STEAM : otp;
  const shared = `algorithm=${algorithm}&digits=${digits}`;
  switch (otp.type) {
    case 'totp':
      return `${shared}&period=${otp.period}`;
    case 'hotp':
      return `${shared}&counter=${otp.counter}`;
    case 'steam':
      return `${shared}&period=${STEAM.period}&encoder=steam`;
  }
}

/** `steam://` and the secret, as Bitwarden and others write it. It names nobody. */
function parseBareSteam(text: string): ParsedKeyUri {
  const otp: Otp = { type: 'steam', secret: parseSecret(text) };
  return { issuer: 'Steam', accountName: '', otp, notes: notesOn(otp) };
}

function notesOn(otp: Otp): KeyUriNote[] {
  const notes: KeyUriNote[] = [];
  if (isWeak(otp.secret)) notes.push({ kind: 'weak-secret' });
  const usual =
    otp.type !== 'totp' || (otp.period >= LIMITS.usualMinPeriod && otp.period <= LIMITS.usualMaxPeriod);
  if (!usual) notes.push({ kind: 'unusual-period' });
  return notes;
}

/**
 * The label is `accountName` or `issuer:accountName`. Neither should hold a colon, yet both do: an issuer that is
 * known from its parameter is taken off whole, else a bare colon parts them before an encoded one does.
 */
function parseLabel(label: string, issuer: string): { prefix: string; accountName: string } {
  const text = decodePercent(label);
  if (issuer && text.startsWith(`${issuer}:`)) {
    return { prefix: issuer, accountName: text.slice(issuer.length + 1).trim() };
  }
  const colon = label.includes(':')
    ? decodePercent(label.slice(0, label.indexOf(':'))).length
    : text.indexOf(':');
  return { prefix: text.slice(0, Math.max(colon, 0)).trim(), accountName: text.slice(colon + 1).trim() };
}

/** Whether two spellings name one issuer, as far as no one need be asked. A plus is literal in a label only. */
function sameName(prefix: string, issuer: string): boolean {
  const plain = (name: string) =>
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s+]+/g, ' ')
      .trim();
  return plain(prefix) === plain(issuer);
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse('bad-label');
  }
}

function encode(name: string): string {
  return encodeURIComponent(wellFormed(name));
}

/** Lone surrogates have no bytes, and `encodeURIComponent` throws at them. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
