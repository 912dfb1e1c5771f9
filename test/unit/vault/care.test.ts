import { describe, expect, test } from 'vitest';
import { trashAccount } from '../../../lib/vault/accounts/accounts';
import { listSnapshots, readSnapshot } from '../../../lib/vault/snapshots';
import { TRASH_DAYS } from '../../../lib/vault/trash';
import { Problem } from '../../../lib/problem';
import { codeOf } from './victim';
import { add, createTwinWorld, createWorld, draft, issuers, list, PASSPHRASE, byPassphrase } from './world';

const DAY = 24 * 60 * 60 * 1000;
const OWNER = byPassphrase(PASSPHRASE);
const VIEWER = 'only to look at codes';

describe('health', () => {
  test('is good where both copies hold everything', async () => {
    const { vault } = await createTwinWorld('one');
    const good = { damage: undefined, complete: true, full: false, mended: 0, mendedNow: 0, kept: false };
    expect(await vault.care.health()).toEqual(good);
  });

  test.each([
    ['the first loses a record', (w: Twin) => w.disk.records.delete(w.disk.keys('account')[0]!)],
    ['the first loses its header', (w: Twin) => void (w.disk.header = undefined)],
    ['the first is emptied', (w: Twin) => (w.disk.records.clear(), void (w.disk.header = undefined))],
    ['the second loses a record', (w: Twin) => w.mirror.records.delete(w.mirror.keys('account')[0]!)],
    ['the second is emptied', (w: Twin) => (w.mirror.records.clear(), void (w.mirror.header = undefined))],
    ['a record of the first is flipped', flipRecord],
  ])('is good again after %s, and says that it was mended', async (_, hurt) => {
    const world = await createTwinWorld('one', 'two');
    await world.vault.lock();
    hurt(world);
    const vault = world.worker();
    await vault.unlock(OWNER);
    const health = await vault.care.health();
    expect(health).toMatchObject({ damage: undefined, complete: true });
    expect(health.mended).toBeGreaterThan(0);
    expect(await issuers(vault)).toEqual(['one Ltd', 'two Ltd']);
    expect(world.mirror.header).toEqual(world.disk.header);
    expect(world.mirror.records).toEqual(world.disk.records);
    expect((await vault.care.health()).mendedNow).toBe(0);
  });

  test.each<[string, (bytes: Uint8Array) => Uint8Array | undefined]>([
    ['flipped', (bytes) => bytes.map((byte, i) => (i === 90 ? byte ^ 1 : byte))],
    ['cut', (bytes) => bytes.slice(0, 40)],
    ['gone', () => undefined],
  ])('brings back what one copy alone had when its header is %s, and keeps that copy', async (_, hurt) => {
    const world = await createTwinWorld('one');
    const sick = () => Promise.reject(new Problem('storage-failed'));
    const vault = world.worker({ second: { ...world.mirror, commit: sick, replace: sick } });
    for (const name of ['two', 'three']) await add(vault, draft(name));
    expect(await vault.care.health()).toMatchObject({ complete: false });
    await vault.lock();
    world.disk.header = hurt(world.disk.header!);
    const well = world.worker();
    await well.unlock(OWNER);
    const health = await well.care.health();
    expect(health).toMatchObject({ damage: undefined, complete: true, kept: true });
    expect(health.mendedNow).toBeGreaterThan(2);
    expect(await issuers(well)).toEqual(['one Ltd', 'two Ltd', 'three Ltd']);
    const again = world.worker();
    expect(await issuers(again)).toEqual(['one Ltd', 'two Ltd', 'three Ltd']);
    expect(await again.care.health()).toMatchObject({ kept: true, mendedNow: 0 });
    const [remains] = world.disk.kept.values();
    expect(remains!.records.filter(({ key }) => key.startsWith('account/'))).toHaveLength(3);
  });

  test('never brings back what was erased for good', async () => {
    const world = await createTwinWorld('one', 'two');
    const [first] = await list(world.vault);
    await world.vault.change((open) => trashAccount(open, first!.id, 1));
    const sick = () => Promise.reject(new Problem('storage-failed'));
    const vault = world.worker({ second: { ...world.mirror, commit: sick, replace: sick } });
    await vault.change((open) => open.erase([first!.id]));
    await vault.lock();
    world.mirror.header = undefined;
    const well = world.worker();
    await well.unlock(OWNER);
    expect(await well.care.health()).toMatchObject({ complete: true, kept: true });
    expect((await well.read((open) => open.all())).map(({ issuer }) => issuer)).toEqual(['two Ltd']);
  });

  test('tells damage that both copies have', async () => {
    const world = await createTwinWorld('one', 'two');
    const [key] = world.disk.keys('account');
    for (const disk of [world.disk, world.mirror]) disk.records.delete(key!);
    const vault = world.worker();
    expect((await vault.care.health()).damage).toBeDefined();
    expect(await codeOf(add(vault, draft('three')))).toBe('vault-damaged');
  });

  test('is not complete while one copy takes nothing, and the change is there all the same', async () => {
    const world = await createTwinWorld('one');
    const sick = { ...world.mirror, commit: () => Promise.reject(new Problem('storage-failed')) };
    const broken = { ...sick, replace: sick.commit };
    const vault = world.worker({ second: broken });
    await add(vault, draft('two'));
    expect(await vault.care.health()).toMatchObject({ complete: false, damage: undefined });
    expect(await issuers(world.worker())).toEqual(['one Ltd', 'two Ltd']);
    const well = world.worker();
    expect(await well.care.health()).toMatchObject({ complete: true });
    expect(world.mirror.header).toEqual(world.disk.header);
  });

  test('is not complete while the records of one copy can not be read, though its header agrees', async () => {
    const world = await createTwinWorld('one');
    const spoilt: Twin['mirror']['read'] = (kinds) =>
      kinds.length > 0 ? Promise.reject(new Problem('storage-failed')) : world.mirror.read(kinds);
    const vault = world.worker({ second: { ...world.mirror, read: spoilt } });
    for (let n = 0; n < 2; n++) expect(await vault.care.health()).toMatchObject({ complete: false });
    expect(await world.worker().care.health()).toMatchObject({ complete: true });
  });

  test('is full also where a way to unlock could not be changed for it', async () => {
    const world = await createTwinWorld('one');
    const full = () => Promise.reject(new Problem('storage-full'));
    const stuffed = (disk: Twin['disk']) => ({ ...disk, commit: full, replace: full });
    const vault = world.worker({ store: stuffed(world.disk), second: stuffed(world.mirror) });
    const change = vault.ways.changePassphrase(OWNER, 'another passphrase of mine');
    expect(await codeOf(change)).toBe('storage-full');
    expect(await vault.care.health()).toMatchObject({ full: true, damage: undefined });
  });

  test('is full from the first change that was refused until one is taken again', async () => {
    const world = await createTwinWorld('one');
    const full = () => Promise.reject(new Problem('storage-full'));
    const stuffed = (disk: Twin['disk']) => ({ ...disk, commit: full, replace: full });
    const vault = world.worker({ store: stuffed(world.disk), second: stuffed(world.mirror) });
    expect(await codeOf(add(vault, draft('two')))).toBe('storage-full');
    expect(await vault.care.health()).toMatchObject({ full: true, damage: undefined });
    expect(await issuers(vault)).toEqual(['one Ltd']);
    const roomy = world.worker();
    expect(await roomy.care.health()).toMatchObject({ full: false });
    await add(roomy, draft('two'));
  });
});

type Twin = Awaited<ReturnType<typeof createTwinWorld>>;

function flipRecord({ disk }: Twin): void {
  const [key] = disk.keys('account');
  const bytes = disk.records.get(key!)!.slice();
  bytes[80]! ^= 1;
  disk.records.set(key!, bytes);
}

describe('what falls due', () => {
  const snapshots = (world: Twin) => world.worker().read(async (open) => (await listSnapshots(open)).length);

  test('is done once a day', async () => {
    const world = await createTwinWorld('one');
    await world.vault.care.tend();
    expect(await snapshots(world)).toBe(1);
    await add(world.vault, draft('two'));
    await world.vault.care.tend();
    expect(await snapshots(world)).toBe(1);
    world.clock.now += DAY;
    await world.vault.unlock(OWNER);
    await world.vault.care.tend();
    expect(await snapshots(world)).toBe(2);
  });

  const everything = async (world: Twin) =>
    (await world.worker().read((open) => open.all())).map(({ issuer }) => issuer);
  /** So many days later, or earlier, after an unlock. */
  const tendAfter = async (world: Twin, days: number, proof = OWNER): Promise<void> => {
    const vault = world.worker();
    await vault.lock();
    world.clock.now += days * DAY;
    await vault.unlock(proof);
    await vault.care.tend();
  };
  const withTrash = async (): Promise<Twin> => {
    const world = await createTwinWorld('one', 'two');
    const [first] = await list(world.vault);
    await world.vault.change((open) => trashAccount(open, first!.id, world.clock.now));
    return world;
  };

  test('erases what was in the trash for long enough a day ago already', async () => {
    const world = await withTrash();
    await tendAfter(world, TRASH_DAYS - 0.01);
    await tendAfter(world, 1);
    expect(await everything(world)).toEqual(['one Ltd', 'two Ltd']);
    await tendAfter(world, 1);
    expect(await everything(world)).toEqual(['two Ltd']);
    const held = await world.worker().read(async (open) => {
      const snapshots = await listSnapshots(open);
      return Promise.all(snapshots.map(({ id }) => readSnapshot(open, world.shelf.blobs, id)));
    });
    expect(held.length).toBeGreaterThan(0);
    for (const { accounts } of held) expect(accounts.map(({ issuer }) => issuer)).toEqual(['two Ltd']);
  });

  test.each([
    ['once far ahead, and right again', [400, -399, 1, 1, 30]],
    ['ahead again and again, each time for a day', [400, -399, 400, -399, 30]],
    ['ahead for less than a day', [400, 0.4, 0.4]],
    ['far back', [-400, 401, 1, 30]],
    ['stopped for a long holiday, on the first day after it', [300]],
  ])('erases nothing by a clock that was %s', async (_, days) => {
    const world = await withTrash();
    for (const each of days) await tendAfter(world, each);
    expect(await everything(world)).toEqual(['one Ltd', 'two Ltd']);
  });

  test.each([
    ['goes on after a long holiday', [300, 1]],
    ['is not held up for good by a clock that once was ahead', [400, -399, 95, 1]],
    ['is not held up by many looks on one day', [91, 0.3, 0.3, 0.3, 0.3]],
  ])('%s', async (_, days) => {
    const world = await withTrash();
    for (const each of days) await tendAfter(world, each);
    expect(await everything(world)).toEqual(['two Ltd']);
  });

  test('lets remains of this vault go, by the same rule, and others stay', async () => {
    const world = await createTwinWorld('one');
    const at = new Date(world.clock.now).toISOString();
    for (const why of ['before-healing', 'start-over']) await world.disk.keep(`${at}-${why}`);
    await tendAfter(world, 400);
    await tendAfter(world, -399);
    expect([...world.disk.kept.keys()]).toHaveLength(2);
    await tendAfter(world, 31);
    await tendAfter(world, 1);
    expect([...world.disk.kept.keys()]).toEqual([`${at}-start-over`]);
  });

  test('erases nothing in the session of a viewer', async () => {
    const world = await withTrash();
    await world.vault.ways.add(OWNER, { type: 'passphrase', passphrase: VIEWER }, 'viewer', 'TV');
    for (const days of [100, 2, 2]) await tendAfter(world, days, byPassphrase(VIEWER));
    expect(await everything(world)).toEqual(['one Ltd', 'two Ltd']);
  });

  test('goes on where one chore fails', async () => {
    const world = await createTwinWorld('one');
    const broken = world.worker({
      shelf: {
        ...world.shelf,
        headers: { ...world.shelf.headers, set: () => Promise.reject(new Problem('storage-full')) },
      },
    });
    await broken.care.tend();
    expect(await issuers(broken)).toEqual(['one Ltd']);
  });

  test('is nothing while the vault is locked', async () => {
    const world = createWorld();
    const vault = world.worker();
    await vault.create(PASSPHRASE);
    await vault.lock();
    const before = world.disk.header;
    await vault.care.tend();
    expect(world.disk.header).toEqual(before);
  });
});
