import { describe, expect, test } from 'vitest';
import { isWeak, toSecret } from '../../../lib/otp/secret';

describe('toSecret', () => {
  test.each([1, 1024])('takes %i bytes', (length) => {
    const bytes = new Uint8Array(length);
    expect(toSecret(bytes)).toBe(bytes);
  });

  test.each([0, 1025])('refuses %i bytes', (length) => {
    expect(toSecret(new Uint8Array(length))).toBeUndefined();
  });
});

test.each([
  [15, true],
  [16, false],
])('isWeak of %i bytes is %s', (length, weak) => {
  expect(isWeak(toSecret(new Uint8Array(length))!)).toBe(weak);
});
