import { beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../lib/problem';
import { headerOf } from '../../../lib/vault/loading';
import { codeOf, editHeader } from './victim';
import { add, byPassphrase, createTwinWorld, draft, issuers, list, PASSPHRASE } from './world';

const ALL = ['one Ltd', 'two Ltd'];
let world: Awaited<ReturnType<typeof createTwinWorld>>;
beforeEach(async () => void (world = await createTwinWorld('one', 'two')));

const flip = (bytes: Uint8Array) => bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));

describe('what a new worker loads', () => {
  test('is the copy with the highest generation, whichever engine holds it', async () => {
    for (const [behind, ahead] of [
      [world.disk, world.mirror],
      [world.mirror, world.disk],
    ] as const) {
      const old = behind.copy();
      await add(world.vault, draft('three'));
      Object.assign(behind, { header: old.header, records: old.records });
      expect(await issuers(world.worker())).toContain('three Ltd');
      Object.assign(behind, { header: ahead.header, records: new Map(ahead.records) });
    }
  });

  test.each([
    ['cut', () => void (world.disk.header = world.disk.header!.slice(0, 60))],
    ['gone', () => void (world.disk.header = undefined)],
    ['flipped at its end', () => void (world.disk.header = flip(world.disk.header!))],
    ['of a higher generation that is a lie', () => lie({ generation: 99 })],
    ['of a newer format', () => lie({ format: 2 })],
  ])('is the other copy where the first header is %s', async (_, tamper) => {
    tamper();
    expect(await issuers(world.worker())).toEqual(ALL);
  });

  test('is the other copy where the first can not be read at all, and changes go there', async () => {
    const fail = () => Promise.reject(new Problem('storage-failed'));
    const broken = world.worker({ store: { ...world.disk, read: fail, commit: fail } });
    await add(broken, draft('three'));
    expect(await issuers(world.worker())).toEqual([...ALL, 'three Ltd']);
  });

  test('is nothing where a copy tells of a later epoch: this key is outdated', async () => {
    lie({ epoch: 1 });
    expect(await codeOf(list(world.worker()))).toBe('vault-locked');
  });

  test.each([
    [
      'damage',
      'header-damaged',
      () => [world.disk, world.mirror].map((disk) => (disk.header = flip(disk.header!))),
    ],
    ['nothing', 'no-vault', () => [world.disk, world.mirror].map((disk) => (disk.header = undefined))],
    [
      'damage and nothing',
      'header-damaged',
      () => {
        world.disk.header = undefined;
        world.mirror.header = flip(world.mirror.header!);
      },
    ],
  ])('tells %s for what it is', async (_, code, tamper) => {
    tamper();
    expect(await codeOf(list(world.worker()))).toBe(code);
  });

  const lie = (change: Parameters<typeof editHeader>[1]) =>
    (world.disk.header = editHeader(world.disk, change).header);
});

describe('a change', () => {
  test('builds on no older copy where the newer one could not be read for a moment', async () => {
    const before = world.disk.copy();
    await add(world.vault, draft('three'));
    Object.assign(world.disk, { header: before.header, records: before.records });
    let failures = 1;
    const read: typeof world.mirror.read = (kinds) =>
      kinds.length > 0 && failures-- > 0
        ? Promise.reject(new Problem('storage-failed'))
        : world.mirror.read(kinds);
    await add(world.worker({ second: { ...world.mirror, read } }), draft('four'));
    expect(await issuers(world.worker())).toEqual([...ALL, 'three Ltd', 'four Ltd']);
  });
});

describe('a session whose vault key was changed unnoticed', () => {
  test('ends as soon as it is used, and says nothing of damage', async () => {
    const failing = () => Promise.reject(new Problem('storage-failed'));
    const vault = world.worker({
      store: { ...world.disk, commit: async (batch) => world.disk.commit(batch).then(failing) },
      second: { ...world.mirror, commit: failing },
    });
    const other = byPassphrase('another passphrase of mine');
    const changing = vault.ways.changePassphrase(byPassphrase(PASSPHRASE), other.passphrase);
    expect(await codeOf(changing)).toBe('storage-failed');
    const next = world.worker();
    expect(await codeOf(list(next))).toBe('vault-locked');
    expect(await next.state()).toBe('locked');
    await next.unlock(other);
    expect(await issuers(next)).toEqual(ALL);
  });
});

test('a header that is none is not read', () => {
  expect(headerOf(Uint8Array.of(1, 2))).toBeUndefined();
  expect(headerOf(world.disk.header!)).toMatchObject({ epoch: 0 });
});
