import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';

/** Loaded only where a passphrase is set: its word lists are larger than all the rest of the page. */
const estimator = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
  useLevenshteinDistance: true,
});

/** How many guesses a good guesser needs. */
export function guessesFor(passphrase: string): number {
  return estimator.check(passphrase.normalize('NFKC')).guesses;
}
