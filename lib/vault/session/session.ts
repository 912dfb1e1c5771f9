/**
 * What keeps a vault open while the worker comes and goes. The vault key lies in memory-only storage, wrapped under a
 * key that lies on disk and can't be read out: neither alone opens anything, and the browser forgets the first when it closes.
 */
import * as v from 'valibot';
import { concat, fromBase64, toBase64, type Bytes } from '../../encoding/bytes';
import type { Random } from '../../crypto/seal';
import { isAlive } from '../../lifetime';
import { ROLES, type Role } from '../ways/slots';

/** Memory-only storage (`storage.session`): holds JSON, survives the worker, not the browser. */
export interface SessionArea {
  get(): Promise<unknown>;
  set(value: SessionData): Promise<void>;
  remove(): Promise<void>;
}

/** Keeps one key that can't be read out (a CryptoKey in IndexedDB). */
export interface KeyKeeper {
  get(): Promise<CryptoKey | undefined>;
  put(key: CryptoKey): Promise<void>;
  remove(): Promise<void>;
}

const schema = v.strictObject({
  /** Base64 of nonce and ciphertext. */
  wrapped: v.string(),
  role: v.picklist(ROLES),
  lockAt: v.number(),
  /** When this session was last seen alive; a gap means that the machine slept or its clock was moved. */
  seenAt: v.number(),
});
export type SessionData = v.InferOutput<typeof schema>;

export interface LiveSession {
  /** For deriving; it can't be read out. */
  readonly vaultKey: CryptoKey;
  readonly role: Role;
  readonly lockAt: number;
}

export interface SessionOptions {
  readonly area: SessionArea;
  readonly keeper: KeyKeeper;
  readonly random: Random;
  readonly now: () => number;
}

export const LOCK_AFTER_MS = 12 * 60 * 60 * 1000;
const NONCE_BYTES = 12;

export type Session = ReturnType<typeof createSession>;

export function createSession({ area, keeper, random, now }: SessionOptions) {
  const read = async (): Promise<SessionData | undefined> => {
    const parsed = v.safeParse(schema, await area.get());
    return parsed.success && isAlive(parsed.output, now()) ? parsed.output : undefined;
  };
  return {
    /** Starts a session over the raw vault key, which the caller clears. */
    async begin(vaultKey: Bytes, role: Role): Promise<void> {
      const { key, wrapped } = await wrapKey(vaultKey, random);
      await keeper.put(key);
      const at = now();
      await area.set({ wrapped, role, lockAt: at + LOCK_AFTER_MS, seenAt: at });
    },

    /** The live session, or `undefined` when there is none or its time is over. */
    async current(): Promise<LiveSession | undefined> {
      const data = await read();
      const key = data && (await keeper.get());
      const vaultKey = key && (await unwrapKey(data.wrapped, key));
      return vaultKey && { vaultKey, role: data.role, lockAt: data.lockAt };
    },

    /** What the session stands for, without touching any key. */
    async peek(): Promise<Pick<LiveSession, 'role' | 'lockAt'> | undefined> {
      const data = await read();
      return data && { role: data.role, lockAt: data.lockAt };
    },

    /** Marks the session as alive; false when it is over. */
    async beat(): Promise<boolean> {
      const data = await read();
      if (!data) return false;
      await area.set({ ...data, seenAt: Math.max(data.seenAt, now()) });
      return true;
    },

    async end(): Promise<void> {
      try {
        await area.remove();
      } finally {
        await keeper.remove();
      }
    },
  };
}

async function wrapKey(vaultKey: Bytes, random: Random): Promise<{ key: CryptoKey; wrapped: string }> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'unwrapKey',
  ]);
  const iv = random(new Uint8Array(NONCE_BYTES));
  const ct = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, vaultKey));
  return { key, wrapped: toBase64(concat(iv, ct)) };
}

async function unwrapKey(wrapped: string, key: CryptoKey): Promise<CryptoKey | undefined> {
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
