import { beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../lib/problem';
import { createCopies } from '../../../lib/vault/engines/copies';
import type { RecordStore } from '../../../lib/vault/engines/store';
import { lookOf, stateOf, type VaultState } from '../../../lib/vault/state';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { editHeader } from './victim';
import { byPassphrase, createTwinWorld, PASSPHRASE } from './world';

let sound: MemoryStore;
beforeEach(async () => void (sound = (await createTwinWorld('one')).disk));

const fail = () => Promise.reject(new Problem('storage-failed'));
const make: Record<string, () => RecordStore> = {
  sound: () => sound,
  empty: () => createMemoryStore(),
  cut: () => createMemoryStore({ header: sound.header!.slice(0, 30), records: sound.records }),
  headless: () => createMemoryStore({ header: undefined, records: sound.records }),
  newer: () => editHeader(sound, { format: 2 }),
  silent: () => ({ ...sound, read: fail, hasTrace: fail }),
  // It says that it is empty, though it could not be read a moment before.
  'half silent': () => ({ ...createMemoryStore(), read: fail }),
};

describe('a vault without a key', () => {
  test.each<[string, string, VaultState]>([
    ['sound', 'sound', 'locked'],
    ['sound', 'empty', 'locked'],
    ['cut', 'sound', 'locked'],
    ['silent', 'sound', 'locked'],
    ['newer', 'sound', 'locked'],
    ['empty', 'empty', 'none'],
    ['cut', 'empty', 'damaged'],
    ['headless', 'empty', 'damaged'],
    ['empty', 'headless', 'damaged'],
    ['cut', 'headless', 'damaged'],
    ['silent', 'empty', 'damaged'],
    ['empty', 'silent', 'damaged'],
    ['silent', 'silent', 'damaged'],
    ['half silent', 'empty', 'damaged'],
    ['empty', 'half silent', 'damaged'],
    ['newer', 'empty', 'newer'],
    ['newer', 'cut', 'newer'],
    ['silent', 'newer', 'newer'],
  ])('whose copies are %s and %s is %s', async (first, second, state) => {
    expect(await stateOf(createCopies([make[first]!(), make[second]!()]))).toBe(state);
  });
});

test.each([
  ['sound', 'readable'],
  ['empty', 'missing'],
  ['headless', 'missing'],
  ['cut', 'damaged'],
  ['newer', 'newer'],
  ['silent', 'failed'],
])('a copy that is %s looks %s', async (name, look) => {
  const [copy] = await createCopies([make[name]!()]).headers();
  expect(lookOf(copy!)).toBe(look);
});

describe('what a locked vault tells', () => {
  const OWNER = byPassphrase(PASSPHRASE);
  const bytes = new Uint8Array(32).fill(5);

  test('is its ways, as the newest copy has them, and until when each waits', async () => {
    const world = await createTwinWorld('one');
    const old = world.mirror.copy();
    const way = { type: 'passkey', credential: Uint8Array.of(1, 2), salt: bytes, prf: bytes } as const;
    await world.vault.ways.add(OWNER, way, 'owner', 'key');
    await world.vault.lock();
    Object.assign(world.disk, { header: old.header, records: old.records });
    const locked = await world.worker().locked();
    expect([...locked.waits]).toEqual([
      ['passphrase', undefined],
      ['passkey', undefined],
    ]);
    expect(locked.passkeys.map(({ passkey }) => passkey)).toEqual([
      { credential: Uint8Array.of(1, 2), salt: bytes },
    ]);
    expect(locked.pinTries).toBeUndefined();
    const vault = world.worker();
    for (let i = 0; i < 5; i += 1)
      await vault.unlock(byPassphrase('wrong wrong wrong')).catch(() => undefined);
    const { waits } = await vault.locked();
    expect([...waits]).toEqual([
      ['passphrase', world.clock.now + 30_000],
      ['passkey', undefined],
    ]);
  });

  test('is nothing where no header can be read', async () => {
    const world = await createTwinWorld('one');
    world.disk.header = world.mirror.header = undefined;
    expect(await world.worker().locked()).toEqual({ waits: new Map(), passkeys: [], pinTries: undefined });
  });
});
