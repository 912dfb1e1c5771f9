/**
 * Sealing: AES-256-GCM under a key used once, made by HKDF-SHA256 (RFC 5869) from a long-lived key and a fresh salt.
 *
 * Because every write has its own key, the nonce is zero. AES-GCM alone lets one ciphertext open under two keys, so
 * half of HKDF's output is stored beside the ciphertext as a commitment to the key and compared before opening.
 */
import { equalBytes, type Bytes } from '../encoding/bytes';

export const SALT_BYTES = 32;
const NONCE = new Uint8Array(12);

export interface Sealed {
  readonly salt: Bytes;
  readonly commit: Bytes;
  readonly ct: Bytes;
}

/** Fills with random bytes, as `crypto.getRandomValues` does. */
export type Random = (bytes: Bytes) => Bytes;

/**
 * A source of salts that refuses to hand out the one it gave before: a broken random generator would make two
 * writes share a key and a nonce, and must stop the write instead.
 */
export function createSalts(random: Random): () => Bytes {
  let previous: Bytes = new Uint8Array(SALT_BYTES);
  return () => {
    const salt = random(new Uint8Array(SALT_BYTES));
    if (equalBytes(salt, previous)) throw new Error('The random generator repeats itself.');
    previous = salt.slice();
    return salt;
  };
}

/** A key to derive others from; it can't be read out again. */
export async function importRoot(bytes: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits', 'deriveKey']);
}

export function hkdf(salt: Bytes, info: Bytes): HkdfParams {
  return { name: 'HKDF', hash: 'SHA-256', salt, info };
}

/** The one-time key for `salt` and the commitment to it, 32 bytes each. */
async function derive(root: CryptoKey, salt: Bytes, info: Bytes): Promise<{ key: CryptoKey; commit: Bytes }> {
  const bits = new Uint8Array(await crypto.subtle.deriveBits(hkdf(salt, info), root, 512));
  const key = await crypto.subtle.importKey('raw', bits.subarray(0, 32), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  const commit = bits.slice(32);
  bits.fill(0);
  return { key, commit };
}

/** @param aad The associated data, given the commitment, which some callers bind. */
export async function seal(
  root: CryptoKey,
  salt: Bytes,
  info: Bytes,
  aad: (commit: Bytes) => Bytes,
  plaintext: Bytes,
): Promise<Sealed> {
  const { key, commit } = await derive(root, salt, info);
  const ct = await crypto.subtle.encrypt(gcm(aad(commit)), key, plaintext);
  return { salt, commit, ct: new Uint8Array(ct) };
}

/** The plaintext, or `undefined` where key, commitment, associated data or ciphertext do not belong together. */
export async function open(
  root: CryptoKey,
  sealed: Sealed,
  info: Bytes,
  aad: Bytes,
): Promise<Bytes | undefined> {
  const { key, commit } = await derive(root, sealed.salt, info);
  if (!equalBytes(commit, sealed.commit)) return undefined;
  try {
    return new Uint8Array(await crypto.subtle.decrypt(gcm(aad), key, sealed.ct));
  } catch {
    return undefined;
  }
}

function gcm(additionalData: Bytes): AesGcmParams {
  return { name: 'AES-GCM', iv: NONCE, additionalData };
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

const BLOCK = 256;

/** Hides the length: one byte 0x80, then zeros to the next multiple of 256 (ISO/IEC 7816-4). */
export function pad(bytes: Uint8Array): Bytes {
  const padded = new Uint8Array(Math.ceil((bytes.length + 1) / BLOCK) * BLOCK);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  return padded;
}

export function unpad(padded: Bytes): Bytes | undefined {
  const end = padded.findLastIndex((byte) => byte !== 0);
  return padded[end] === 0x80 ? padded.subarray(0, end) : undefined;
}
