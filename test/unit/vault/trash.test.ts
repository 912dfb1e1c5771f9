import { describe, expect, test } from 'vitest';
import { createBlobs } from '../../../lib/vault/engines/blobs';
import { eraseForGood, expired, TRASH_DAYS, trashUntil } from '../../../lib/vault/trash';
import { createMemoryArea } from './areas';
import { account, createSmallVault, keyOf } from './small-vault';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 1);
const end = NOW - TRASH_DAYS * DAY;

describe('an account in the trash', () => {
  test('stays 90 days', () => {
    expect(trashUntil({ deletedAt: NOW })).toBe(NOW + 90 * DAY);
    expect(trashUntil({})).toBeUndefined();
  });

  test.each([
    ['not in the trash', {}, false],
    ['deleted just now', { deletedAt: NOW }, false],
    ['a moment before its end', { deletedAt: end + 1 }, false],
    ['at its end', { deletedAt: end }, true],
    ['long after', { deletedAt: 1 }, true],
    ['deleted in the future, by a clock that was wrong', { deletedAt: NOW + 365 * DAY }, false],
    ['of a newer version', { deletedAt: 1, readOnly: true }, false],
  ])('(%s) goes or stays: %o -> %s', (_, change, goes) => {
    const one = account('one', change);
    expect(expired([one], NOW)).toEqual(goes ? [one.id] : []);
  });
});

describe('erasing for good', () => {
  const shelf = () => ({
    blobs: createBlobs(createMemoryArea()),
    headers: { get: () => Promise.resolve([]), set: () => Promise.resolve() },
  });
  const [live, gone] = [account('live'), account('gone', { deletedAt: 1 })];

  test('is one commit, names and all', async () => {
    const { disk, load } = await createSmallVault(live, gone);
    const open = await load();
    const { generation } = open.sets.header();
    await eraseForGood(open, shelf(), [gone.id]);
    expect(open.sets.header().generation).toBe(generation + 1);
    const left = await load();
    expect((await left.all()).map(({ issuer }) => issuer)).toEqual(['live Ltd']);
    expect(await left.damage()).toBeUndefined();
    expect(disk.keys('label')).toHaveLength(1);
  });

  test('drops what this vault kept by itself and holds them, and no other remains', async () => {
    const { disk, load } = await createSmallVault(live, gone);
    const at = '2026-01-01T00:00:00.000Z';
    const names = ['before-healing', 'before-restore', 'before-layout-2', 'start-over'].map(
      (why) => `${at}-${why}`,
    );
    for (const id of names) await disk.keep(id);
    await (await load()).erase([gone.id]);
    await disk.keep(`${at}-before-layout-3`);
    disk.kept.set(`${at}-before-layout-4`, {
      header: disk.header,
      records: [{ key: `aside/${await keyOf('account', gone.id)}`, bytes: new Uint8Array(1) }],
    });
    await eraseForGood(await load(), shelf(), [gone.id]);
    expect([...disk.kept.keys()]).toEqual([`${at}-start-over`, `${at}-before-layout-3`]);
  });
});
