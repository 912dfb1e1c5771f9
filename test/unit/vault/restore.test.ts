import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../lib/limits';
import type { Account } from '../../../lib/vault/accounts/account';
import type { OpenVault } from '../../../lib/vault/open-vault';
import { compareSnapshot, restoreAccounts } from '../../../lib/vault/restore';
import { readSnapshot, takeSnapshot } from '../../../lib/vault/snapshots';
import { account, createShelf, createSmallVault, hotpAccount } from './small-vault';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 17, 12);
const THEN = NOW - 10 * DAY;
const ID = `snapshot/${THEN}`;

async function world(...accounts: Account[]) {
  const { disk, load } = await createSmallVault(...accounts);
  const shelf = createShelf();
  await takeSnapshot(await load(), shelf, disk.header!, THEN);
  const restore = async (ids?: string[], now = NOW) =>
    restoreAccounts(await load(), shelf.blobs, ID, ids, now);
  const all = async () => new Map((await (await load()).all()).map((each) => [each.id, each]));
  const lose = async ({ id }: Account) => {
    const read = await readSnapshot(await load(), shelf.blobs, ID);
    const { bytes } = read.records[read.accounts.findIndex((each) => each.id === id)]!;
    shelf.kept.delete(createHash('sha256').update(bytes).digest('base64url'));
  };
  return { disk, load, shelf, restore, all, lose };
}

describe('putting everything back', () => {
  test('is one commit: what was changed, trashed or erased is as it was, what was added since stays', async () => {
    const [same, changed, trashed, erased] = ['same', 'changed', 'trashed', 'erased'].map((name) =>
      account(name),
    );
    const { load, restore, all } = await world(same!, changed!, trashed!, erased!);
    const open = await load();
    const added = account('added');
    await open.put([{ ...changed!, issuer: 'x', sites: [] }, { ...trashed!, deletedAt: NOW - 1 }, added]);
    await open.erase([erased!.id]);
    const { generation } = open.sets.header();
    expect(await restore()).toEqual({ restored: 3, damaged: 0 });
    const after = await load();
    expect(after.sets.header().generation).toBe(generation + 1);
    expect(await after.damage()).toBeUndefined();
    const left = await all();
    expect(left.get(same!.id)).toEqual(same);
    expect(left.get(added.id)).toEqual(added);
    expect(left.get(changed!.id)).toEqual({ ...changed, changedAt: { issuer: NOW, sites: NOW } });
    expect(left.get(trashed!.id)).toEqual({ ...trashed, changedAt: { deletedAt: NOW } });
    expect(left.get(erased!.id)).toEqual({ ...erased, changedAt: { deletedAt: NOW } });
  });

  test('writes nothing where nothing differs', async () => {
    const { disk, restore } = await world(account('one'));
    const { header } = disk;
    expect(await restore()).toEqual({ restored: 0, damaged: 0 });
    expect(disk.header).toBe(header);
  });

  test('never puts a counter back, nor a confirmation', async () => {
    const counted = hotpAccount('one', 5, { provisional: true });
    const { load, restore, all } = await world(counted);
    const otp = { ...counted.otp, counter: 9 } as Account['otp'];
    await (await load()).put([{ ...counted, issuer: 'x', provisional: false, otp }]);
    expect(await restore()).toEqual({ restored: 1, damaged: 0 });
    expect((await all()).get(counted.id)).toMatchObject({ issuer: 'one Ltd', provisional: false, otp });
  });

  test('leaves in the trash what was there, and gives it its time anew where that is over', async () => {
    const [fresh, old] = [account('fresh', { deletedAt: THEN }), account('old', { deletedAt: 1 })];
    const { load, restore, all } = await world(fresh, old);
    await (await load()).erase([fresh.id, old.id]);
    await restore();
    const left = await all();
    expect(left.get(fresh.id)).toMatchObject({ deletedAt: THEN });
    expect(left.get(old.id)).toMatchObject({ deletedAt: NOW });
  });

  test("leaves a newer version's accounts alone, then and today", async () => {
    const [one, two] = [account('one'), account('two')];
    const { load, shelf } = await world(one, two);
    const open = await load();
    await open.put([
      { ...one, issuer: 'x' },
      { ...two, issuer: 'x' },
    ]);
    const put: Account[] = [];
    const newer: OpenVault = {
      ...open,
      all: async () =>
        (await open.all()).map((each) => (each.id === one.id ? { ...each, readOnly: true } : each)),
      put: (given) => Promise.resolve(void put.push(...given)),
    };
    expect(await restoreAccounts(newer, shelf.blobs, ID, undefined, NOW)).toEqual({
      restored: 1,
      damaged: 0,
    });
    expect(put.map(({ id }) => id)).toEqual([two.id]);
  });

  test('tells how many could not be read, and puts the rest back', async () => {
    const [one, two] = [account('one'), account('two')];
    const { load, restore, all, lose } = await world(one, two);
    await (
      await load()
    ).put([
      { ...one, issuer: 'x' },
      { ...two, issuer: 'x' },
    ]);
    await lose(two);
    expect(await restore()).toEqual({ restored: 1, damaged: 1 });
    expect([...(await all()).values()].map(({ issuer }) => issuer).sort()).toEqual(['one Ltd', 'x']);
    expect(await restore([one.id])).toEqual({ restored: 0, damaged: 0 });
    expect(await restore([two.id])).toEqual({ restored: 0, damaged: 1 });
  });

  test('never goes beyond what a vault may hold', async () => {
    const [one, two] = [account('one'), account('two')];
    const { load, shelf } = await world(one, two);
    const open = await load();
    const crowd = (size: number): OpenVault => ({
      ...open,
      all: () =>
        Promise.resolve([two, ...Array.from({ length: size - 1 }, (_, i) => ({ ...two, id: `${i}` }))]),
      put: () => Promise.resolve(),
    });
    const restore = (size: number) => restoreAccounts(crowd(size), shelf.blobs, ID, undefined, NOW);
    expect(await restore(LIMITS.accounts - 1)).toEqual({ restored: 1, damaged: 0 });
    await expect(restore(LIMITS.accounts)).rejects.toMatchObject({ code: 'too-many-accounts' });
  });

  test('is refused while there is damage, and where there is no such snapshot', async () => {
    const [one, two] = [account('one'), account('two')];
    const { disk, load, shelf, restore } = await world(one, two);
    await (
      await load()
    ).put([
      { ...one, issuer: 'x' },
      { ...two, issuer: 'x' },
    ]);
    disk.records.delete(disk.keys('account')[0]!);
    await expect(restore()).rejects.toMatchObject({ code: 'vault-damaged' });
    await expect(restoreAccounts(await load(), shelf.blobs, 'x', undefined, NOW)).rejects.toMatchObject({
      code: 'no-snapshot',
    });
  });
});

describe('putting one back', () => {
  test('leaves the others as they are', async () => {
    const [one, two] = [account('one'), account('two')];
    const { load, restore, all } = await world(one, two);
    await (
      await load()
    ).put([
      { ...one, issuer: 'x' },
      { ...two, issuer: 'y' },
    ]);
    expect(await restore([one.id])).toEqual({ restored: 1, damaged: 0 });
    const left = await all();
    expect([left.get(one.id)?.issuer, left.get(two.id)?.issuer]).toEqual(['one Ltd', 'y']);
  });

  test('that is not in the snapshot does nothing', async () => {
    const { restore } = await world(account('one'));
    expect(await restore(['0189c9a2-7a52-4c3e-8f10-ffffffffffff'])).toEqual({ restored: 0, damaged: 0 });
  });
});

test('a comparison tells of each account what became of it, and which the snapshot lost', async () => {
  const [one, two, three] = [account('one'), account('two'), account('three')];
  const { load, shelf, lose } = await world(one, two, three);
  const open = await load();
  await open.put([{ ...one, issuer: 'x' }, account('four')]);
  await open.erase([three.id]);
  await lose(two);
  const compared = await compareSnapshot(await load(), shelf.blobs, ID);
  expect(Object.fromEntries(compared.map(({ issuer, state }) => [issuer, state]))).toEqual({
    'one Ltd': 'changed',
    'two Ltd': 'damaged',
    'three Ltd': 'gone',
    'four Ltd': 'new',
  });
});
