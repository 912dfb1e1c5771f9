/** What tests need that look at less than a whole vault. */
import { createHash } from 'node:crypto';
import { normalisePassphrase, type Kdf, type KdfParams } from '../../../lib/crypto/kdf';
import type { Random } from '../../../lib/crypto/seal';
import { utf8 } from '../../../lib/encoding/bytes';
import type { KeyKeeper, SessionArea } from '../../../lib/vault/session/session';

export const MINUTE = 60_000;
/** The floor: what is cheap to write down. The cheap kdf does not care. */
export const PARAMS: KdfParams = { m: 46 * 1024, t: 1, p: 1 };

export const random: Random = (bytes) => crypto.getRandomValues(bytes);

export const cheapKdf: Kdf = (passphrase, salt, { m, t, p }) => {
  if (passphrase === '') throw new Error('Argon2 takes no empty passphrase: refuse it before deriving.');
  const hash = createHash('sha256')
    .update(utf8(normalisePassphrase(passphrase)))
    .update(salt);
  return Promise.resolve(new Uint8Array(hash.update(`${m} ${t} ${p}`).digest()));
};

/** Keeps JSON alone, as `storage.session` does. */
export function createArea(): SessionArea & { value: unknown } {
  return {
    value: undefined,
    get() {
      return Promise.resolve(this.value);
    },
    set(value) {
      this.value = JSON.parse(JSON.stringify(value)) as unknown;
      return Promise.resolve();
    },
    remove() {
      this.value = undefined;
      return Promise.resolve();
    },
  };
}

/** Keeps its key where tests can take it away. */
export function createKeeper(): KeyKeeper & { kept: CryptoKey | undefined } {
  return {
    kept: undefined,
    get() {
      return Promise.resolve(this.kept);
    },
    put(key) {
      this.kept = key;
      return Promise.resolve();
    },
    remove() {
      this.kept = undefined;
      return Promise.resolve();
    },
  };
}
