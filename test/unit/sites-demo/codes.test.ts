import { TOTP } from 'otpauth';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as codes from '../../sites/shared/codes';

/** RFC 6238, appendix B, SHA-1: the last six of its eight digits. The secret is `12345678901234567890`. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const RFC_CODES: readonly (readonly [number, string])[] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];

describe('a code of a demo site', () => {
  it.each(RFC_CODES)('is the one of RFC 6238 at %i seconds', (seconds, code) => {
    expect(codes.codeAt(RFC_SECRET, codes.stepAt(seconds * 1000))).toBe(code);
  });

  it('is the one that otpauth computes from the Key URI, for any new secret', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), (seconds) => {
        const secret = codes.newSecret();
        const otp = new TOTP({ secret });
        expect(codes.codeAt(secret, codes.stepAt(seconds * 1000))).toBe(
          otp.generate({ timestamp: seconds * 1000 }),
        );
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [-2, undefined],
    [-1, 99],
    [0, 100],
    [1, 101],
    [2, undefined],
  ])('%i steps away is matched as step %s', (off, step) => {
    expect(codes.matchingStep(RFC_SECRET, codes.codeAt(RFC_SECRET, 100 + off), 100 * 30_000)).toBe(step);
  });
});

it('secrets are 160 bits of Base32, and no two are alike', () => {
  const secrets = Array.from({ length: 100 }, codes.newSecret);
  expect(secrets.filter((secret) => !/^[A-Z2-7]{32}$/.test(secret))).toEqual([]);
  expect(new Set(secrets).size).toBe(100);
});

it('recovery codes count however they are spelled', () => {
  const code = codes.letterRecoveryCode();
  expect(code).toMatch(/^[a-z2-7]{5}-[a-z2-7]{5}$/);
  expect(codes.hashRecoveryCode(` ${code.toUpperCase().replace('-', ' ')} `)).toBe(
    codes.hashRecoveryCode(code),
  );
  expect(codes.digitRecoveryCode()).toMatch(/^\d{4} \d{4}$/);
});
