import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCanonical, decodeTrusted, encodeCanonical, type Cbor } from '../../../lib/encoding/cbor';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const fromHex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

/** RFC 8949, appendix A, of the kinds used here, and orders of keys (section 4.2.1). */
const spellings: [Cbor, string][] = [
  [0, '00'],
  [23, '17'],
  [24, '1818'],
  [1000, '1903e8'],
  [1_000_000, '1a000f4240'],
  [1_000_000_000_000, '1b000000e8d4a51000'],
  [Number.MAX_SAFE_INTEGER, '1b001fffffffffffff'],
  [-1, '20'],
  [-1000, '3903e7'],
  [1.5, 'f93e00'],
  [100_000.5, 'fa47c35040'],
  [1.1, 'fb3ff199999999999a'],
  [-4.1, 'fbc010666666666666'],
  [false, 'f4'],
  [true, 'f5'],
  [null, 'f6'],
  ['', '60'],
  ['IETF', '6449455446'],
  ['ü', '62c3bc'],
  [Uint8Array.of(1, 2, 3, 4), '4401020304'],
  [[], '80'],
  [[1, [2, 3]], '8201820203'],
  [{}, 'a0'],
  [{ b: 1, a: 2, aa: 3 }, 'a361610261620162616103'],
  [{ z: 0, aa: 0 }, 'a2617a0062616100'],
  [{ here: undefined, a: 1 }, 'a1616101'],
];

const refused: [string, string][] = [
  ['nothing', ''],
  ['a number spelled too long', '1817'],
  ['a number spelled too long in eight bytes', '1b00000000000003e8'],
  ['a float spelled too long', 'fb3ff8000000000000'],
  ['a whole number spelled as a float', 'f93c00'],
  ['minus zero', 'f98000'],
  ['not a number', 'f97e00'],
  ['infinity', 'f97c00'],
  ['undefined', 'f7'],
  ['a number beyond 2^53', '1b0020000000000001'],
  ['a tag', 'c11a514b67b0'],
  ['a big number', 'c249010000000000000000'],
  ['a text of indefinite length', '7f61616161ff'],
  ['a list of indefinite length', '9f01ff'],
  ['a map of indefinite length', 'bf616101ff'],
  ['keys out of order', 'a2616201616102'],
  ['a long key before a short one', 'a262616100617a00'],
  ['a key twice', 'a2616101616102'],
  ['a key that is no text', 'a10102'],
  ['a text that is no UTF-8', '61ff'],
  ['something behind the value', '0000'],
  ['a text cut short', '6461'],
  ['a list that claims four thousand million items', '9affffffff'],
  ['bytes that claim four thousand million', '5affffffff'],
  ['lists within lists without end', '81'.repeat(100_000)],
];

const value = fc.letrec<{ any: Cbor }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
    fc.array(tie('any'), { maxLength: 30 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('any'), { maxKeys: 30, noNullPrototype: true }),
  ),
})).any;

describe('canonical bytes', () => {
  test.each(spellings)('of %j are %s', (given, expected) => {
    expect(hex(encodeCanonical(given))).toBe(expected);
  });

  test('read back as what was written', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(decodeCanonical(encodeCanonical(given))).toEqual(given);
      }),
    );
  });

  test('are the same whatever order properties were made in', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.nat(), { noNullPrototype: true }), (given) => {
        const reversed = Object.fromEntries(Object.entries(given).reverse());
        expect(hex(encodeCanonical(reversed))).toBe(hex(encodeCanonical(given)));
      }),
    );
  });

  test.each(refused)('are not read where there is %s', (_, bytes) => {
    expect(decodeCanonical(fromHex(bytes))).toBeUndefined();
  });

  test('are the only bytes that are read as their value', () => {
    const anything = fc.oneof(fc.uint8Array({ maxLength: 12 }), value.map(encodeCanonical));
    fc.assert(
      fc.property(anything, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, place, mask) => {
        const changed = Uint8Array.from(bytes);
        if (changed.length > 0) changed[place % changed.length]! ^= mask;
        const read = decodeCanonical(changed);
        if (read !== undefined) expect(hex(encodeCanonical(read))).toBe(hex(changed));
      }),
    );
  });

  test('keep a property that is named like what every object has', () => {
    const given = Object.fromEntries([['__proto__', 1]]) as Cbor;
    expect(hex(encodeCanonical(decodeCanonical(encodeCanonical(given))!))).toBe(hex(encodeCanonical(given)));
  });
});

describe('trusted bytes', () => {
  test('read as canonical ones do, and are let go of', () => {
    const bytes = encodeCanonical({ secret: Uint8Array.of(1, 2, 3) });
    const read = decodeTrusted(bytes);
    bytes.fill(0);
    expect(read).toEqual({ secret: Uint8Array.of(1, 2, 3) });
  });

  test.each(['', 'a2616101616102', '9affffffff'])('that are none are not read: %s', (bytes) => {
    expect(decodeTrusted(fromHex(bytes))).toBeUndefined();
  });
});
