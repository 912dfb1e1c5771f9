import { beforeEach, describe, expect, test } from 'vitest';
import { createSalts } from '../../../../lib/crypto/seal';
import { fromBase64, toBase64 } from '../../../../lib/encoding/bytes';
import { makePin, type PinKey } from '../../../../lib/vault/session/pin';
import {
  createSession,
  ELEVATE_MS,
  LOCK_AFTER_MS,
  type Session,
} from '../../../../lib/vault/session/session';
import { cheapKdf, createArea, createKeeper, MINUTE, random } from '../cheap';

// When a session is over is in lifetime.test.ts, over all its fates together in locking.model.test.ts.
const START = 1_000_000_000_000;
const PIN = '314159';
const vaultKey = () => new Uint8Array(32).fill(7);
const viewer = { role: 'viewer', slotId: 'ab', elevate: false } as const;
const owner = { role: 'owner', slotId: 'cd', elevate: true } as const;

let area: ReturnType<typeof createArea>;
let keeper: ReturnType<typeof createKeeper>;
let now: number;
let session: Session;
let pin: PinKey;

const stored = () => area.value as Record<string, unknown> & { pin?: { tries: number } };
const worker = () => createSession({ area, keeper, random, now: () => now });

beforeEach(async () => {
  area = createArea();
  keeper = createKeeper();
  now = START;
  session = worker();
  pin = await makePin(PIN, createSalts(random), cheapKdf);
  await session.begin(vaultKey(), viewer);
});

/** What a key stands for, since it can't be read out. */
async function fingerprint(key: CryptoKey): Promise<string> {
  const bits = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new Uint8Array() };
  return toBase64(new Uint8Array(await crypto.subtle.deriveBits(bits, key, 256)));
}

const isElevated = async (session: Pick<Session, 'peek'>): Promise<boolean> =>
  ((await session.peek())?.elevatedUntil ?? 0) > 0;

describe('a session', () => {
  test('gives back the key it began with, which then can not be read out', async () => {
    const live = (await session.current())!;
    const view = { role: 'viewer', slotId: 'ab', lockAt: START + LOCK_AFTER_MS, elevatedUntil: 0 };
    expect(live).toMatchObject(view);
    expect(await worker().peek()).toEqual(view);
    const same = await crypto.subtle.importKey('raw', vaultKey(), 'HKDF', false, ['deriveBits']);
    expect(await fingerprint(live.vaultKey)).toBe(await fingerprint(same));
    expect(live.vaultKey.extractable).toBe(false);
    expect(keeper.kept?.extractable).toBe(false);
  });

  test('leaves the key nowhere as it is', () => {
    expect(JSON.stringify(area.value)).not.toContain(toBase64(vaultKey()));
    expect(fromBase64(stored()['wrapped'] as string)).toHaveLength(12 + 32 + 16);
  });

  test('wraps anew each time it begins', async () => {
    const before = stored()['wrapped'];
    const formerKey = keeper.kept;
    await session.begin(vaultKey(), viewer);
    expect(stored()['wrapped']).not.toBe(before);
    keeper.kept = formerKey;
    expect(await session.current()).toBeUndefined();
  });

  test.each<[string, () => unknown]>([
    ['the area', () => (area.value = undefined)],
    ['the kept key', () => (keeper.kept = undefined)],
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
    for (now += MINUTE; now < START + LOCK_AFTER_MS; now += MINUTE) expect(await session.beat()).toBe('open');
    expect(await session.beat()).toBe('over');
    expect(await session.peek()).toBeUndefined();
  });

  test('ends when it is told to, which a beat does not put off', async () => {
    await session.begin(vaultKey(), { ...viewer, lockAt: START + MINUTE });
    expect(await session.peek()).toMatchObject({ lockAt: START + MINUTE });
    now += MINUTE;
    expect(await session.beat()).toBe('over');
  });

  test('is not revived by a beat that comes too late, nor by a clock set back after it', async () => {
    now += 5 * MINUTE;
    expect(await session.beat()).toBe('over');
    now = START;
    expect(await session.beat()).toBe('over');
  });

  test('can not be stretched by setting the clock back between beats', async () => {
    now -= MINUTE - 1;
    expect(await session.beat()).toBe('open');
    now -= MINUTE - 1;
    expect(await session.beat()).toBe('over');
  });

  test('that has ended leaves neither half, even where the first can not be removed', async () => {
    await session.end();
    expect([area.value, keeper.kept]).toEqual([undefined, undefined]);
    await session.begin(vaultKey(), owner);
    area.remove = () => Promise.reject(new Error('no'));
    await expect(session.end()).rejects.toThrow();
    expect(keeper.kept).toBeUndefined();
    expect(await session.current()).toBeUndefined();
  });
});

describe('elevation', () => {
  test('begins with a proof, lasts its time, and can be given again', async () => {
    await session.begin(vaultKey(), owner);
    expect(await session.peek()).toMatchObject({ elevatedUntil: START + ELEVATE_MS });
    now += ELEVATE_MS - 1;
    await session.beat();
    expect(await isElevated(session)).toBe(true);
    now += 1;
    expect(await isElevated(session)).toBe(false);
    expect(await session.peek()).toMatchObject({ elevatedUntil: 0 });
    await session.elevate(now + 1000);
    expect(await isElevated(worker())).toBe(true);
    now += 1000;
    expect(await isElevated(worker())).toBe(false);
  });

  test('ends when the clock is seen set back, and stays ended when it is set right again', async () => {
    await session.begin(vaultKey(), owner);
    now -= 1001;
    expect(await isElevated(session)).toBe(false);
    now = START;
    expect(await isElevated(session)).toBe(false);
    expect(await session.peek()).toBeDefined();
  });

  test('ends with a soft lock, and the PIN does not bring it back', async () => {
    await session.begin(vaultKey(), { ...owner, pin });
    await session.softLock();
    await session.elevate(now + MINUTE);
    expect(await isElevated(session)).toBe(false);
    expect(stored()).toMatchObject({ elevatedUntil: 0 });
    const opened = await session.openWithPin(PIN, cheapKdf);
    if (typeof opened === 'string') throw new Error(opened);
    await session.begin(opened.vaultKey, { ...opened, elevate: false });
    expect(await isElevated(session)).toBe(false);
  });

  test('is not given to a session that is over', async () => {
    await session.end();
    await session.elevate(now + MINUTE);
    expect(area.value).toBeUndefined();
  });
});

describe('a soft lock', () => {
  beforeEach(() => session.begin(vaultKey(), { ...owner, pin }));

  test('drops the key and keeps what the PIN opens', async () => {
    expect(await session.soft()).toBeUndefined();
    expect(await session.softLock()).toBe(true);
    expect(await session.softLock()).toBe(true);
    expect(keeper.kept).toBeUndefined();
    expect(stored()).not.toHaveProperty('wrapped');
    expect(await session.peek()).toBeUndefined();
    expect(await session.current()).toBeUndefined();
    expect(await worker().soft()).toEqual({ tries: 5 });
    expect(await session.beat()).toBe('soft');
    for (const bytes of [vaultKey(), pin.key])
      expect(JSON.stringify(area.value)).not.toContain(toBase64(bytes));
  });

  test('is a hard one without a PIN', async () => {
    await session.begin(vaultKey(), owner);
    expect(await session.softLock()).toBe(false);
    expect([area.value, keeper.kept]).toEqual([undefined, undefined]);
    expect(await session.softLock()).toBe(false);
  });

  test('goes on after the PIN where it stood, with all tries and the end it had', async () => {
    await session.softLock();
    expect(await session.openWithPin('271828', cheapKdf)).toBe('wrong');
    now += 60 * MINUTE;
    const opened = await worker().openWithPin(PIN, cheapKdf);
    const lockAt = START + LOCK_AFTER_MS;
    expect(opened).toEqual({ vaultKey: vaultKey(), pin, role: 'owner', slotId: 'cd', lockAt });
    if (typeof opened === 'string') throw new Error(opened);
    await session.begin(opened.vaultKey, { ...opened, elevate: false });
    expect(await session.peek()).toMatchObject({ role: 'owner', slotId: 'cd', lockAt });
    await session.softLock();
    expect(await session.soft()).toEqual({ tries: 5 });
  });

  test('comes by itself when the machine slept', async () => {
    now += 5 * MINUTE;
    expect(await session.peek()).toBeUndefined();
    expect(await session.soft()).toEqual({ tries: 5 });
    expect([stored()['wrapped'], keeper.kept]).toEqual([undefined, undefined]);
  });

  test('ends with the session, and when the clock is set back', async () => {
    await session.softLock();
    now = START + LOCK_AFTER_MS - 1;
    expect(await session.soft()).toBeDefined();
    now += 1;
    expect(await session.soft()).toBeUndefined();
    await session.begin(vaultKey(), { ...owner, pin });
    await session.softLock();
    now -= MINUTE;
    expect(await session.openWithPin(PIN, cheapKdf)).toBe('over');
    expect(area.value).toBeUndefined();
  });

  test('leaves no kept key where the cell can not be written', async () => {
    area.set = () => Promise.reject(new Error('no'));
    await expect(session.softLock()).rejects.toThrow();
    expect(keeper.kept).toBeUndefined();
    expect(await session.current()).toBeUndefined();
  });
});

describe('five wrong PINs', () => {
  beforeEach(async () => {
    await session.begin(vaultKey(), { ...owner, pin });
    await session.softLock();
  });

  test('end the session', async () => {
    for (let left = 4; left > 0; left--) {
      expect(await worker().openWithPin('000000', cheapKdf)).toBe('wrong');
      expect(await session.soft()).toEqual({ tries: left });
    }
    expect(await session.openWithPin('000000', cheapKdf)).toBe('over');
    expect(area.value).toBeUndefined();
    expect(await session.openWithPin(PIN, cheapKdf)).toBe('over');
  });

  test('are counted before they are derived: stopping the worker gains nothing', async () => {
    const stopped = () => Promise.reject(new Error('The worker was stopped.'));
    for (let left = 4; left >= 0; left--) {
      await expect(worker().openWithPin(PIN, stopped)).rejects.toThrow('stopped');
      expect(stored().pin?.tries).toBe(left);
    }
    expect(await worker().openWithPin(PIN, cheapKdf)).toBe('over');
  });

  test('are five, however many are tried at once', async () => {
    const all = Array.from({ length: 9 }, async () => session.openWithPin('000000', cheapKdf));
    const results = await Promise.all(all);
    expect(results.filter((result) => result === 'wrong')).toHaveLength(4);
    expect(results.filter((result) => result === 'over')).toHaveLength(5);
  });

  test('are not counted where what was typed is no PIN', async () => {
    expect(await session.openWithPin('12345', cheapKdf)).toBe('wrong');
    expect(await session.soft()).toEqual({ tries: 5 });
    await session.end();
    expect(await session.openWithPin('12345', cheapKdf)).toBe('over');
  });

  test('do nothing while the session is open, nor does the right one', async () => {
    for (const beginning of [{ ...owner, pin }, owner]) {
      await session.begin(vaultKey(), beginning);
      for (const typed of [PIN, '000000']) expect(await session.openWithPin(typed, cheapKdf)).toBe('wrong');
      expect(await session.peek()).toBeDefined();
    }
  });
});

describe('a session of which half is gone', () => {
  test('ends when it is looked into, and no longer says that it is open', async () => {
    keeper.kept = undefined;
    expect(await session.current()).toBeUndefined();
    expect(await session.peek()).toBeUndefined();
    expect(area.value).toBeUndefined();
  });

  test('leaves what a PIN opens', async () => {
    await session.begin(vaultKey(), { ...owner, pin });
    keeper.kept = undefined;
    expect(await session.current()).toBeUndefined();
    expect(await session.soft()).toEqual({ tries: 5 });
    expect(await session.openWithPin(PIN, cheapKdf)).toMatchObject({ slotId: 'cd' });
  });

  test('stays where only nobody could say', async () => {
    const get = keeper.get.bind(keeper);
    keeper.get = () => Promise.reject(new Error('no answer'));
    await expect(session.current()).rejects.toThrow('no answer');
    keeper.get = get;
    expect(await session.current()).toMatchObject({ slotId: 'ab' });
  });
});
