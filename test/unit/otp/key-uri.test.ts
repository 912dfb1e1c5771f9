import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase32 } from '../../../lib/encoding/base32';
import { formatKeyUri, parseKeyUri, type KeyUri } from '../../../lib/otp/key-uri';
import { ALGORITHMS, type Secret } from '../../../lib/otp/otp';
import corpus from '../../corpus/key-uris.json';

const secretOf = (text: string) => decodeBase32(text) as Uint8Array as Secret;
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEE';
const john: KeyUri = {
  issuer: 'ACME',
  accountName: 'john',
  otp: { type: 'totp', secret: secretOf(secret), algorithm: 'SHA1', digits: 6, period: 30 },
};

describe('parseKeyUri', () => {
  test.each(corpus.same)('reads $name', ({ uri }) => {
    expect(parseKeyUri(uri)).toEqual({ ...john, notes: [] });
  });

  test.each(corpus.reads)('$name', ({ uri, expected }) => {
    const otp = { ...expected.otp, secret: secretOf(expected.otp.secret) };
    expect(parseKeyUri(uri)).toEqual({ ...expected, otp });
  });

  test.each(corpus.refuses)('refuses $name with exactly $problem', ({ uri, problem }) => {
    expect(() => parseKeyUri(uri)).toThrow(new RegExp(`^${problem}$`));
  });

  test('takes 4,096 characters and refuses one more, whatever they are', () => {
    const start = `otpauth://totp/ACME:john?secret=${secret}&image=`;
    expect(parseKeyUri(start.padEnd(4096, 'x'))).toMatchObject(john);
    expect(() => parseKeyUri(start.padEnd(4097, 'x'))).toThrow(/^too-long$/);
    expect(() => parseKeyUri('x'.repeat(4097))).toThrow(/^too-long$/);
  });

  const name = 'n'.repeat(1024);
  test.each([
    ['an account name', (text: string) => `otpauth://totp/${text}?secret=${secret}`],
    ['an issuer before a colon', (text: string) => `otpauth://totp/${text}:john?secret=${secret}`],
    ['an issuer parameter', (text: string) => `otpauth://totp/john?secret=${secret}&issuer=${text}`],
  ])('takes %s of 1,024 characters and refuses a longer one', (_, uriWith) => {
    expect(Object.values(parseKeyUri(uriWith(name)))).toContain(name);
    expect(() => parseKeyUri(uriWith(`${name}n`))).toThrow(/^name-too-long$/);
  });

  test('replaces a lone surrogate, so that the name can be written again', () => {
    const parsed = parseKeyUri(`otpauth://totp/a\uD83Db?secret=${secret}`);
    expect(parsed.accountName).toBe('a\uFFFDb');
  });
});

describe('formatKeyUri', () => {
  test.each([
    ['TOTP', john, `totp/ACME:john?secret=${secret}&issuer=ACME&algorithm=SHA1&digits=6&period=30`],
    [
      'HOTP',
      { ...john, otp: { ...john.otp, type: 'hotp', algorithm: 'SHA256', digits: 8, counter: 7 } },
      `hotp/ACME:john?secret=${secret}&issuer=ACME&algorithm=SHA256&digits=8&counter=7`,
    ],
    [
      'Steam',
      { ...john, issuer: '', otp: { type: 'steam', secret: secretOf(secret) } },
      `totp/john?secret=${secret}&algorithm=SHA1&digits=5&period=30&encoder=steam`,
    ],
    [
      'names that need encoding',
      { ...john, issuer: 'A B+', accountName: 'c:d&e' },
      `totp/A%20B%2B:c%3Ad%26e?secret=${secret}&issuer=A%20B%2B&algorithm=SHA1&digits=6&period=30`,
    ],
    [
      'an account name with a colon and no issuer',
      { ...john, issuer: '', accountName: 'c:d' },
      `totp/:c%3Ad?secret=${secret}&algorithm=SHA1&digits=6&period=30`,
    ],
  ] as [string, KeyUri, string][])('writes %s with every parameter spelled out', (_, keyUri, expected) => {
    expect(formatKeyUri(keyUri)).toBe(`otpauth://${expected}`);
  });

  test('writes what parseKeyUri reads back', () => {
    fc.assert(
      fc.property(fc.record({ issuer: names, accountName: names, otp: otps }), (keyUri) => {
        expect(parseKeyUri(formatKeyUri(keyUri))).toMatchObject(keyUri);
      }),
      { numRuns: 1000 },
    );
  });

  test('writes a lone surrogate as a replacement character', () => {
    expect(parseKeyUri(formatKeyUri({ ...john, accountName: 'a\uD83D' })).accountName).toBe('a\uFFFD');
  });
});

const shared = {
  secret: fc.uint8Array({ minLength: 1, maxLength: 64 }).map((bytes) => bytes as Uint8Array as Secret),
  algorithm: fc.constantFrom(...ALGORITHMS),
  digits: fc.integer({ min: 4, max: 10 }),
};
const otps = fc.oneof(
  fc.record({ type: fc.constant('totp' as const), ...shared, period: fc.integer({ min: 1, max: 86_400 }) }),
  fc.record({ type: fc.constant('hotp' as const), ...shared, counter: fc.maxSafeNat() }),
  fc.record({ type: fc.constant('steam' as const), secret: shared.secret }),
);
/** Any code points, and often those that mean something in a Key URI. */
const names = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(':', '+', '%', '?', '&', '#', '/', '=', ' ', 'a'),
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join('').trim());
