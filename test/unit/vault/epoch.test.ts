import { describe, expect, test } from 'vitest';
import { importRoot } from '../../../lib/crypto/seal';
import { KINDS } from '../../../lib/vault/engines/store';
import { nextEpoch } from '../../../lib/vault/epoch';
import { appendLog } from '../../../lib/vault/log';
import { loadVault, type OpenVault } from '../../../lib/vault/open-vault';
import { isAuthentic, parseHeader } from '../../../lib/vault/sealed/header';
import { deriveVaultKeys } from '../../../lib/vault/sealed/keys';
import type { MemoryStore } from './memory-store';
import { account, createSmallVault, salts, vaultKey } from './small-vault';
import { codeOf } from './victim';

describe('the commit of a new epoch', () => {
  const rewrite = (plaintext: Uint8Array<ArrayBuffer>) => Promise.resolve(plaintext);
  const next = { vaultKey: new Uint8Array(32).fill(9) };
  const commitOf = async (open: OpenVault, disk: MemoryStore) =>
    nextEpoch(
      open.sets,
      await disk.read(KINDS),
      { ...next, slots: open.sets.header().slots },
      salts,
      rewrite,
    );

  test('drops every record of the old key, and leads on from its header', async () => {
    const { disk, load } = await createSmallVault(account('one'), account('two'));
    const before = disk.copy();
    const open = await load();
    const batch = await commitOf(open, disk);
    expect([...batch.drop].sort()).toEqual([...before.records.keys()].sort());
    expect(batch.put.length).toBe(before.records.size);
    expect(batch.after).toEqual(before.header);
    const { header } = parseHeader(batch.header);
    expect(header).toMatchObject({ epoch: 1, prev: open.sets.stored().sealed.mac });
    await disk.commit(batch);
    const after = await loadVault(disk, await importRoot(next.vaultKey), salts);
    expect((await after.all()).map(({ issuer }) => issuer)).toEqual(['one Ltd', 'two Ltd']);
    expect(await after.damage()).toBeUndefined();
    await expect(loadVault(disk, await vaultKey(), salts)).rejects.toMatchObject({ code: 'header-damaged' });
  });

  test('is authentic under the new key alone', async () => {
    const { disk, load } = await createSmallVault(account('one'));
    const open = await load();
    const sealed = parseHeader((await commitOf(open, disk)).header);
    const keys = await deriveVaultKeys(await importRoot(next.vaultKey), sealed.header.vaultId);
    expect(await isAuthentic(sealed, keys.header)).toBe(true);
    expect(await isAuthentic(sealed, open.sets.keys.header)).toBe(false);
  });

  test('is none while an account can not be read', async () => {
    const { disk, load } = await createSmallVault(account('one'), account('two'));
    const open = await load();
    disk.records.set(disk.keys('account')[0]!, new Uint8Array(90));
    expect(await codeOf(commitOf(open, disk))).toBe('vault-damaged');
  });

  test('moves aside what can not be read and is no account, and drops labels without one', async () => {
    const { disk, load } = await createSmallVault(account('one'), account('two'));
    const open = await load();
    await appendLog(open, [{ at: 1, kind: 'copy' }]);
    const [log] = disk.keys('log');
    disk.records.set(
      log!,
      disk.records.get(log!)!.map((byte, i) => (i === 80 ? byte ^ 1 : byte)),
    );
    const [label] = disk.keys('label');
    disk.records.set('label/stray', disk.records.get(label!)!);
    const batch = await commitOf(open, disk);
    expect([...batch.aside].sort()).toEqual(['label/stray', log!].sort());
    await disk.commit(batch);
    expect(disk.records.has(`aside/${log!}`)).toBe(true);
    const after = await loadVault(disk, await importRoot(next.vaultKey), salts);
    expect((await after.all()).length).toBe(2);
    expect(await after.damage()).toBeUndefined();
  });
});
