import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareBytes,
  concat,
  equalBytes,
  fromBase64,
  fromHex,
  toBase64,
  toBase64Url,
  toHex,
  uint64,
  utf8,
} from '../../../lib/encoding/bytes';

const bytes = fc.uint8Array({ maxLength: 80 });
const hex = (given: Uint8Array) => Buffer.from(given).toString('hex');

describe('equalBytes and compareBytes', () => {
  test('agree with an order of bytes computed elsewhere', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b));
        expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
      }),
    );
  });

  test.each([
    ['0102', '0102', 0],
    ['', '', 0],
    ['', '00', -1],
    ['01', '0100', -1],
    ['02', '01ff', 1],
    ['ff', '7f', 1],
  ])('order %s and %s', (a, b, order) => {
    const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
    expect(Math.sign(compareBytes(left, right))).toBe(order);
    expect(equalBytes(left, right)).toBe(order === 0);
  });
});

describe('base64', () => {
  test('agrees with another writer and reads back what it wrote', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        expect(toBase64(given)).toBe(Buffer.from(given).toString('base64'));
        expect(toBase64Url(given)).toBe(Buffer.from(given).toString('base64url'));
        expect(hex(fromBase64(toBase64(given))!)).toBe(hex(given));
      }),
    );
  });

  test.each(['*', 'AAAAA', 'A===', 'Ä', '-_'])('refuses what is none: %s', (text) => {
    expect(fromBase64(text)).toBeUndefined();
  });
});

test.each([
  [0, '0000000000000000'],
  [1, '0000000000000001'],
  [2 ** 32, '0000000100000000'],
  [Number.MAX_SAFE_INTEGER, '001fffffffffffff'],
])('uint64 writes %i most significant byte first', (value, expected) => {
  expect(hex(uint64(value))).toBe(expected);
});

test('concat joins views, and utf8 is what Unicode says', () => {
  const view = Uint8Array.of(9, 1, 2, 9).subarray(1, 3);
  expect(hex(concat(view, new Uint8Array(), utf8('é€😀')))).toBe('0102c3a9e282acf09f9880');
});

describe('hex', () => {
  test('is read as it is written, in either case', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(fromHex(toHex(bytes))).toEqual(bytes);
        expect(fromHex(toHex(bytes).toUpperCase())).toEqual(bytes);
      }),
    );
  });

  test.each(['0', '0g', ' 00', '0x00', '000'])('is not %j', (text: string) => {
    expect(fromHex(text)).toBeUndefined();
  });
});
