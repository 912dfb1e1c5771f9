import * as v from 'valibot';
import { expect, test } from 'vitest';
import { bytesOf, natural } from '../../../../lib/vault/sealed/shapes';

test.each<[unknown, boolean]>([
  [new Uint8Array(4), true],
  [new Uint8Array(3), false],
  [new Uint8Array(5), false],
  [new ArrayBuffer(4), false],
  [[1, 2, 3, 4], false],
  ['four', false],
])('four bytes: %o is so: %s', (value, expected) => {
  expect(v.is(bytesOf(4), value)).toBe(expected);
});

test.each<[unknown, boolean]>([
  [0, true],
  [Number.MAX_SAFE_INTEGER, true],
  [2 ** 53, false],
  [-1, false],
  [0.5, false],
  [Number.NaN, false],
  ['1', false],
])('a natural number: %o is so: %s', (value, expected) => {
  expect(v.is(natural, value)).toBe(expected);
});
