import { describe, expect, test } from 'vitest';
import { KDF_DEFAULT, type KdfParams } from '../../../lib/crypto/kdf';
import { Problem } from '../../../lib/problem';
import { clearing } from '../../../lib/vault/entering';
import { parseHeader } from '../../../lib/vault/sealed/header';
import { layoutOf, LAYOUT } from '../../../lib/vault/migrate';
import { codeOf } from './victim';
import {
  byPassphrase,
  cheapKdf,
  createTwinWorld,
  createWorld,
  issuers,
  PARAMS,
  PASSPHRASE,
  type Parts,
} from './world';

const OWNER = byPassphrase(PASSPHRASE);
type Twin = Awaited<ReturnType<typeof createTwinWorld>>;

const slotIn = ({ disk }: Twin) => parseHeader(disk.header!).header.slots[0]!;
const cost = (world: Twin): KdfParams => {
  const { m, t, p } = slotIn(world).kdf!;
  return { m, t, p };
};

/** A worker in which deriving takes so long, and whose machine can afford so much. */
function machine(world: Twin, ms: number, affords: KdfParams = KDF_DEFAULT) {
  let at = 0;
  const seen = { calibrated: 0 };
  const change: Partial<Parts> = {
    clock: () => at,
    kdf: (...given) => {
      at += ms;
      return cheapKdf(...given);
    },
    calibrate: () => {
      seen.calibrated += 1;
      return Promise.resolve(affords);
    },
  };
  return { vault: world.worker(change), seen };
}

describe('a passphrase that is stretched by less than it should be', () => {
  test('is stretched by more from its next unlock on, once, and nobody is asked', async () => {
    const world = await createTwinWorld('one');
    expect(cost(world)).toEqual(PARAMS);
    await world.vault.lock();
    const { vault, seen } = machine(world, 100);
    await vault.unlock(OWNER);
    expect(cost(world)).toEqual(KDF_DEFAULT);
    expect(world.mirror.header).toEqual(world.disk.header);
    expect(seen.calibrated).toBe(1);
    const { header } = world.disk;
    await vault.lock();
    await vault.unlock(OWNER);
    expect([world.disk.header, seen.calibrated]).toEqual([header, 1]);
    expect(await issuers(vault)).toEqual(['one Ltd']);
  });

  test.each([
    ['on a machine that is slow already', 350, KDF_DEFAULT],
    ['where measuring says that no more can be afforded', 100, PARAMS],
  ])('stays as it is %s', async (_, ms, affords) => {
    const world = await createTwinWorld('one');
    await world.vault.lock();
    const { header } = world.disk;
    await machine(world, ms, affords).vault.unlock(OWNER);
    expect(world.disk.header).toEqual(header);
  });

  test('still opens where the stretching could not be written', async () => {
    const world = await createTwinWorld('one');
    await world.vault.lock();
    const commit = () => Promise.reject(new Problem('storage-full'));
    const vault = world.worker({
      store: { ...world.disk, commit },
      second: { ...world.mirror, commit },
      calibrate: () => Promise.resolve(KDF_DEFAULT),
    });
    await vault.unlock(OWNER);
    expect(await issuers(vault)).toEqual(['one Ltd']);
    expect(cost(world)).toEqual(PARAMS);
  });

  test('keeps id, role and name, and the other way opens as before', async () => {
    const world = await createTwinWorld('one');
    const key = {
      type: 'passkey',
      credential: Uint8Array.of(1),
      salt: new Uint8Array(32).fill(1),
      prf: new Uint8Array(32).fill(2),
    } as const;
    await world.vault.ways.add(OWNER, key, 'owner', 'key');
    const before = slotIn(world);
    await world.vault.lock();
    await machine(world, 1).vault.unlock(OWNER);
    expect(slotIn(world)).toMatchObject({ id: before.id, role: 'owner', type: 'passphrase' });
    expect(slotIn(world).wrapped).not.toEqual(before.wrapped);
    const [, { id }] = parseHeader(world.disk.header!).header.slots as [
      unknown,
      { id: Uint8Array<ArrayBuffer> },
    ];
    const next = world.worker();
    await next.lock();
    await next.unlock({ type: 'passkey', slotId: id, prf: key.prf });
    expect(await issuers(next)).toEqual(['one Ltd']);
  });
});

describe('entering', () => {
  test('a new vault writes the newest layout into both copies, and is elevated', async () => {
    const world = await createTwinWorld();
    expect(layoutOf(parseHeader(world.disk.header!).header)).toBe(LAYOUT);
    expect(world.mirror.header).toEqual(world.disk.header);
    expect((await world.vault.session())!.elevatedUntil).toBeGreaterThan(world.clock.now);
  });

  test('a new vault that no engine took leaves no session', async () => {
    const world = createWorld();
    const commit = () => Promise.reject(new Problem('storage-full'));
    const vault = world.worker({ store: { ...world.disk, commit } });
    expect(await codeOf(vault.create(PASSPHRASE))).toBe('storage-full');
    expect(world.area.value).toBeUndefined();
    expect(await vault.state()).toBe('none');
  });

  test('by a wrong way leaves the session of another window as it is', async () => {
    const { vault, area } = await createTwinWorld('one');
    const before = area.value;
    expect(await codeOf(vault.unlock(byPassphrase('not the passphrase')))).toBe('wrong-passphrase');
    expect(area.value).toEqual(before);
  });

  test.each([
    ['well', () => Promise.resolve(1)],
    ['badly', () => Promise.reject(new Error('no'))],
  ])('leaves no raw key behind, ended %s', async (_, act) => {
    const key = new Uint8Array(32).fill(7);
    await clearing(key, act).catch(() => undefined);
    expect(key.every((byte) => byte === 0)).toBe(true);
  });
});
