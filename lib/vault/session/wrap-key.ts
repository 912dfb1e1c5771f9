/** The vault key between two runs of the worker: wrapped under a key of this session that can't be read out. */
import { concat, fromBase64, toBase64, type Bytes } from '../../encoding/bytes';
import type { Random } from '../../crypto/seal';

const NONCE_BYTES = 12;

export async function wrapKey(vaultKey: Bytes, random: Random): Promise<{ key: CryptoKey; wrapped: string }> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'unwrapKey',
  ]);
  const iv = random(new Uint8Array(NONCE_BYTES));
  const ct = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, vaultKey));
  return { key, wrapped: toBase64(concat(iv, ct)) };
}

/** For deriving; `undefined` where the two do not belong together. */
export async function unwrapKey(wrapped: string, key: CryptoKey): Promise<CryptoKey | undefined> {
  const bytes = fromBase64(wrapped);
  if (!bytes) return undefined;
  const gcm = { name: 'AES-GCM', iv: bytes.slice(0, NONCE_BYTES) };
  const ct = bytes.slice(NONCE_BYTES);
  try {
    return await crypto.subtle.unwrapKey('raw', ct, key, gcm, 'HKDF', false, ['deriveBits', 'deriveKey']);
  } catch {
    return undefined;
  }
}
