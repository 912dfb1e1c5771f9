/** Base32 of RFC 4648, section 6, written without padding and read with the licence people take. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Both cases spelled out: `toUpperCase` would turn letters of other scripts into Base32 (`ſ` into `S`). */
const VALUES = new Map(
  Array.from(ALPHABET + ALPHABET.toLowerCase(), (symbol, i): [string, number] => [symbol, i % 32]),
);

/** Spaces and dashes of any kind, and what comes along unseen when a page is copied from. */
const SEPARATOR = /^[\s\p{Dash_Punctuation}\p{Format}]$/u;

export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET.charAt((buffer >> (bits - 5)) & 31);
  }
  return bits > 0 ? text + ALPHABET.charAt((buffer << (5 - bits)) & 31) : text;
}

/**
 * Decodes any case, any grouping, padded or not; `undefined` where `findForeignCharacter` finds one.
 *
 * Bits left over at the end are dropped. Strict decoders refuse such texts, though sites do issue them, with
 * 15 or 18 characters.
 */
export function decodeBase32(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (findForeignCharacter(text) !== undefined) return undefined;
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const character of text) {
    const value = VALUES.get(character);
    if (value === undefined) continue;
    buffer = ((buffer << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push((buffer >> (bits -= 8)) & 255);
  }
  return Uint8Array.from(bytes);
}

/** Index of the first character that has no place in Base32, which includes padding anywhere but at the end. */
export function findForeignCharacter(text: string): number | undefined {
  let index = 0;
  let padding: number | undefined;
  for (const character of text) {
    if (character === '=') padding ??= index;
    else if (!VALUES.has(character)) {
      if (!SEPARATOR.test(character)) return index;
    } else if (padding !== undefined) return padding;
    index += character.length;
  }
  return undefined;
}
