import { describe, expect, test } from 'vitest';
import { readTypedSecret } from '../../../lib/otp/manual';

describe('readTypedSecret', () => {
  test.each([
    ['in capitals', 'MZXW6YTBOIMZXW6YTBOIMZXW6Y', 16, false],
    ['spaced and in lower case', 'mzxw 6ytb oimz xw6y tboi mzxw 6y', 16, false],
    ['that is short', 'MZXW 6YTB', 5, true],
    ['of the greatest length', 'A'.repeat(1639), 1024, false],
  ])('reads a secret %s', (_, text, length, weak) => {
    const typed = readTypedSecret(text);
    expect(typed).toMatchObject({ kind: 'secret', weak });
    expect(typed).toHaveProperty('secret.length', length);
  });

  test.each([
    ['empty', 'nothing', ''],
    ['empty', 'separators alone', ' - '],
    ['empty', 'padding alone', '===='],
    ['too-short', 'one symbol', 'M'],
    ['too-short', 'one symbol among separators', ' m ='],
    ['too-long', 'more bytes than are accepted', 'A'.repeat(1640)],
  ])('answers %s for %s', (kind, _, text) => {
    expect(readTypedSecret(text)).toEqual({ kind });
  });

  test.each([
    ['a zero', 'MZX0', { index: 3, confusion: 'zero-for-o' }],
    ['a one', '1ZXW', { index: 0, confusion: 'one-for-i-or-l' }],
    ['an eight', 'MZ XW 8', { index: 6, confusion: 'eight-for-b' }],
    ['a nine, which looks like no letter', 'MZ9', { index: 2 }],
    ['the first of several', 'M$0', { index: 1 }],
    ['padding before the end', 'MZ=XW', { index: 2 }],
  ])('points at %s', (_, text, expected) => {
    expect(readTypedSecret(text)).toEqual({ kind: 'bad-character', ...expected });
  });
});
