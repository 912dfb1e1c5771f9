import { NewPassphrase } from '../../../../components/state/new-passphrase.svelte';
import { generatePassphrase } from '../../../../components/text/passphrase';

/** The judge of passphrases is heavy: it is loaded where one is typed. */
export const newPassphrase = (): NewPassphrase =>
  new NewPassphrase(
    () => generatePassphrase((numbers) => crypto.getRandomValues(numbers)),
    async () => (await import('../../../../components/text/guesses')).guessesFor,
  );
