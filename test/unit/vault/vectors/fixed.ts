/** Makes what is drawn at random, and what runs side by side, come out alike each time. */
import { createHash, createPublicKey, KeyObject } from 'node:crypto';
import { argon2, type Kdf } from '../../../../lib/crypto/kdf';
import type { Random } from '../../../../lib/crypto/seal';
import pairs from './pairs.json';

export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
export const fromHex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

/** Block n is the SHA-256 of `<label> <n>`, cut to what is asked for. */
export function fixedRandom(label: string): Random {
  let n = 0;
  return (bytes) => {
    const block = createHash('sha256').update(`${label} ${n++}`).digest();
    bytes.set(block.subarray(0, bytes.length));
    return bytes;
  };
}

const derived = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** The real Argon2id, once for each passphrase and cost. */
export const argon2Once: Kdf = async (passphrase, salt, params) => {
  const key = JSON.stringify([passphrase.normalize('NFKC'), hex(salt), params.m, params.t, params.p]);
  const known = derived.get(key) ?? argon2(passphrase, salt, params);
  derived.set(key, known);
  return (await known).slice();
};

type Call = (...given: unknown[]) => Promise<unknown>;

/**
 * Hands out the key pairs of pairs.json, which no seed can make, in order; and runs what the platform would run side by
 * side one by one, so that who asks for the next random bytes is always the same.
 */
export async function withFixedCrypto<T>(act: () => Promise<T>): Promise<T> {
  const { subtle } = crypto;
  const names = Object.getOwnPropertyNames(SubtleCrypto.prototype).filter((name) => name !== 'constructor');
  const fresh = createPairs();
  let last: Promise<unknown> = Promise.resolve();
  for (const name of names) {
    const original = Reflect.get(SubtleCrypto.prototype, name) as Call;
    const value: Call = (...given) => {
      const run = last.then(() =>
        name === 'generateKey' && isEcdh(given[0]) ? fresh() : Reflect.apply(original, subtle, given),
      );
      last = run.catch(() => undefined);
      return run;
    };
    Object.defineProperty(subtle, name, { configurable: true, value });
  }
  try {
    return await act();
  } finally {
    for (const name of names) Reflect.deleteProperty(subtle, name);
  }
}

function isEcdh(algorithm: unknown): boolean {
  return (algorithm as { name?: string }).name === 'ECDH';
}

/** Around the platform's own functions, which stand in line by then. */
function createPairs(): () => Promise<CryptoKeyPair> {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const original = SubtleCrypto.prototype;
  let n = 0;
  return async () => {
    const privateKey = await original.importKey.call(
      crypto.subtle,
      'pkcs8',
      fromHex(pairs[n++ % pairs.length]!),
      curve,
      true,
      ['deriveBits'],
    );
    const spki = createPublicKey(KeyObject.from(privateKey)).export({ type: 'spki', format: 'der' });
    const publicKey = await original.importKey.call(
      crypto.subtle,
      'spki',
      Uint8Array.from(spki),
      curve,
      true,
      [],
    );
    return { privateKey, publicKey };
  };
}
