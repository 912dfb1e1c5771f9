import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import commonWords from '@zxcvbn-ts/language-en/dist/commonWords.json.mjs';
import firstNames from '@zxcvbn-ts/language-en/dist/firstnames.json.mjs';
import wikipedia from '@zxcvbn-ts/language-en/dist/wikipedia.json.mjs';

/**
 * Loaded only where a passphrase is set: its word lists are larger than all the rest of the page. Last names are left
 * out, because their list is a fifth of the packed extension.
 */
const estimator = new ZxcvbnFactory({
  dictionary: { ...dictionary, commonWords, firstNames, wikipedia },
  graphs: adjacencyGraphs,
  useLevenshteinDistance: true,
});

/** How many guesses a good guesser needs. */
export function guessesFor(passphrase: string): number {
  return estimator.check(passphrase.normalize('NFKC')).guesses;
}
