/** The part of a Key URI behind the question mark: what decides over codes, read without guessing. */
import { decodeBase32 } from '../encoding/base32';
import { LIMITS } from '../limits';
import { Problem, type KeyUriProblem } from '../problem';
import { ALGORITHMS, type Algorithm, type Otp, type Secret } from './otp';
import { toSecret } from './secret';

const PARAMETERS = ['secret', 'issuer', 'algorithm', 'digits', 'period', 'counter', 'encoder'] as const;
export type Parameter = (typeof PARAMETERS)[number];

export interface Parameters {
  /** The first value of each that is there. */
  readonly values: ReadonlyMap<Parameter, string>;
  /** Those that are there more than once. */
  readonly duplicates: readonly Parameter[];
}

export function readQuery(query: string): Parameters {
  const values = new Map<Parameter, string>();
  const duplicates = new Set<Parameter>();
  for (const [key, value] of new URLSearchParams(keepFinalPluses(query))) {
    // A name that is missed means a default, hence a wrong code: so any case, and links out of HTML source.
    const name = key.toLowerCase().replace(/^amp;/, '');
    const parameter = PARAMETERS.find((known) => known === name);
    if (parameter === undefined) continue;
    if (values.has(parameter)) duplicates.add(parameter);
    else values.set(parameter, value);
  }
  return { values, duplicates: [...duplicates] };
}

/** @throws {Problem<KeyUriProblem>} */
export function parseOtp(type: string, values: Parameters['values']): Otp {
  const kind = kindOf(type, values.get('encoder'));
  const secret = parseSecret(values.get('secret') ?? '');
  // Whatever else is written there: Steam's codes know no other digits, period or algorithm.
  if (kind === 'steam') return { type: kind, secret };

  const algorithm = parseAlgorithm(values.get('algorithm') ?? 'SHA1');
  const digits = parseInteger(values.get('digits') ?? '6', LIMITS.minDigits, LIMITS.maxDigits, 'bad-digits');
  if (kind === 'hotp') {
    const text = values.get('counter') ?? refuse('missing-counter');
    const counter = parseInteger(text, 0, LIMITS.maxCounter, 'bad-counter');
    return { type: kind, secret, algorithm, digits, counter };
  }
  const period = parseInteger(values.get('period') ?? '30', LIMITS.minPeriod, LIMITS.maxPeriod, 'bad-period');
  return { type: kind, secret, algorithm, digits, period };
}

/** @throws {Problem<KeyUriProblem>} */
export function parseSecret(text: string): Secret {
  const bytes = decodeBase32(text);
  return (bytes && toSecret(bytes)) ?? refuse('bad-secret');
}

export function refuse(problem: KeyUriProblem): never {
  throw new Problem(problem);
}

/**
 * A plus in a query means a space, as most writers (URLSearchParams, Java, PHP, Go) write it and Android's `Uri`,
 * hence Google Authenticator and Aegis, reads it; `otpauth` and some apps on iOS take it literally. So `A+B` is
 * "A B", and a plus is `%2B`. But no issuer ends in a space: "Canal+" was written by someone who did not encode.
 */
function keepFinalPluses(query: string): string {
  return query.replace(/issuer=[^&]*/i, (issuer) => issuer.replace(/\++$/, encodeURIComponent));
}

/** Steam is written as a type of its own (Aegis, Ente) or as TOTP with an encoder (KeePassXC). */
function kindOf(type: string, encoder: string | undefined): Otp['type'] {
  const kind = type.toLowerCase();
  if (kind !== 'totp' && kind !== 'hotp' && kind !== 'steam') refuse('bad-type');
  if (encoder === undefined) return kind;
  return encoder.toLowerCase() === 'steam' && kind !== 'hotp' ? 'steam' : refuse('bad-type');
}

function parseAlgorithm(text: string): Algorithm {
  const name = text.toUpperCase().replace(/^(?:HMAC[-_]?)?SHA[-_]?/, 'SHA');
  return ALGORITHMS.find((algorithm) => algorithm === name) ?? refuse('bad-algorithm');
}

function parseInteger(text: string, min: number, max: number, otherwise: KeyUriProblem): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  return value >= min && value <= max ? value : refuse(otherwise);
}
