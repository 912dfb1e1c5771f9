import { describe, expect, test } from 'vitest';
import { snapshotCodec } from '../../../lib/vault/manifest';
import type { OpenVault } from '../../../lib/vault/open-vault';
import { forgetInSnapshots, listSnapshots, readSnapshot } from '../../../lib/vault/snapshots';
import { createShelvedVault, type FakeShelf } from './small-vault';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 17, 12);

const flip = (bytes: Uint8Array) => bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));

describe('an account that is erased for good', () => {
  const issuersIn = async (open: OpenVault, shelf: FakeShelf, id: string) =>
    (await readSnapshot(open, shelf.blobs, id)).accounts.map(({ issuer }) => issuer).sort();

  test('is taken out of every snapshot, as one commit, with all of its records', async () => {
    const { load, disk, shelf, take, rename, accounts } = await createShelvedVault('one', 'two');
    const [one, two] = accounts;
    await take(NOW - DAY);
    const before = [...shelf.kept.keys()].length;
    await rename(one!, 'new');
    await take(NOW);
    expect(shelf.kept.size).toBe(before + 2);
    const open = await load();
    const { generation } = open.sets.header();
    await forgetInSnapshots(open, shelf, [one!.id]);
    expect(open.sets.header().generation).toBe(generation + 1);
    const left = await load();
    for (const { id } of await listSnapshots(left))
      expect(await issuersIn(left, shelf, id)).toEqual(['two Ltd']);
    expect(await left.sets.isWhole(snapshotCodec)).toBe(true);
    expect(shelf.kept.size).toBe(3);
    await forgetInSnapshots(left, shelf, [two!.id]);
    expect(await listSnapshots(await load())).toEqual([]);
    expect(shelf.kept.size).toBe(0);
    expect((await left.all()).length).toBe(2);
    expect(disk.keys('snapshot')).toEqual([]);
  });

  test('costs no write where no snapshot holds it', async () => {
    const { load, disk, shelf, take } = await createShelvedVault('one');
    await take(NOW);
    const { header } = disk;
    await forgetInSnapshots(await load(), shelf, ['0189c9a2-7a52-4c3e-8f10-ffffffffffff']);
    expect(disk.header).toBe(header);
  });

  test('leaves a list that can not be read aside, with what it may refer to', async () => {
    const { load, disk, shelf, take, rename, accounts } = await createShelvedVault('one', 'two');
    await take(NOW - DAY);
    const [lost] = disk.keys('snapshot');
    await rename(accounts[1]!, 'new');
    await take(NOW);
    disk.records.set(lost!, flip(disk.records.get(lost!)!));
    const held = shelf.kept.size;
    await forgetInSnapshots(await load(), shelf, [accounts[0]!.id]);
    const left = await load();
    expect(await issuersIn(left, shelf, `snapshot/${NOW}`)).toEqual(['new']);
    expect(disk.records.has(`aside/${lost!}`)).toBe(true);
    expect(shelf.kept.size).toBe(held);
  });

  test.each(['commit', 'set', 'keepOnly'])(
    'is there still, or gone, where it stopped at %s',
    async (step) => {
      const { load, disk, shelf, take, accounts } = await createShelvedVault('one', 'two');
      await take(NOW);
      const fail = () => Promise.reject(new Error('stopped'));
      const broken = {
        blobs: { ...shelf.blobs, ...(step === 'keepOnly' ? { keepOnly: fail } : {}) },
        headers: { ...shelf.headers, ...(step === 'set' ? { set: fail } : {}) },
      };
      const commit = disk.commit.bind(disk);
      if (step === 'commit') disk.commit = fail;
      await expect(forgetInSnapshots(await load(), broken, [accounts[0]!.id])).rejects.toThrow('stopped');
      disk.commit = commit;
      const left = await load();
      const expected = step === 'commit' ? ['one Ltd', 'two Ltd'] : ['two Ltd'];
      expect(await issuersIn(left, shelf, `snapshot/${NOW}`)).toEqual(expected);
      expect((await readSnapshot(left, shelf.blobs, `snapshot/${NOW}`)).damaged).toBe(0);
    },
  );
});
