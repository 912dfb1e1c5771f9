import { describe, expect, test } from 'vitest';
import { importRoot } from '../../../lib/crypto/seal';
import { newestSnapshot } from '../../../lib/vault/newest-snapshot';
import { parseHeader } from '../../../lib/vault/sealed/header';
import type { MemoryStore } from './memory-store';
import type { createShelf } from './small-vault';
import { createShelvedVault, vaultId, vaultKey } from './small-vault';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 17, 12);

const stored = (disk: MemoryStore) =>
  disk.keys('snapshot').map((key) => ({ key, bytes: disk.records.get(key)! }));
describe('the newest snapshot', () => {
  const find = async (disk: MemoryStore, shelf: ReturnType<typeof createShelf>) =>
    newestSnapshot(stored(disk), shelf.blobs, await vaultKey(), vaultId);

  async function two() {
    const made = await createShelvedVault('one', 'two');
    await made.take(NOW);
    await made.rename(made.accounts[0]!, 'new');
    const header = made.disk.header!;
    // A clock that went back: what was written later counts as newer.
    await made.take(NOW - DAY);
    return { ...made, header };
  }

  test('opens with the vault key alone: accounts, their records, and the header as it was stored', async () => {
    const { disk, shelf, header } = await two();
    const found = (await find(disk, shelf))!;
    expect(found).toMatchObject({ header, unread: [], at: NOW - DAY });
    expect(found.accounts.map(({ issuer }) => issuer).sort()).toEqual(['new', 'two Ltd']);
    expect(new Map(found.records.map(({ key, bytes }) => [key, bytes]))).toEqual(
      new Map(disk.keys('account').map((key) => [key, disk.records.get(key)!])),
    );
    expect(parseHeader(found.header).header.vaultId).toEqual(vaultId);
  });

  test('gives way to one before it that is whole', async () => {
    const { disk, shelf, manifests } = await two();
    const [older, newest] = await manifests();
    const held = older!.members.map(({ hash }) => hash);
    shelf.kept.delete(newest!.members.find(({ hash }) => !held.includes(hash))!.hash);
    const found = (await find(disk, shelf))!;
    expect(found).toMatchObject({ at: NOW, unread: [] });
    expect(found.accounts.map(({ issuer }) => issuer).sort()).toEqual(['one Ltd', 'two Ltd']);
  });

  test('gives way to one before it where its header is lost', async () => {
    const { disk, shelf, header } = await two();
    shelf.kept.delete(shelf.list().find((hash) => Buffer.compare(shelf.kept.get(hash)!, header) === 0)!);
    const found = (await find(disk, shelf))!;
    expect(found.accounts.map(({ issuer }) => issuer).sort()).toEqual(['one Ltd', 'two Ltd']);
  });

  test('is the one of which most can be read where none is whole', async () => {
    const { disk, shelf, manifests } = await two();
    const [later, earlier] = await manifests();
    const common = later!.members.find(({ hash }) => earlier!.members.some((each) => each.hash === hash))!;
    shelf.kept.delete(common.hash);
    const found = (await find(disk, shelf))!;
    expect(found.accounts.map(({ issuer }) => issuer)).toEqual(['new']);
    expect(found.unread).toHaveLength(1);
  });

  test('is none where nothing opens', async () => {
    const { disk, shelf } = await two();
    expect(await newestSnapshot([], shelf.blobs, await vaultKey(), vaultId)).toBeUndefined();
    const wrong = await importRoot(new Uint8Array(32));
    expect(await newestSnapshot(stored(disk), shelf.blobs, wrong, vaultId)).toBeUndefined();
    const junk = stored(disk).map(({ key }) => ({ key, bytes: new Uint8Array(3) }));
    expect(await newestSnapshot(junk, shelf.blobs, await vaultKey(), vaultId)).toBeUndefined();
    shelf.kept.clear();
    expect(await find(disk, shelf)).toBeUndefined();
  });
});
