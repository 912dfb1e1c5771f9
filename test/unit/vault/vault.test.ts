import { describe, expect, test } from 'vitest';
import type { Cbor } from '../../../lib/encoding/cbor';
import { decodeCanonical, encodeCanonical } from '../../../lib/encoding/cbor';
import { listAccounts } from '../../../lib/vault/accounts/accounts';
import type { Vault } from '../../../lib/vault/vault';
import {
  add,
  createOpenWorld,
  createWorld,
  draft,
  issuers,
  list,
  MINUTE,
  PASSPHRASE,
  type World,
  byPassphrase,
} from './world';

const HOUR = 60 * MINUTE;

function emptyWorld() {
  const world = createWorld();
  return { ...world, vault: world.worker() };
}

/** Keeps the session alive for a time, as the minute's alarm does. */
async function live(world: World, vault: Vault, ms: number) {
  for (let passed = 0; passed < ms; passed += MINUTE) {
    world.clock.now += MINUTE;
    await vault.beat();
  }
}

describe('create', () => {
  test('makes a vault that is open, empty and unlocks with its passphrase', async () => {
    const { vault, worker } = emptyWorld();
    expect(await vault.state()).toBe('none');
    await vault.create(PASSPHRASE);
    expect(await vault.state()).toBe('open');
    expect(await vault.session()).toMatchObject({ role: 'owner' });
    expect(await list(vault)).toEqual([]);
    await vault.lock();
    expect(await vault.state()).toBe('locked');
    await worker().unlock(byPassphrase(PASSPHRASE));
    expect(await vault.state()).toBe('open');
  });

  test.each([
    ['nothing', ''],
    ['nine characters', '123456789'],
    ['nine characters outside the basic plane', '😀'.repeat(9)],
    ['ten code points that compose to five', 'e\u0301'.repeat(5)],
  ])('refuses a passphrase of %s', async (_, passphrase) => {
    const { vault, disk } = emptyWorld();
    await expect(vault.create(passphrase)).rejects.toMatchObject({ code: 'passphrase-too-short' });
    expect(await disk.hasTrace()).toBe(false);
  });

  test.each([
    ['a vault', (world: World) => world],
    ['a header that is no header', (world: World) => (world.disk.header = Uint8Array.of(1))],
    ['a lone record', (world: World) => (world.disk.header = undefined)],
    [
      'remains set aside',
      (world: World) => {
        world.disk.header = undefined;
        world.disk.records = new Map([['aside/account/x', new Uint8Array()]]);
      },
    ],
  ])('refuses where the disk holds %s, and leaves it as it is', async (_, leave) => {
    const world = await createOpenWorld('one');
    leave(world);
    const before = world.disk.copy();
    await expect(world.worker().create(PASSPHRASE)).rejects.toMatchObject({ code: 'vault-exists' });
    expect(world.disk.header).toEqual(before.header);
    expect(world.disk.records).toEqual(before.records);
  });

  test('refuses the second of two at once', async () => {
    const { worker } = createWorld();
    const [first, second] = await Promise.allSettled([
      worker().create(PASSPHRASE),
      worker().create('another one'),
    ]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'vault-exists' } });
  });

  test.each([0, 7])('refuses to write with a generator that gives nothing but %i', async (value) => {
    const world = createWorld();
    await expect(world.worker({ random: (bytes) => bytes.fill(value) }).create(PASSPHRASE)).rejects.toThrow();
    expect(await world.disk.hasTrace()).toBe(false);
  });
});

describe('unlock', () => {
  test.each(['correct horse batterY', '', ' correct horse battery', 'x'.repeat(1024)])(
    'refuses another passphrase, and the vault stays locked (%#)',
    async (wrong) => {
      const { vault } = await createOpenWorld('one');
      await vault.lock();
      await expect(vault.unlock(byPassphrase(wrong))).rejects.toMatchObject({ code: 'wrong-passphrase' });
      expect(await vault.state()).toBe('locked');
      await expect(list(vault)).rejects.toMatchObject({ code: 'vault-locked' });
    },
  );

  test.each([
    ['composed', 'caf\u00e9 caf\u00e9 1', 'cafe\u0301 cafe\u0301 1'],
    ['a ligature', 'o\ufb03ce o\ufb03ce', 'office office'],
    ['full-width digits', '\uff11\uff12\uff13 four five', '123 four five'],
    [
      'Hangul',
      '\ud55c\uae00 \ud55c\uae00 12345',
      '\u1112\u1161\u11ab\u1100\u1173\u11af \u1112\u1161\u11ab\u1100\u1173\u11af 12345',
    ],
  ])('takes a passphrase however its characters are spelled: %s', async (_, one, other) => {
    const { vault } = emptyWorld();
    await vault.create(one);
    await vault.lock();
    await vault.unlock(byPassphrase(other));
    expect(await vault.state()).toBe('open');
  });

  test('says that there is no vault where there is none', async () => {
    const { vault } = emptyWorld();
    await expect(vault.unlock(byPassphrase(PASSPHRASE))).rejects.toMatchObject({ code: 'no-vault' });
  });

  test('says that the header is damaged where only records are left', async () => {
    const { disk, vault } = await createOpenWorld('one');
    await vault.lock();
    disk.header = undefined;
    expect(await vault.state()).toBe('damaged');
    await expect(vault.unlock(byPassphrase(PASSPHRASE))).rejects.toMatchObject({ code: 'header-damaged' });
  });

  test('leaves a vault open whose passphrase was mistyped in another window', async () => {
    const { vault } = await createOpenWorld('one');
    await expect(vault.unlock(byPassphrase('mistyped it'))).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
    expect(await issuers(vault)).toEqual(['one Ltd']);
  });

  test.each([
    { format: 2, suite: 1 },
    { format: 1, suite: 2 },
    { format: 9, suite: 9, slots: null },
  ])('knows a vault of a newer version and leaves it alone: %o', async (change) => {
    const { disk, vault } = await createOpenWorld('one');
    await vault.lock();
    const [body, mac] = decodeCanonical(disk.header!) as [Uint8Array, Uint8Array];
    const header = decodeCanonical(body) as Record<string, Cbor>;
    disk.header = encodeCanonical([encodeCanonical({ ...header, ...change }), mac]);
    const before = disk.copy();
    expect(await vault.state()).toBe('newer');
    await expect(vault.unlock(byPassphrase(PASSPHRASE))).rejects.toMatchObject({ code: 'vault-newer' });
    await expect(vault.create(PASSPHRASE)).rejects.toMatchObject({ code: 'vault-exists' });
    expect(disk.header).toEqual(before.header);
    expect(disk.records).toEqual(before.records);
  });
});

describe('lock', () => {
  test('ends reading and changing at once, in every worker, after telling so', async () => {
    const { area, events, vault, worker } = await createOpenWorld('one');
    const other = worker();
    await list(other);
    await vault.lock();
    expect(events.at(-1)).toBe('locked');
    expect(area.value).toBeUndefined();
    for (const each of [vault, other, worker()]) {
      await expect(list(each)).rejects.toMatchObject({ code: 'vault-locked' });
      await expect(each.change(listAccounts)).rejects.toMatchObject({ code: 'vault-locked' });
      expect(await each.session()).toBeUndefined();
    }
  });

  test('happens even where telling it fails', async () => {
    const { area, worker } = await createOpenWorld();
    const vault = worker({ onlock: () => Promise.reject(new Error('port closed')) });
    await expect(vault.lock()).rejects.toThrow();
    expect(area.value).toBeUndefined();
  });

  test('after an unlocking that is still under way wins over it', async () => {
    const { vault } = await createOpenWorld('one');
    await vault.lock();
    await Promise.allSettled([vault.unlock(byPassphrase(PASSPHRASE)), vault.lock()]);
    expect(await vault.state()).toBe('locked');
  });

  test('keeps what a reader was still reading from it', async () => {
    const { vault } = await createOpenWorld('one');
    const reading = vault.read(async (open) => {
      await vault.lock();
      return open.all();
    });
    await expect(reading).rejects.toMatchObject({ code: 'vault-locked' });
  });

  test('keeps out whoever asks while it is under way', async () => {
    const { area, worker } = await createOpenWorld('one');
    let asked: Promise<unknown> | undefined;
    const vault: Vault = worker({
      onlock: async () => {
        asked = list(vault);
        await expect(asked).rejects.toMatchObject({ code: 'vault-locked' });
      },
    });
    await list(vault);
    await vault.lock();
    expect(asked).toBeDefined();
    expect(area.value).toBeUndefined();
  });

  test('keeps a vault from a worker that was loading it meanwhile', async () => {
    const { disk, vault, worker } = await createOpenWorld('one');
    const reader: Vault = worker({
      store: {
        ...disk,
        read: async (kinds) => {
          await reader.lock();
          return disk.read(kinds);
        },
      },
    });
    await expect(list(reader)).rejects.toMatchObject({ code: 'vault-locked' });
    expect(await vault.state()).toBe('locked');
  });
});

describe('the session', () => {
  test.each<[string, (world: World & { vault: Vault }) => Promise<void> | number]>([
    ['12 hours of use', (world) => live(world, world.vault, 12 * HOUR)],
    ['five minutes without a beat', ({ clock }) => (clock.now += 5 * MINUTE)],
    ['eight hours of sleep', ({ clock }) => (clock.now += 8 * HOUR)],
    ['the clock set back by a minute', ({ clock }) => (clock.now -= MINUTE)],
    ['the clock set back by a year', ({ clock }) => (clock.now -= 365 * 24 * HOUR)],
  ])('is over after %s', async (_, pass) => {
    const world = await createOpenWorld('one');
    await pass(world);
    await expect(list(world.vault)).rejects.toMatchObject({ code: 'vault-locked' });
    await expect(list(world.worker())).rejects.toMatchObject({ code: 'vault-locked' });
    await world.vault.beat();
    expect(world.events).toContain('locked');
    expect(world.area.value).toBeUndefined();
  });

  test.each<[string, (world: World & { vault: Vault }) => Promise<void> | number]>([
    ['nearly 12 hours of use', (world) => live(world, world.vault, 12 * HOUR - MINUTE)],
    ['nearly five minutes without a beat', ({ clock }) => (clock.now += 5 * MINUTE - 1)],
    ['the clock set back by less than a minute', ({ clock }) => (clock.now -= MINUTE - 1)],
  ])('still lasts after %s', async (_, pass) => {
    const world = await createOpenWorld('one');
    await pass(world);
    expect(await issuers(world.vault)).toEqual(['one Ltd']);
    expect(await issuers(world.worker())).toEqual(['one Ltd']);
  });

  test('carries an open vault over to the next worker, without the passphrase', async () => {
    const { events, worker } = await createOpenWorld('one', 'two');
    const derived = events.length;
    const next = worker();
    expect(await issuers(next)).toEqual(['one Ltd', 'two Ltd']);
    await add(next, draft('three'));
    expect(await issuers(worker())).toHaveLength(3);
    expect(events).toHaveLength(derived);
  });

  test('does not outlive the browser, which forgets the session area', async () => {
    const world = await createOpenWorld('one');
    world.area.value = undefined;
    expect(await world.worker().state()).toBe('locked');
    await expect(list(world.worker())).rejects.toMatchObject({ code: 'vault-locked' });
  });
});
