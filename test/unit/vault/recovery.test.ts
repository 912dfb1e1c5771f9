import { describe, expect, test } from 'vitest';
import { writeBackup } from '../../../lib/vault/backup-file';
import { changeAccount } from '../../../lib/vault/accounts/accounts';
import { takeSnapshot } from '../../../lib/vault/snapshots';
import { ALL, OWNER, ruin, stage, withSnapshot } from './recovery-world';
import { codeOf } from './victim';
import { add, byPassphrase, createTwinWorld, createWorld, draft, issuers, list } from './world';

// Beside a vault that can still be opened, and after an erasure: recovery-beside.test.ts.

describe('what is left', () => {
  test('is told without any key', async () => {
    const world = await withSnapshot();
    ruin(world);
    expect(await world.worker().recovery.look()).toEqual({
      state: 'damaged',
      headers: ['damaged', 'missing'],
      snapshots: 1,
      passkeys: [],
      staged: false,
      remains: 0,
    });
  });
});

describe('an earlier state', () => {
  test('is put back where no header can be read, and opens', async () => {
    const world = await withSnapshot();
    ruin(world);
    const vault = world.worker();
    expect(await codeOf(vault.unlock(OWNER))).toBe('header-damaged');
    expect(await vault.recovery.restore('snapshot', OWNER)).toEqual({ accounts: 2, damaged: 0 });
    expect(await issuers(vault)).toEqual(ALL);
    await vault.lock();
    await vault.unlock(OWNER);
    expect(await issuers(vault)).toEqual(ALL);
    expect(await vault.care.health()).toMatchObject({ damage: undefined, complete: true });
  });

  test('leaves what was there as remains, byte for byte', async () => {
    const world = await withSnapshot();
    ruin(world);
    const before = world.disk.copy();
    await world.worker().recovery.restore('snapshot', OWNER);
    const [remains] = await world.disk.remains();
    expect(remains?.id).toMatch(/-before-restore$/);
    expect(remains?.stored.header).toEqual(before.header);
    const kept = new Map(remains?.stored.records.map(({ key, bytes }) => [key, bytes]));
    for (const [key, bytes] of before.records) expect(kept.get(key)).toEqual(bytes);
  });

  test('is put back by nobody without a proof, and changes nothing then', async () => {
    const world = await withSnapshot();
    ruin(world);
    const before = world.disk.copy();
    const act = world.worker().recovery.restore('snapshot', byPassphrase('not the passphrase'));
    expect(await codeOf(act)).toBe('wrong-passphrase');
    expect(world.disk.header).toEqual(before.header);
    expect(await world.disk.remains()).toEqual([]);
  });

  test('is none where none was made', async () => {
    const world = await createTwinWorld('one');
    expect(await codeOf(world.worker().recovery.restore('snapshot', OWNER))).toBe('no-snapshot');
  });

  test('is not put back by a viewer', async () => {
    const world = await createTwinWorld('one');
    const way = { type: 'passphrase', passphrase: 'for someone else' } as const;
    await world.vault.ways.add(OWNER, way, 'viewer', 'Ann');
    const { disk, vault } = world;
    await vault.change((open) => takeSnapshot(open, world.shelf, disk.header!, world.clock.now));
    const act = world.worker().recovery.restore('snapshot', byPassphrase('for someone else'));
    expect(await codeOf(act)).toBe('need-owner');
  });
});

describe('a backup file', () => {
  test('makes the vault anew on another computer', async () => {
    const from = await createTwinWorld('one', 'two');
    stage(from);
    const to = createWorld();
    to.attic.staged = from.attic.staged;
    const vault = to.worker();
    expect(await vault.recovery.restore('file', OWNER)).toEqual({ accounts: 2, damaged: 0 });
    expect(await issuers(vault)).toEqual(ALL);
    expect(to.attic.staged).toBeUndefined();
    await add(vault, draft('three'));
    expect(await issuers(to.worker())).toEqual([...ALL, 'three Ltd']);
  });

  test('counts as newer than the vault that it replaces, in both copies', async () => {
    const world = await createTwinWorld('one', 'two');
    stage(world);
    const [first] = await list(world.vault);
    await world.vault.change((open) => changeAccount(open, first!.id, { issuer: 'Changed' }, 5));
    const vault = world.worker();
    await vault.recovery.restore('file', OWNER);
    expect(await issuers(vault)).toEqual(ALL);
    expect(world.mirror.header).toEqual(world.disk.header);
    expect(await issuers(world.worker())).toEqual(ALL);
  });

  test('with a damaged account brings the others, and says how many it could not bring', async () => {
    const world = await createTwinWorld('one', 'two');
    const [key] = world.disk.keys('account');
    const bytes = world.disk.records.get(key!)!.slice();
    bytes[100]! ^= 1;
    world.disk.records.set(key!, bytes);
    stage(world);
    const to = createWorld();
    to.attic.staged = world.attic.staged;
    const vault = to.worker();
    expect(await vault.recovery.restore('file', OWNER)).toEqual({ accounts: 1, damaged: 1 });
    expect(await vault.care.health()).toMatchObject({ damage: undefined });
  });

  test('from which an account was taken, or into which an older one was put, says so', async () => {
    const world = await createTwinWorld('one', 'two');
    const [first] = await list(world.vault);
    const older = new Map(world.disk.records);
    await world.vault.change((open) => changeAccount(open, first!.id, { issuer: 'Changed' }, 5));
    const restore = async (tamper: (records: Map<string, Uint8Array>) => void) => {
      const records = new Map(world.disk.records);
      tamper(records);
      const to = createWorld();
      const listed = [...records].map(([key, bytes]) => ({ key, bytes }));
      to.attic.staged = writeBackup({ header: world.disk.header, records: listed }, 1);
      return to.worker().recovery.restore('file', OWNER);
    };
    const [key, other] = world.disk.keys('account');
    expect(await restore(() => undefined)).toEqual({ accounts: 2, damaged: 0 });
    expect(await restore((records) => records.delete(key!))).toEqual({ accounts: 1, damaged: 1 });
    expect(
      await restore((records) => {
        for (const each of [key!, other!]) records.set(each, older.get(each)!);
      }),
    ).toEqual({ accounts: 2, damaged: 1 });
  });

  test.each([
    ['nothing staged', () => undefined, 'nothing-staged'],
    ['something else', () => Uint8Array.of(1, 2, 3), 'not-backup'],
  ])('is none: %s', async (_, bytes, problem) => {
    const world = createWorld();
    world.attic.staged = bytes();
    expect(await codeOf(world.worker().recovery.restore('file', OWNER))).toBe(problem);
  });
});

describe('starting over', () => {
  test('makes room for a new vault and keeps everything', async () => {
    const world = await withSnapshot();
    const before = world.disk.copy();
    const vault = world.worker();
    await vault.recovery.startOver();
    expect(await vault.state()).toBe('none');
    const [remains] = await world.disk.remains();
    expect(remains?.stored.header).toEqual(before.header);
    expect(remains?.stored.records.length).toBe(before.records.size);
    await vault.create('an entirely new passphrase');
    expect(await issuers(vault)).toEqual([]);
    await add(vault, draft('new'));
    await vault.care.tend();
    expect((await world.disk.remains()).length).toBe(1);
  });
});

describe('erasing', () => {
  test('leaves no trace in either engine, nor of snapshots', async () => {
    const world = await withSnapshot();
    const vault = world.worker();
    await vault.recovery.erase();
    expect(await vault.state()).toBe('none');
    expect(await world.disk.hasTrace()).toBe(false);
    expect(await world.mirror.hasTrace()).toBe(false);
  });
});
