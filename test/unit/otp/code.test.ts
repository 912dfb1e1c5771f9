import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase32 } from '../../../lib/encoding/base32';
import { codeAt, digitsOf, hotpCode, periodOf, verify } from '../../../lib/otp/code';
import {
  ALGORITHMS,
  type Algorithm,
  type Hotp,
  type Secret,
  type Steam,
  type Totp,
} from '../../../lib/otp/otp';
import rfc4226 from '../../corpus/rfc4226.json';
import rfc6238 from '../../corpus/rfc6238.json';
import steam from '../../corpus/steam.json';

const ascii = (text: string) => new TextEncoder().encode(text) as Uint8Array as Secret;
const totp: Totp = {
  type: 'totp',
  secret: ascii(rfc4226.secret),
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
};
const hotp: Hotp = { type: 'hotp', secret: ascii(rfc4226.secret), algorithm: 'SHA1', digits: 6, counter: 0 };

/** RFC 4226, section 5.3, in whole numbers of any size and with another HMAC than the one under test. */
function expectedCode({ secret, algorithm, digits }: Hotp | Totp, factor: bigint): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(factor);
  const digest = createHmac(algorithm, secret).update(message).digest();
  const truncated = BigInt(digest.readUInt32BE(digest.at(-1)! & 15) & 0x7fffffff);
  return String(truncated % 10n ** BigInt(digits)).padStart(digits, '0');
}

const shared = {
  secret: fc.uint8Array({ minLength: 1, maxLength: 150 }).map((bytes) => bytes as Uint8Array as Secret),
  algorithm: fc.constantFrom(...ALGORITHMS),
  digits: fc.integer({ min: 1, max: 10 }),
};
const hotps = fc.record({ type: fc.constant('hotp' as const), ...shared, counter: fc.maxSafeNat() });
const totps = fc.record({
  type: fc.constant('totp' as const),
  ...shared,
  period: fc.integer({ min: 1, max: 86_400 }),
});
/** All that `Date` can express after 1970: up to the year 275760. */
const times = fc.integer({ min: 0, max: 8.64e15 });

describe('hotpCode', () => {
  test.each(rfc4226.rows)('agrees with RFC 4226, appendix D for counter $counter', (row) => {
    expect(hotpCode({ ...hotp, counter: row.counter })).toBe(row.code);
    expect(Number(hotpCode({ ...hotp, counter: row.counter, digits: 10 }))).toBe(row.truncated);
  });

  test.each([2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER])(
    'agrees with an independent computation at counter %i',
    (counter) => {
      expect(hotpCode({ ...hotp, counter })).toBe(expectedCode(hotp, BigInt(counter)));
    },
  );

  test('agrees with an independent computation for any secret, algorithm, digits and counter', () => {
    fc.assert(
      fc.property(hotps, (otp) => {
        expect(hotpCode(otp)).toBe(expectedCode(otp, BigInt(otp.counter)));
      }),
    );
  });

  test('takes of a larger buffer only the part that is the secret', () => {
    const larger = Uint8Array.of(1, 2, ...hotp.secret, 3);
    const secret = larger.subarray(2, -1) as Uint8Array as Secret;
    expect(hotpCode({ ...hotp, secret })).toBe('755224');
  });
});

describe('codeAt', () => {
  test.each(rfc6238.rows)('agrees with RFC 6238, appendix B at $seconds s with $algorithm', (row) => {
    const algorithm = row.algorithm as Algorithm;
    const otp: Totp = { ...totp, algorithm, secret: ascii(rfc6238.secrets[algorithm]), digits: 8 };
    expect(codeAt(otp, row.seconds * 1000).text).toBe(row.code);
  });

  test.each(steam.rows)("agrees with Steam's symbols at $seconds s", (row) => {
    const otp: Steam = { type: 'steam', secret: decodeBase32(row.secret) as Uint8Array as Secret };
    expect(codeAt(otp, row.seconds * 1000).text).toBe(row.code);
  });

  test('agrees with an independent computation up to the last year there is', () => {
    fc.assert(
      fc.property(totps, times, (otp, now) => {
        const step = BigInt(now) / BigInt(otp.period * 1000);
        expect(codeAt(otp, now)).toEqual({
          text: expectedCode(otp, step),
          next: expectedCode(otp, step + 1n),
          validUntil: Number(step + 1n) * otp.period * 1000,
        });
      }),
    );
  });

  test('gives way to the next code exactly at validUntil', () => {
    fc.assert(
      fc.property(totps, times, (otp, now) => {
        const { text, next, validUntil } = codeAt(otp, now);
        expect(codeAt(otp, validUntil - 1).text).toBe(text);
        expect(codeAt(otp, validUntil).text).toBe(next);
      }),
    );
  });
});

describe('verify', () => {
  const now = 1_700_000_000_000;
  const codeAtStep = (distance: number) => codeAt(totp, now + distance * 30_000).text;
  const hotpAt = (counter: number) => hotpCode({ ...hotp, counter });

  test.each([0, 1, -1, 2, -2])('finds a TOTP code %i steps away', (distance) => {
    expect(verify(totp, codeAtStep(distance), { now, window: 2 })).toBe(distance);
  });

  test.each([3, -3])('finds no TOTP code %i steps away within a window of 2', (distance) => {
    expect(verify(totp, codeAtStep(distance), { now, window: 2 })).toBeUndefined();
  });

  test.each([0, 1, 3])('looks ahead to an HOTP code %i counters on', (distance) => {
    expect(verify({ ...hotp, counter: 5 }, hotpAt(5 + distance), { now, window: 3 })).toBe(distance);
  });

  test.each([-1, 4])('finds no HOTP code %i counters on within a window of 3', (distance) => {
    expect(verify({ ...hotp, counter: 5 }, hotpAt(5 + distance), { now, window: 3 })).toBeUndefined();
  });

  test.each([
    ['spaces', ' 755 224\n'],
    ['no-break spaces', '755\u00A0224'],
  ])('skips %s', (_, typed) => {
    expect(verify(hotp, typed, { now, window: 0 })).toBe(0);
  });

  test.each([
    ['a code with a digit missing', '75522'],
    ['a code with a digit too many', '7552240'],
    ['nothing', ''],
  ])('finds %s nowhere', (_, typed) => {
    expect(verify(hotp, typed, { now, window: 3 })).toBeUndefined();
  });

  test("reads Steam's letters in either case", () => {
    const otp: Steam = { type: 'steam', secret: totp.secret };
    expect(verify(otp, codeAt(otp, now).text.toLowerCase(), { now, window: 1 })).toBe(0);
  });

  test('answers the nearest of several distances, and the earlier of two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 1e9 }), fc.integer({ min: 0, max: 9 }), (step, digit) => {
        const otp = { ...totp, digits: 1 };
        const nearest = [0, -1, 1, -2, 2, -3, 3].find(
          (distance) => expectedCode(otp, BigInt(step + distance)) === String(digit),
        );
        expect(verify(otp, String(digit), { now: step * 30_000, window: 3 })).toBe(nearest);
      }),
    );
  });

  test('looks neither before the first step nor beyond the last counter', () => {
    const before = expectedCode(totp, 2n ** 64n - 1n);
    expect(verify(totp, before, { now: 0, window: 1 })).toBeUndefined();
    const beyond = expectedCode(hotp, 2n ** 53n);
    expect(verify({ ...hotp, counter: 2 ** 53 - 1 }, beyond, { now, window: 1 })).toBeUndefined();
  });
});

test.each([
  ['TOTP', { ...totp, period: 60, digits: 8 }, 60, 8],
  ['HOTP', { ...hotp, digits: 7 }, 0, 7],
  ['Steam', { type: 'steam', secret: totp.secret } as const, 30, 5],
])('periodOf and digitsOf know %s', (_, otp, period, digits) => {
  expect([periodOf(otp), digitsOf(otp)]).toEqual([period, digits]);
});
