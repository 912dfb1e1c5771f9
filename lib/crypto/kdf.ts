/**
 * Argon2id (RFC 9106, version 1.3): makes a key out of what a person can remember. Parameters read from a file are
 * held between a floor, so that a tampered header can't make guessing cheap, and a ceiling, so that it can't hang us.
 */
import { argon2id } from 'hash-wasm';
import { utf8, type Bytes } from '../encoding/bytes';
import { SALT_BYTES } from './seal';

export interface KdfParams {
  /** KiB of memory, passes, lanes. */
  readonly m: number;
  readonly t: number;
  readonly p: number;
}

export type Kdf = (passphrase: string, salt: Uint8Array, params: KdfParams) => Promise<Bytes>;

const MIB = 1024;
export const KDF_BOUNDS = { m: [46 * MIB, 512 * MIB], t: [1, 10], p: [1, 4] } as const;
export const KDF_DEFAULT: KdfParams = { m: 64 * MIB, t: 3, p: 1 };

export const argon2: Kdf = async (passphrase, salt, { m, t, p }) =>
  new Uint8Array(
    await argon2id({
      password: utf8(normalisePassphrase(passphrase)),
      salt,
      memorySize: m,
      iterations: t,
      parallelism: p,
      hashLength: 32,
      outputType: 'binary',
    }),
  );

/** The same passphrase typed on another keyboard may arrive as other code points: NFKC makes them one. */
export function normalisePassphrase(text: string): string {
  return text.normalize('NFKC');
}

export function withinBounds(params: KdfParams): boolean {
  return (['m', 't', 'p'] as const).every((name) => {
    const [min, max] = KDF_BOUNDS[name];
    return Number.isInteger(params[name]) && params[name] >= min && params[name] <= max;
  });
}

const TARGET_MS = 700;

/**
 * Parameters that take about 0.5 to 1 s on this machine: more passes over 64 MiB where it is fast, less memory where
 * it is slow. Never below the floor.
 * @param clock Milliseconds, monotonic.
 */
export async function calibrate(kdf: Kdf, clock: () => number): Promise<KdfParams> {
  const one = { m: KDF_DEFAULT.m, t: 1, p: 1 };
  const salt = new Uint8Array(SALT_BYTES);
  await kdf('warm', salt, one); // The first run compiles the machine code.
  const before = clock();
  await kdf('timed', salt, one);
  const passMs = Math.max(1, clock() - before);
  if (passMs > TARGET_MS) return { m: KDF_BOUNDS.m[0], t: 1, p: 1 };
  const passes = Math.round(TARGET_MS / passMs);
  return { ...one, t: Math.min(KDF_BOUNDS.t[1], Math.max(KDF_BOUNDS.t[0], passes)) };
}
