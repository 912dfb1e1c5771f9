/**
 * The code of RFC 4226 (HOTP), RFC 6238 (TOTP) and Steam, computed by `otpauth`.
 *
 * Its slim build, because the default one takes its HMAC from Node under test and brings its own to the browser:
 * the tests would prove code that is not shipped.
 */
import { HOTP, Secret as Key } from 'otpauth/slim';
import { equalBytes, utf8 } from '../encoding/bytes';
import { LIMITS } from '../limits';
import type { Algorithm, Hotp, Otp, Secret, Steam, Totp } from './otp';
import { STEAM, steamSymbols } from './steam';

export interface Code {
  readonly text: string;
  /** The code of the following step. */
  readonly next: string;
  /** Milliseconds since the epoch at which `text` gives way to `next`. */
  readonly validUntil: number;
}

/** @param now Milliseconds since the epoch. */
export function codeAt(otp: Totp | Steam, now: number): Code {
  const step = stepAt(otp, now);
  return {
    text: codeOf(otp, step),
    next: codeOf(otp, step + 1),
    validUntil: (step + 1) * periodOf(otp) * 1000,
  };
}

/** The code of `otp.counter`. Commit the incremented counter before showing it. */
export function hotpCode(otp: Hotp): string {
  return codeOf(otp, otp.counter);
}

/**
 * At which distance from now, or from the counter, a code is the right one; where there are several, the
 * nearest, and of two equally near the earlier.
 *
 * @param code As typed: spaces are skipped, and letters may have any case.
 * @param window Steps looked at on either side of now, or counters looked ahead (never back) for HOTP.
 */
export function verify(
  otp: Otp,
  code: string,
  { now, window }: { now: number; window: number },
): number | undefined {
  const typed = utf8(code.replace(/\s/g, '').toUpperCase());
  const base = otp.type === 'hotp' ? otp.counter : stepAt(otp, now);
  let found: number | undefined;
  for (const distance of distances(otp, window)) {
    const factor = base + distance;
    if (factor < 0 || factor > LIMITS.maxCounter) continue;
    // All are computed even after a match, so that the time taken does not tell which it was.
    if (equalBytes(utf8(codeOf(otp, factor)), typed)) found ??= distance;
  }
  return found;
}

/** Seconds; 0 where codes do not follow the clock, as `AccountView` has it. */
export function periodOf(otp: Otp): number {
  if (otp.type === 'hotp') return 0;
  return otp.type === 'steam' ? STEAM.period : otp.period;
}

/** How many characters a code has. */
export function digitsOf(otp: Otp): number {
  return otp.type === 'steam' ? STEAM.digits : otp.digits;
}

function stepAt(otp: Totp | Steam, now: number): number {
  return Math.floor(now / (periodOf(otp) * 1000));
}

function codeOf(otp: Otp, factor: number): string {
  if (otp.type !== 'steam') return truncate(otp.secret, otp.algorithm, factor, otp.digits);
  // 31 bits have at most ten digits, so ten of them leave nothing out.
  return steamSymbols(Number(truncate(otp.secret, STEAM.algorithm, factor, 10)));
}

function truncate(secret: Secret, algorithm: Algorithm, counter: number, digits: number): string {
  // A copy, because the secret may be a view into a larger buffer and all of `buffer` is taken.
  return HOTP.generate({
    secret: new Key({ buffer: new Uint8Array(secret).buffer }),
    algorithm,
    counter,
    digits,
  });
}

/** Nearest first: 0, -1, 1, -2, 2 … or, for HOTP, 0, 1, 2 … */
function distances(otp: Otp, window: number): number[] {
  const ahead = Array.from({ length: window }, (_, i) => i + 1);
  return [0, ...(otp.type === 'hotp' ? ahead : ahead.flatMap((distance) => [-distance, distance]))];
}
