/** Recovery where something lies there that must not be lost by it. */
import { describe, expect, test } from 'vitest';
import { importRoot } from '../../../lib/crypto/seal';
import { concat } from '../../../lib/encoding/bytes';
import { Problem } from '../../../lib/problem';
import { readBackup, writeBackup } from '../../../lib/vault/backup-file';
import { createCopies } from '../../../lib/vault/engines/copies';
import { createErasingMarker } from '../../../lib/vault/engines/local-store';
import { parseHeader, sealHeader } from '../../../lib/vault/sealed/header';
import { deriveVaultKeys } from '../../../lib/vault/sealed/keys';
import { makeSlot } from '../../../lib/vault/ways/slots';
import { createMemoryArea } from './areas';
import { cheapKdf, PARAMS, random } from './cheap';
import { addRecoveryKey, ALL, OWNER, ruin, stage, withSnapshot, type Twin } from './recovery-world';
import { codeOf, editHeader } from './victim';
import { add, byPassphrase, createTwinWorld, createWorld, draft, issuers } from './world';

describe('an earlier state beside a header that can be read', () => {
  test('comes back under that header: ways to unlock made since are kept', async () => {
    const world = await createTwinWorld('one', 'two');
    await world.vault.care.tend();
    const recovery = await addRecoveryKey(world.vault);
    const vault = world.worker();
    await vault.recovery.restore('snapshot', OWNER);
    await vault.lock();
    await vault.unlock(recovery);
    expect(await issuers(vault)).toEqual(ALL);
  });

  test('is put back by a way that was made after it', async () => {
    const world = await createTwinWorld('one', 'two');
    await world.vault.care.tend();
    const recovery = await addRecoveryKey(world.vault);
    expect(await world.worker().recovery.restore('snapshot', recovery)).toMatchObject({ accounts: 2 });
  });

  test('comes back under its own where the one that can be read was changed on the disk', async () => {
    const world = await withSnapshot();
    const edited = editHeader(world.disk, { generation: 900 }).header;
    for (const disk of [world.disk, world.mirror]) disk.header = edited;
    expect(await codeOf(world.worker().unlock(OWNER))).toBe('header-damaged');
    const vault = world.worker();
    expect(await vault.recovery.restore('snapshot', OWNER)).toMatchObject({ accounts: 2 });
    expect(await issuers(vault)).toEqual(ALL);
  });

  test('is no way back for a passphrase that was changed, wherever its header still lies', async () => {
    const world = await withSnapshot();
    const [old, blobs, list] = [world.mirror.copy(), new Map(world.attic.blobs), world.attic.headers];
    await world.vault.unlock(OWNER);
    await world.vault.ways.changePassphrase(OWNER, 'a later passphrase');
    await world.vault.lock();
    // One copy was left behind in the former epoch, with its snapshots; the header of the later one was changed.
    Object.assign(world.mirror, { header: undefined });
    world.mirror.records.clear();
    for (const [key, bytes] of old.records) world.mirror.records.set(key, bytes);
    for (const [hash, bytes] of blobs) world.attic.blobs.set(hash, bytes);
    world.attic.headers = [...world.attic.headers, ...list];
    const act = () => world.worker().recovery.restore('snapshot', OWNER);
    expect(await codeOf(act())).toBe('wrong-passphrase');
  });
});

describe('a change of epoch that stopped before its commit', () => {
  test('keeps no earlier state from being put back', async () => {
    const world = await createTwinWorld('one', 'two');
    await addRecoveryKey(world.vault);
    await world.vault.care.tend();
    const stopped = () => Promise.reject(new Problem('storage-failed'));
    const store = { ...world.disk, commit: stopped };
    const second = { ...world.mirror, commit: stopped };
    // The passphrase stays, so that it opens the header that never came to count.
    expect(await codeOf(addRecoveryKey(world.worker({ store, second })))).toBe('storage-failed');
    expect(world.attic.headers.length).toBe(2);
    // As an earlier version left it: the header of the epoch that never came stands first.
    for (const order of [world.attic.headers, world.attic.headers.toReversed()]) {
      const each = { ...world, disk: world.disk.copy(), mirror: world.mirror.copy() };
      each.attic.headers = order;
      ruin(each);
      const vault = world.worker({ store: each.disk, second: each.mirror });
      expect(await vault.recovery.restore('snapshot', OWNER)).toEqual({ accounts: 2, damaged: 0 });
    }
  });
});

describe('a backup file beside a vault that can be read', () => {
  const other = byPassphrase('the passphrase of another');

  /** A file of the vault that `other` opens. */
  async function stageAnother(world: Twin): Promise<void> {
    const from = createWorld();
    const vault = from.worker();
    await vault.create(other.passphrase);
    await add(vault, draft('three'));
    stage({ ...world, disk: from.disk });
  }

  test('of another vault needs a word, and changes nothing before', async () => {
    const world = await withSnapshot();
    await stageAnother(world);
    const before = world.disk.copy();
    const vault = world.worker();
    expect(await codeOf(vault.recovery.restore('file', other))).toBe('restore-unconfirmed');
    expect(world.disk.header).toEqual(before.header);
    expect(await world.disk.remains()).toEqual([]);
    expect(world.attic.staged).toBeDefined();
    expect(await vault.recovery.restore('file', other, true)).toEqual({ accounts: 1, damaged: 0 });
    expect((await world.disk.remains()).length).toBe(1);
  });

  test('which a passphrase opens that does not open the vault any more needs a word', async () => {
    const world = await createTwinWorld('one');
    stage(world);
    const { staged } = world.attic;
    await world.vault.ways.changePassphrase(OWNER, 'a later passphrase');
    world.attic.staged = staged;
    const vault = world.worker();
    expect(await codeOf(vault.recovery.restore('file', OWNER))).toBe('restore-unconfirmed');
    expect(await vault.recovery.restore('file', OWNER, true)).toMatchObject({ accounts: 1 });
  });

  test('needs a word where a later version of this program made the vault', async () => {
    const world = await withSnapshot();
    stage(world);
    const newer = editHeader(world.disk, { format: 2 }).header;
    for (const disk of [world.disk, world.mirror]) disk.header = newer;
    expect(await codeOf(world.worker().recovery.restore('file', OWNER))).toBe('restore-unconfirmed');
  });

  test('of one’s own making forgives no guess at the vault, even with a slot of the same name', async () => {
    const world = await withSnapshot();
    const wrong = byPassphrase('not the passphrase');
    await stageAnother(world);
    const { header, records } = readBackup(world.attic.staged!);
    const [own] = parseHeader(world.disk.header!).header.slots;
    // Its key is the guesser's: the slot is made for the name, and the header says the vault's id.
    const key = new Uint8Array(32).fill(5);
    const vaultId = parseHeader(world.disk.header!).header.vaultId;
    let first = true;
    const salt = () =>
      first ? ((first = false), concat(own!.id, new Uint8Array(16))) : random(new Uint8Array(32));
    const slot = await makeSlot(other, key, { vaultId }, 'viewer', { kdf: cheapKdf, params: PARAMS, salt });
    expect(slot.id).toEqual(own!.id);
    const keys = await deriveVaultKeys(await importRoot(key), vaultId);
    const made = await sealHeader({ ...parseHeader(header!).header, vaultId, slots: [slot] }, keys.header);
    world.attic.staged = writeBackup({ header: made.bytes, records }, 1);
    const vault = world.worker();
    for (let i = 0; i < 4; i += 1) expect(await codeOf(vault.unlock(wrong))).toBe('wrong-passphrase');
    expect(await codeOf(vault.recovery.restore('file', other))).toBe('restore-unconfirmed');
    expect(await codeOf(vault.recovery.restore('file', other, true))).toBe('need-owner');
    expect(await codeOf(vault.unlock(wrong))).toMatch(/wrong-passphrase|too-many-tries/);
    expect(await codeOf(vault.unlock(OWNER))).toBe('too-many-tries');
  });
});

describe('an erasure that could not be finished', () => {
  async function halfErased() {
    const world = await withSnapshot();
    const area = createMemoryArea();
    const marker = createErasingMarker(area);
    let broken = true;
    const eraseRest = () => (broken ? Promise.reject(new Problem('storage-failed')) : Promise.resolve());
    const copies = () => createCopies([world.disk, world.mirror], { marker, eraseRest });
    const worker = () => world.worker({ copies: copies() });
    expect(await codeOf(worker().recovery.erase())).toBe('storage-failed');
    return { world, worker, mend: () => void (broken = false) };
  }

  test('lets no vault be made or begun anew in its way; a file may be put back, which it never touches', async () => {
    const { world, worker } = await halfErased();
    const elsewhere = await createTwinWorld('one');
    stage(elsewhere);
    world.attic.staged = elsewhere.attic.staged;
    const vault = worker();
    expect(await codeOf(vault.create('an entirely new passphrase'))).toBe('storage-failed');
    expect(await codeOf(vault.recovery.startOver())).toBe('storage-failed');
    expect(await codeOf(vault.recovery.finishErasing())).toBe('storage-failed');
    expect(world.disk.header).toBeUndefined();
    expect(await codeOf(vault.recovery.restore('file', OWNER, true))).toBe('no problem');
  });

  test('is finished before a new vault is made, which no later start destroys', async () => {
    const { worker, mend } = await halfErased();
    mend();
    const vault = worker();
    await vault.create('an entirely new passphrase');
    await add(vault, draft('new'));
    const next = worker();
    expect(await next.recovery.finishErasing()).toBe(false);
    expect(await issuers(next)).toEqual(['new Ltd']);
  });
});
