import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase32, encodeBase32, findForeignCharacter } from '../../../lib/encoding/base32';

const ascii = (bytes: Uint8Array | undefined) => bytes && String.fromCharCode(...bytes);
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

// RFC 4648, section 10.
const vectors = [
  ['', ''],
  ['f', 'MY======'],
  ['fo', 'MZXQ===='],
  ['foo', 'MZXW6==='],
  ['foob', 'MZXW6YQ='],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI======'],
] as const;

describe('decodeBase32', () => {
  test.each(vectors)('reads the vector for "%s"', (plain, text) => {
    expect(ascii(decodeBase32(text))).toBe(plain);
  });

  test.each([
    ['lower and mixed case', 'mZxW6yTbOi'],
    ['no padding', 'MZXW6YTBOI'],
    ['groups parted by spaces, tabs and line breaks', 'MZXW 6YTB\tO\r\nI'],
    ['groups parted by non-breaking and ideographic spaces', 'MZXW\u00A06YTB\u3000OI'],
    ['groups parted by dashes of any kind', 'MZ-XW\u20116Y\u2013TB\u2014OI'],
    ['unseen characters out of a web page', '\uFEFFMZXW\u200B6YTB\u00ADOI\u2060'],
    ['padding with spaces in it', 'MZXW6YTBOI == == =='],
    ['left-over bits that are not zero', 'MZXW6YTBOJ'],
    ['a left-over symbol', 'MZXW6YTBOIA'],
  ])('forgives %s', (_, text) => {
    expect(ascii(decodeBase32(text))).toBe('foobar');
  });

  test.each([
    ['the digits it leaves out', 'MZXW01', 4],
    ['punctuation', 'MZXW_6YTB', 4],
    ['padding before the end', 'MZ==XW6Y', 2],
    ['a letter that capitals would turn into S', 'MZXW\u017F', 4],
    ['a letter that capitals would turn into I', '\u0131ZXW', 0],
    ['full-width letters', 'MZX\uFF37', 3],
    ['a character of two units, behind separators', ' -\u{1F511}MZXW', 2],
    ['a digit behind an unseen character of two units', '\u{E0020}M0', 3],
  ])('refuses %s', (_, text, index) => {
    expect(decodeBase32(text)).toBeUndefined();
    expect(findForeignCharacter(text)).toBe(index);
  });
});

describe('encodeBase32', () => {
  test.each(vectors)('writes the vector for "%s" without its padding', (plain, text) => {
    expect(encodeBase32(bytesOf(plain))).toBe(text.replace(/=+$/, ''));
  });

  test('writes what decodeBase32 reads back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes);
      }),
    );
  });
});
