import { expect, test } from 'vitest';
import { steamSymbols } from '../../../lib/otp/steam';

test.each([
  [0, '22222'],
  [25, 'Y2222'],
  [26, '23222'],
  [26 ** 4, '22223'],
  [26 ** 5 - 1, 'YYYYY'],
  [26 ** 5, '22222'],
  [2 ** 31 - 1, 'WXPBQ'],
])('steamSymbols spells %i as %s, the least significant symbol first', (truncated, text) => {
  expect(steamSymbols(truncated)).toBe(text);
});
