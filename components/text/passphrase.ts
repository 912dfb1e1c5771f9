import { wordlist } from '@scure/bip39/wordlists/english.js';

const WORDS = 6;

/** @param fill Fills an array with random numbers, as `crypto.getRandomValues` does. */
export function generatePassphrase(fill: (numbers: Uint16Array<ArrayBuffer>) => unknown): string {
  const numbers = new Uint16Array(WORDS);
  fill(numbers);
  // 65,536 is a multiple of the list's 2,048 words: no word is likelier than another.
  return [...numbers].map((number) => wordlist[number % wordlist.length]).join(' ');
}
