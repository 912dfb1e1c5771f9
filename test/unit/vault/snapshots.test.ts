import { describe, expect, test } from 'vitest';
import type { Cbor } from '../../../lib/encoding/cbor';
import { snapshotCodec } from '../../../lib/vault/manifest';
import type { OpenVault } from '../../../lib/vault/open-vault';
import {
  dueSnapshot,
  listSnapshots,
  readSnapshot,
  takeSnapshot,
  tidySnapshots,
} from '../../../lib/vault/snapshots';
import { codecOf, createShelvedVault } from './small-vault';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 17, 12);

const flip = (bytes: Uint8Array) => bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));

describe('a snapshot', () => {
  test('holds every account as it is, the trash included', async () => {
    const { load, disk, shelf, take, accounts } = await createShelvedVault('one', 'two');
    const trashed = { ...accounts[1]!, deletedAt: 5 };
    await (await load()).put([trashed]);
    expect(await take(NOW)).toBe(true);
    const open = await load();
    expect(await listSnapshots(open)).toEqual([
      { id: `snapshot/${NOW}`, at: NOW, accounts: 2, tier: 'daily' },
    ]);
    const read = await readSnapshot(open, shelf.blobs, `snapshot/${NOW}`);
    expect(read.damaged).toBe(0);
    expect(read.accounts).toEqual(expect.arrayContaining([accounts[0]!, trashed]));
    expect(disk.keys('snapshot')).toHaveLength(1);
  });

  test('keeps the bytes of records and header as they lie, once however many snapshots hold them', async () => {
    const { disk, shelf, take, rename, accounts } = await createShelvedVault('one', 'two', 'three');
    const first = disk.header!;
    const records = disk.keys('account').map((key) => disk.records.get(key)!);
    await take(NOW - DAY);
    expect([...shelf.kept.values()]).toEqual(expect.arrayContaining([...records, first]));
    expect(shelf.kept.size).toBe(4);
    await rename(accounts[0]!, 'new');
    await take(NOW);
    expect(shelf.kept.size).toBe(6);
    expect(shelf.list()).toHaveLength(2);
    expect(shelf.kept.get(shelf.list()[1]!)).toEqual(first);
  });

  test('leaves nothing legible', async () => {
    const { disk, shelf, take } = await createShelvedVault('one');
    await take(NOW);
    const everything = [...shelf.kept.values(), ...disk.records.values(), disk.header!];
    expect(Buffer.concat(everything).toString('latin1')).not.toMatch(/one Ltd|alice|secret of/);
  });

  test('is on the shelf before anything refers to it, and lets go only after', async () => {
    const { disk, load, shelf } = await createShelvedVault('one');
    const seen: string[] = [];
    const commit = disk.commit.bind(disk);
    disk.commit = (batch) => {
      seen.push(...shelf.calls.splice(0), 'commit');
      return commit(batch);
    };
    await takeSnapshot(await load(), shelf, disk.header!, NOW);
    expect([...seen, ...shelf.calls]).toEqual(['put', 'commit', 'keepOnly']);
  });

  test.each(['put', 'set', 'commit', 'keepOnly'])('interrupted at %s costs no earlier one', async (step) => {
    const { disk, load, shelf, take, rename, accounts } = await createShelvedVault('one', 'two');
    await take(NOW - DAY);
    await rename(accounts[0]!, 'new');
    const fail = () => Promise.reject(new Error('stopped'));
    const broken = {
      blobs: { ...shelf.blobs, ...(step === 'put' || step === 'keepOnly' ? { [step]: fail } : {}) },
      headers: { ...shelf.headers, ...(step === 'set' ? { set: fail } : {}) },
    };
    const commit = disk.commit.bind(disk);
    if (step === 'commit') disk.commit = fail;
    await expect(takeSnapshot(await load(), broken, disk.header!, NOW)).rejects.toThrow('stopped');
    disk.commit = commit;
    const open = await load();
    expect(await open.damage()).toBeUndefined();
    const ids = (await listSnapshots(open)).map(({ id }) => id);
    expect(ids).toEqual(
      step === 'keepOnly' ? [`snapshot/${NOW}`, `snapshot/${NOW - DAY}`] : [`snapshot/${NOW - DAY}`],
    );
    for (const id of ids) expect((await readSnapshot(open, shelf.blobs, id)).damaged).toBe(0);
    expect(await take(NOW + 1)).toBe(step !== 'keepOnly');
  });
});

describe('a day', () => {
  test.each([
    ['without accounts', false, []],
    ['with accounts and no snapshot', true, ['one']],
  ])('%s asks for a snapshot: %s', async (_, due, names) => {
    const { load, take } = await createShelvedVault(...names);
    expect(await dueSnapshot(await load(), NOW)).toBe(due);
    expect(await take(NOW)).toBe(due);
  });

  test('asks for one when the accounts changed and there is none of this day', async () => {
    const { load, take, rename, accounts } = await createShelvedVault('one');
    await take(NOW);
    expect(await dueSnapshot(await load(), NOW + DAY)).toBe(false);
    expect(await take(NOW + DAY)).toBe(false);
    await rename(accounts[0]!, 'new');
    expect(await dueSnapshot(await load(), NOW + 1)).toBe(false);
    expect(await dueSnapshot(await load(), NOW + DAY)).toBe(true);
    expect(await take(NOW + DAY)).toBe(true);
  });

  test('is not served by what was made before a restore, which is always made', async () => {
    const { load, take, rename, accounts } = await createShelvedVault('one');
    expect(await take(NOW, 'before')).toBe(true);
    expect(await take(NOW, 'before')).toBe(true);
    expect((await listSnapshots(await load())).map(({ at, tier }) => [at, tier])).toEqual([
      [NOW, 'before'],
      [NOW, 'before'],
    ]);
    await rename(accounts[0]!, 'new');
    expect(await dueSnapshot(await load(), NOW + 1)).toBe(true);
  });

  test('of damaged accounts makes none and lets none go', async () => {
    const { disk, load, take, rename, accounts } = await createShelvedVault('one', 'two');
    await take(NOW - 90 * DAY);
    await rename(accounts[0]!, 'new');
    disk.records.delete(disk.keys('account')[1]!);
    expect(await take(NOW)).toBe(false);
    expect(await listSnapshots(await load())).toHaveLength(1);
  });
});

describe('over the weeks', () => {
  test('snapshots and what they alone hold go', async () => {
    const { load, shelf, take, rename, accounts, manifests } = await createShelvedVault('one', 'two');
    for (let day = 60; day >= 0; day--) {
      await rename(accounts[0]!, `at day ${day}`);
      await take(NOW - day * DAY);
    }
    const open = await load();
    const list = await listSnapshots(open);
    expect(list.map(({ at }) => (NOW - at) / DAY)).toEqual([0, 1, 2, 3, 4, 5, 6, 10, 17]);
    expect(list.map(({ tier }) => tier)).toEqual([...Array<string>(7).fill('daily'), 'weekly', 'weekly']);
    const used = (await manifests()).flatMap(({ header, members }) => [
      header,
      ...members.map(({ hash }) => hash),
    ]);
    expect([...shelf.kept.keys()].sort()).toEqual([...new Set(used)].sort());
    expect(shelf.list()).toEqual((await manifests()).map(({ header }) => header));
    for (const { id, at } of list) {
      const { accounts: then } = await readSnapshot(open, shelf.blobs, id);
      expect(then.map(({ issuer }) => issuer).sort()).toEqual(
        [`at day ${(NOW - at) / DAY}`, 'two Ltd'].sort(),
      );
    }
  });
});

describe('a snapshot that is damaged', () => {
  test('tells how many of its accounts can not be read, and which', async () => {
    const { load, shelf, take, manifests } = await createShelvedVault('one', 'two', 'three');
    await take(NOW);
    const open = await load();
    const { members } = (await manifests())[0]!;
    shelf.kept.set(members[0]!.hash, flip(shelf.kept.get(members[0]!.hash)!));
    shelf.kept.delete(members[1]!.hash);
    const read = await readSnapshot(open, shelf.blobs, `snapshot/${NOW}`);
    expect(read).toMatchObject({ damaged: 2, unread: [members[0]!.id, members[1]!.id] });
    expect(read.accounts).toHaveLength(1);
  });

  test('takes no record of another account or version for its own', async () => {
    const { load, disk, shelf, take, rename, accounts, manifests } = await createShelvedVault('one', 'two');
    const older = disk.keys('account').map((key) => disk.records.get(key)!);
    await rename(accounts[0]!, 'new');
    await take(NOW);
    const open = await load();
    const { members } = (await manifests())[0]!;
    const lies = new Map(members.map(({ hash }, i) => [hash, shelf.kept.get(members[1 - i]!.hash)!]));
    const swapped = { ...shelf.blobs, read: () => Promise.resolve(lies) };
    expect((await readSnapshot(open, swapped, `snapshot/${NOW}`)).damaged).toBe(2);
    const back = new Map(members.map(({ hash }, i) => [hash, older[i]!]));
    const dated = { ...shelf.blobs, read: () => Promise.resolve(back) };
    expect((await readSnapshot(open, dated, `snapshot/${NOW}`)).damaged).toBe(1);
  });

  test('is told from one that is not there', async () => {
    const { load, disk, shelf, take } = await createShelvedVault('one');
    await take(NOW);
    const wanted = (open: OpenVault, id: string) => readSnapshot(open, shelf.blobs, id);
    await expect(wanted(await load(), 'snapshot/1')).rejects.toMatchObject({ code: 'no-snapshot' });
    const key = disk.keys('snapshot')[0]!;
    disk.records.set(key, flip(disk.records.get(key)!));
    await expect(wanted(await load(), `snapshot/${NOW}`)).rejects.toMatchObject({ code: 'snapshot-damaged' });
  });

  test('is moved aside by the next, and what it may refer to is not dropped with it', async () => {
    const { load, disk, shelf, take, rename, accounts } = await createShelvedVault('one');
    await take(NOW - DAY);
    const held = [...shelf.kept.keys()];
    const key = disk.keys('snapshot')[0]!;
    disk.records.set(key, flip(disk.records.get(key)!));
    await rename(accounts[0]!, 'new');
    await tidySnapshots(await load(), shelf);
    expect(await take(NOW)).toBe(true);
    expect(disk.records.has(`aside/${key}`)).toBe(true);
    expect([...shelf.kept.keys()]).toEqual(expect.arrayContaining(held));
  });
});

test('what is made before a restore lets go of none, the one to be put back least of all', async () => {
  const { load, take, rename, accounts } = await createShelvedVault('one');
  for (const day of [4, 3, 2]) expect(await take(NOW - day * DAY, 'before')).toBe(true);
  expect(await take(NOW, 'before')).toBe(true);
  expect(await listSnapshots(await load())).toHaveLength(4);
  await rename(accounts[0]!, 'new');
  await take(NOW + DAY);
  expect((await listSnapshots(await load())).map(({ at }) => (NOW - at) / DAY)).toEqual([-1, 0, 2, 3]);
});

test('what a vault kept as remains may refer to stays on the shelf', async () => {
  const { disk, load, shelf } = await createShelvedVault('one');
  shelf.kept.set('theirs', new Uint8Array(1));
  const open = await load();
  await takeSnapshot(open, { ...shelf, shared: () => Promise.resolve(true) }, disk.header!, NOW);
  expect(shelf.kept.has('theirs')).toBe(true);
  await tidySnapshots(open, { ...shelf, shared: () => Promise.resolve(false) });
  expect(shelf.kept.has('theirs')).toBe(false);
});

test('a snapshot of a newer version is left alone, with all that it may refer to', async () => {
  const { load, disk, shelf, take, rename, accounts } = await createShelvedVault('one');
  const open = await load();
  await open.sets.load(snapshotCodec);
  const newer = await open.sets.seal<Cbor>(codecOf('snapshot', 2), 'snapshot/x', {
    id: 'snapshot/x',
    parts: [],
  });
  await open.sets.commit([{ kind: 'snapshot', put: [newer] }]);
  const key = disk.keys('snapshot')[0]!;
  const before = disk.records.get(key);
  shelf.kept.set('theirs', new Uint8Array(1));
  for (const day of [0, 100]) {
    await rename(accounts[0]!, `${day}`);
    expect(await take(NOW + day * DAY)).toBe(true);
  }
  expect(disk.records.get(key)).toBe(before);
  expect(shelf.kept.has('theirs')).toBe(true);
  expect(await listSnapshots(await load())).toHaveLength(2);
});
