/** What Steam's variant fixes, so that its Key URIs and its codes agree. */
export const STEAM = { algorithm: 'SHA1', digits: 5, period: 30 } as const;

/** Valve left out what is easily taken for something else. */
const ALPHABET = '23456789BCDFGHJKMNPQRTVWXY';

/**
 * Spells a code in Steam's five symbols, the least significant first.
 *
 * @param truncated The 31 bits that RFC 4226, section 5.3 calls `Snum`, before they are cut to digits.
 */
export function steamSymbols(truncated: number): string {
  let text = '';
  let rest = truncated;
  for (let i = 0; i < STEAM.digits; i++) {
    text += ALPHABET.charAt(rest % ALPHABET.length);
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}
