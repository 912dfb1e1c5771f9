/** From what a person has to the root key of a slot. */
import type { Bytes } from '../../encoding/bytes';
import type { Kdf, KdfParams } from '../../crypto/kdf';
import { importRoot } from '../../crypto/seal';
import { parseRecoveryKey } from './recovery-key';

/** A way to unlock, about to be made. Passphrases are stretched; the bytes of the others are beyond guessing. */
export type Way =
  | { readonly type: 'passphrase'; readonly passphrase: string }
  | { readonly type: 'recovery'; readonly key: Bytes }
  /** `salt` is what the authenticator's PRF was evaluated with. */
  | { readonly type: 'passkey'; readonly prf: Bytes; readonly credential: Bytes; readonly salt: Bytes };

/** What a person presents to unlock. */
export type Proof =
  | { readonly type: 'passphrase'; readonly passphrase: string }
  | { readonly type: 'recovery'; readonly text: string }
  | { readonly type: 'passkey'; readonly slotId: Bytes; readonly prf: Bytes };

export type Stretching = KdfParams & { readonly salt: Bytes };

/** The root key, or `undefined` where there is none to be had: an empty passphrase, a mistyped recovery key. */
export async function rootOf(
  given: Way | Proof,
  stretching: Stretching | undefined,
  kdf: Kdf,
): Promise<CryptoKey | undefined> {
  switch (given.type) {
    case 'passphrase':
      // Argon2 takes no empty one.
      if (given.passphrase === '' || !stretching) return undefined;
      return importOnce(await kdf(given.passphrase, stretching.salt, stretching));
    case 'recovery': {
      if ('key' in given) return importRoot(given.key);
      const key = await parseRecoveryKey(given.text);
      return key && importOnce(key);
    }
    case 'passkey':
      return importRoot(given.prf);
  }
}

/** Leaves no copy of the bytes behind. */
async function importOnce(bytes: Bytes): Promise<CryptoKey> {
  try {
    return await importRoot(bytes);
  } finally {
    bytes.fill(0);
  }
}
