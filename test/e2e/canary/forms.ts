/** Every shape in which something that must not be readable could lie about, and where in some bytes one does. */

export interface Needle {
  /** What it is a shape of, and which: fit to be printed. */
  readonly name: string;
  readonly bytes: Buffer;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((group) => ALPHABET[parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** Of base64, what stays the same whatever stands before and after: at each of the three places it can begin. */
function insideBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const [first, last] = [before === 0 ? 0 : before + 1, (bytes.length + before) % 3 === 0 ? 0 : 1];
    return text.slice(first, text.length - last);
  });
}

const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');
const inFours = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ');

/** Texts that say the same as these bytes. */
function textsOf(bytes: Buffer): Record<string, string[]> {
  const hex = bytes.toString('hex');
  return {
    hex: [hex, hex.toUpperCase()],
    base64: insideBase64(bytes),
    base64url: insideBase64(bytes).map(urlSafe),
    'list of numbers': [[...bytes].join(','), [...bytes].join(', ')],
  };
}

/** As one byte a character and as two: a browser keeps texts both ways. */
function needles(name: string, texts: Readonly<Record<string, readonly string[]>>): Needle[] {
  return Object.entries(texts).flatMap(([shape, each]) =>
    [...new Set(each)].flatMap((text) => [
      { name: `${name} as ${shape}`, bytes: Buffer.from(text) },
      { name: `${name} as ${shape}, utf-16`, bytes: Buffer.from(text, 'utf16le') },
    ]),
  );
}

/** With and without padding: what is padded holds what is not. */
export function secretNeedles(name: string, secret: Buffer): Needle[] {
  const base32 = toBase32(secret);
  return [
    { name: `${name} as it is`, bytes: secret },
    ...needles(name, {
      ...textsOf(secret),
      base32: [base32, base32.toLowerCase()],
      'base32 in fours': [inFours(base32), inFours(base32.toLowerCase())],
    }),
  ];
}

export function textNeedles(name: string, text: string): Needle[] {
  return needles(name, {
    text: [text, text.toLowerCase(), text.toUpperCase()],
    'part of an address': [encodeURIComponent(text), text.replaceAll(' ', '+')],
    ...textsOf(Buffer.from(text)),
  });
}

/** The names of what was found. */
export function findIn(bytes: Uint8Array, sought: readonly Needle[]): string[] {
  const where = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return sought.filter((needle) => where.includes(needle.bytes)).map(({ name }) => name);
}
