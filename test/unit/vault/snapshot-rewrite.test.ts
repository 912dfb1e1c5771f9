import { describe, expect, test } from 'vitest';
import { importRoot } from '../../../lib/crypto/seal';
import { decodeCanonical, encodeCanonical } from '../../../lib/encoding/cbor';
import { nextEpoch } from '../../../lib/vault/epoch';
import { KINDS } from '../../../lib/vault/engines/store';
import { loadVault } from '../../../lib/vault/open-vault';
import { newestSnapshot } from '../../../lib/vault/newest-snapshot';
import { createSnapshotRewrite } from '../../../lib/vault/snapshot-rewrite';
import { listSnapshots, readSnapshot, takeSnapshot, tidySnapshots } from '../../../lib/vault/snapshots';
import { account, createShelf, createSmallVault, salts, vaultId, vaultKey } from './small-vault';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 17, 12);
const newKey = () => new Uint8Array(32).fill(7);

/** Two snapshots that share an account, and the commit of a new epoch, not yet made. */
async function world() {
  const [one, two] = [account('one'), account('two')];
  const { disk, load } = await createSmallVault(one, two);
  const shelf = createShelf();
  await takeSnapshot(await load(), shelf, disk.header!, NOW - DAY);
  await (await load()).put([{ ...one, issuer: 'new' }]);
  await takeSnapshot(await load(), shelf, disk.header!, NOW);
  const { sets } = await load();
  const prepare = async () => {
    const next = { vaultKey: newKey(), slots: sets.header().slots };
    return nextEpoch(sets, await disk.read(KINDS), next, salts, createSnapshotRewrite(shelf));
  };
  const reload = async () => loadVault(disk, await importRoot(newKey()), salts);
  return { disk, load, shelf, prepare, reload };
}

describe('snapshots in a new epoch', () => {
  test('open under the new key with the accounts that they held', async () => {
    const { disk, shelf, prepare, reload } = await world();
    await disk.commit(await prepare());
    const open = await reload();
    expect(await open.damage()).toBeUndefined();
    const ids = (await listSnapshots(open)).map(({ id }) => id);
    expect(ids).toEqual([`snapshot/${NOW}`, `snapshot/${NOW - DAY}`]);
    const names = await Promise.all(
      ids.map(async (id) => {
        const { accounts, damaged } = await readSnapshot(open, shelf.blobs, id);
        return [damaged, ...accounts.map(({ issuer }) => issuer).sort()];
      }),
    );
    expect(names).toEqual([
      [0, 'new', 'two Ltd'],
      [0, 'one Ltd', 'two Ltd'],
    ]);
  });

  test('leave nothing that the old key opens once they are tidied', async () => {
    const { disk, shelf, prepare, reload } = await world();
    const before = [...shelf.kept.keys()];
    await disk.commit(await prepare());
    await tidySnapshots(await reload(), shelf);
    for (const hash of before) expect(shelf.kept.has(hash)).toBe(false);
    // One header, and each record once: the account that both hold was sealed anew once.
    expect(shelf.kept.size).toBe(4);
    const stored = disk.keys('snapshot').map((key) => ({ key, bytes: disk.records.get(key)! }));
    expect(await newestSnapshot(stored, shelf.blobs, await vaultKey(), vaultId)).toBeUndefined();
    const found = await newestSnapshot(stored, shelf.blobs, await importRoot(newKey()), vaultId);
    expect(found).toMatchObject({ at: NOW, unread: [] });
    expect(shelf.list()).toHaveLength(1);
    expect(found!.header).toBe(shelf.kept.get(shelf.list()[0]!));
  });

  test('are whole in the old epoch where the change was never made', async () => {
    const { load, shelf, prepare } = await world();
    await prepare();
    const open = await load();
    for (const { id } of await listSnapshots(open))
      expect((await readSnapshot(open, shelf.blobs, id)).damaged).toBe(0);
    await tidySnapshots(open, shelf);
    expect(shelf.kept.size).toBe(5);
    expect(shelf.list()).toHaveLength(2);
  });

  test('tell of the members that were lost before', async () => {
    const { disk, shelf, prepare, reload, load } = await world();
    const [key] = disk.keys('account');
    const record = disk.records.get(key!)!;
    for (const [hash, bytes] of shelf.kept) if (Buffer.compare(bytes, record) === 0) shelf.kept.delete(hash);
    const lost = (await readSnapshot(await load(), shelf.blobs, `snapshot/${NOW}`)).damaged;
    await disk.commit(await prepare());
    expect(lost).toBe(1);
    expect((await readSnapshot(await reload(), shelf.blobs, `snapshot/${NOW}`)).damaged).toBe(1);
  });

  test('keep fields that this version does not know, and pass through where they can not be read', async () => {
    const { load, shelf } = await world();
    const { sets } = await load();
    const moved = { vaultId, before: sets.keys, after: sets.keys, salt: salts, header: new Uint8Array(9) };
    const rewrite = createSnapshotRewrite(shelf);
    const strange = encodeCanonical({ id: 'snapshot/x', parts: [1] });
    expect(await rewrite(strange, moved)).toBe(strange);
    const empty = {
      id: 'snapshot/x',
      at: 1,
      tier: 'daily',
      header: 'old',
      digest: new Uint8Array(32),
      members: [],
    };
    const written = decodeCanonical(await rewrite(encodeCanonical({ ...empty, colour: 'red' }), moved));
    expect(written).toEqual({ ...empty, colour: 'red', header: shelf.list().at(-1) });
  });
});
