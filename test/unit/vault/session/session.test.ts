import { beforeEach, describe, expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../../../../lib/encoding/bytes';
import {
  createSession,
  LOCK_AFTER_MS,
  type KeyKeeper,
  type Session,
} from '../../../../lib/vault/session/session';
import { createArea, MINUTE, random } from '../world';

// When a session is over as a whole is in vault.test.ts.
const START = 1_000_000_000_000;
const vaultKey = () => new Uint8Array(32).fill(7);

let area: ReturnType<typeof createArea>;
let kept: CryptoKey | undefined;
let now: number;
let session: Session;

const keeper: KeyKeeper = {
  get: () => Promise.resolve(kept),
  put: (key) => {
    kept = key;
    return Promise.resolve();
  },
  remove: () => {
    kept = undefined;
    return Promise.resolve();
  },
};
const stored = () => area.value as Record<string, unknown>;

beforeEach(async () => {
  area = createArea();
  kept = undefined;
  now = START;
  session = createSession({ area, keeper, random, now: () => now });
  await session.begin(vaultKey(), 'viewer');
});

/** What a key stands for, since it can't be read out. */
async function fingerprint(key: CryptoKey): Promise<string> {
  const bits = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new Uint8Array() };
  return toBase64(new Uint8Array(await crypto.subtle.deriveBits(bits, key, 256)));
}

describe('a session', () => {
  test('gives back the key it began with, which then can not be read out', async () => {
    const live = (await session.current())!;
    expect(live).toMatchObject({ role: 'viewer', lockAt: START + LOCK_AFTER_MS });
    const same = await crypto.subtle.importKey('raw', vaultKey(), 'HKDF', false, ['deriveBits']);
    expect(await fingerprint(live.vaultKey)).toBe(await fingerprint(same));
    expect(live.vaultKey.extractable).toBe(false);
    expect(kept?.extractable).toBe(false);
  });

  test('leaves the key nowhere as it is', () => {
    expect(JSON.stringify(area.value)).not.toContain(toBase64(vaultKey()));
    expect(fromBase64(stored()['wrapped'] as string)).toHaveLength(12 + 32 + 16);
  });

  test('wraps anew each time it begins', async () => {
    const before = { ...stored() };
    const formerKey = kept;
    await session.begin(vaultKey(), 'viewer');
    expect(stored()['wrapped']).not.toBe(before['wrapped']);
    kept = formerKey;
    expect(await session.current()).toBeUndefined();
  });

  test.each<[string, () => unknown]>([
    ['the area', () => (area.value = undefined)],
    ['the kept key', () => (kept = undefined)],
    ['the wrapped key', () => (area.value = { ...stored(), wrapped: '' })],
    ['a bit of the wrapped key', () => (area.value = { ...stored(), wrapped: toBase64(new Uint8Array(60)) })],
    ['base64', () => (area.value = { ...stored(), wrapped: '*' })],
    ['its role', () => (area.value = { ...stored(), role: 'root' })],
    ['its time', () => (area.value = { ...stored(), lockAt: null })],
    ['its shape', () => (area.value = { ...stored(), more: 1 })],
  ])('is none without %s', async (_, spoil) => {
    spoil();
    expect(await session.current()).toBeUndefined();
  });

  test('is kept alive by beats, but not beyond its time', async () => {
    for (now += MINUTE; now < START + LOCK_AFTER_MS; now += MINUTE) expect(await session.beat()).toBe(true);
    expect(await session.beat()).toBe(false);
    expect(await session.peek()).toBeUndefined();
  });

  test('is not revived by a beat that comes too late', async () => {
    now += 5 * MINUTE;
    expect(await session.beat()).toBe(false);
    expect(stored()['seenAt']).toBe(START);
  });

  test('can not be stretched by setting the clock back between beats', async () => {
    now -= MINUTE - 1;
    expect(await session.beat()).toBe(true);
    now -= MINUTE - 1;
    expect(await session.beat()).toBe(false);
  });

  test('that has ended leaves neither half, even where the first can not be removed', async () => {
    await session.end();
    expect([area.value, kept]).toEqual([undefined, undefined]);
    await session.begin(vaultKey(), 'owner');
    area.remove = () => Promise.reject(new Error('no'));
    await expect(session.end()).rejects.toThrow();
    expect(kept).toBeUndefined();
    expect(await session.current()).toBeUndefined();
  });
});
