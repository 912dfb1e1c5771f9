/** Another vault key for everything that is stored: stopped anywhere, one epoch is whole, and opens as it should. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trashAccount } from '../../../lib/vault/accounts/accounts';
import { createBlobs } from '../../../lib/vault/engines/blobs';
import { createLocalStore } from '../../../lib/vault/engines/local-store';
import { KINDS, type RecordStore } from '../../../lib/vault/engines/store';
import type { KeyValueArea } from '../../../lib/vault/engines/shards';
import { appendLog, readLog } from '../../../lib/vault/log';
import type { Shelf } from '../../../lib/vault/manifest';
import { changeSettings, readSettings } from '../../../lib/vault/settings';
import { listSnapshots, readSnapshot } from '../../../lib/vault/snapshots';
import type { Vault } from '../../../lib/vault/vault';
import type { Proof } from '../../../lib/vault/ways/proof';
import { parseRecoveryKey } from '../../../lib/vault/ways/recovery-key';
import { slotName } from '../../../lib/vault/ways/slots';
import { createMemoryArea, type MemoryArea } from './areas';
import { createFaults } from './faults';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { codeOf } from './victim';
import { add, byPassphrase, createWorld, draft, list, PASSPHRASE, type Parts, type World } from './world';

const DAY = 24 * 60 * 60 * 1000;
const OWNER = byPassphrase(PASSPHRASE);
const OTHER = byPassphrase('another passphrase of mine');
const VIEWER = byPassphrase('for someone who only looks');
const PRF = new Uint8Array(32).fill(3);

interface Disks {
  readonly first: MemoryStore;
  readonly second: MemoryArea;
}

/** What a worker is given to write to. */
interface Engines {
  readonly first: RecordStore;
  readonly second: KeyValueArea;
}

const copyOf = ({ first, second }: Disks): Disks => ({ first: first.copy(), second: second.copy() });

function partsOver({ first, second }: Engines): Partial<Parts> {
  const name = 'snapshot-headers';
  const headers: Shelf['headers'] = {
    get: async () => ((await second.get([name]))[name] as string[] | undefined) ?? [],
    set: (hashes) => second.set({ [name]: [...hashes] }),
  };
  return {
    store: first,
    second: createLocalStore(second),
    shelf: { blobs: createBlobs(second), headers },
    exclusive: (act) => act(),
  };
}

interface Scene {
  readonly world: World;
  readonly disks: Disks;
  readonly recovery: Proof;
  readonly passkey: Proof & { readonly type: 'passkey' };
}

let scene: Scene;

beforeAll(async () => {
  const world = createWorld();
  const disks: Disks = { first: createMemoryStore(), second: createMemoryArea() };
  const vault = world.worker(partsOver(disks));
  await vault.create(PASSPHRASE);
  const text = await vault.ways.freshRecoveryKey();
  await vault.ways.add(OWNER, { type: 'recovery', key: (await parseRecoveryKey(text))! }, 'owner', '');
  const credential = Uint8Array.of(1);
  await vault.ways.add(OWNER, { type: 'passkey', credential, salt: PRF, prf: PRF }, 'owner', 'key');
  await vault.ways.add(OWNER, VIEWER, 'viewer', 'Ann');
  const slots = await vault.read((open) => Promise.resolve(open.sets.header().slots));
  const { id } = slots.find(({ type }) => type === 'passkey')!;
  await add(vault, draft('one'));
  await vault.care.tend();
  world.clock.now += DAY;
  await vault.unlock(OWNER);
  await add(vault, draft('two'));
  await vault.care.tend();
  const [first] = await list(vault);
  await vault.change((open) => trashAccount(open, first!.id, world.clock.now));
  await vault.change((open) => appendLog(open, [{ at: 1, kind: 'copy' }]));
  await vault.change((open) =>
    changeSettings(open, (settings) => ({ ...settings, backup: { weeks: 8, savedAt: 77 } })),
  );
  const passkey = { type: 'passkey', slotId: id, prf: PRF } as const;
  scene = { world, disks, recovery: { type: 'recovery', text }, passkey };
});

/** All that is sealed there, in words. */
async function contents(vault: Vault, { second }: Disks): Promise<unknown> {
  const blobs = createBlobs(second);
  return vault.read(async (open) => {
    const { backup } = await readSettings(open);
    const snapshots = await listSnapshots(open);
    const kept = await Promise.all(snapshots.map(async ({ id }) => readSnapshot(open, blobs, id)));
    return {
      accounts: (await open.all()).map(({ issuer, deletedAt }) => [issuer, deletedAt !== undefined]),
      damage: await open.damage(),
      settings: [backup.weeks, backup.savedAt],
      log: await readLog(open),
      snapshots: kept.map(({ accounts, damaged }) => [accounts.map(({ issuer }) => issuer).sort(), damaged]),
    };
  });
}

const EVERYTHING = {
  accounts: [
    ['one Ltd', true],
    ['two Ltd', false],
  ],
  damage: undefined,
  settings: [8, 77],
  log: { entries: [{ at: 1, kind: 'copy' }], broken: false },
  snapshots: [
    [['one Ltd', 'two Ltd'], 0],
    [['one Ltd'], 0],
  ],
};

/** A worker that has nothing but the disks. */
function fresh(disks: Disks): Vault {
  scene.world.area.value = undefined;
  scene.world.attic.throttle = undefined;
  return scene.world.worker(partsOver(disks));
}

async function opens(disks: Disks, proof: Proof): Promise<boolean> {
  const vault = fresh(disks);
  const code = await codeOf(vault.unlock(proof));
  if (code === 'no problem') return true;
  expect(code).toMatch(/^wrong-/);
  return false;
}

interface Change {
  readonly name: string;
  readonly act: (vault: Vault) => Promise<unknown>;
  readonly before: () => readonly Proof[];
  readonly after: () => readonly Proof[];
  readonly always: () => readonly Proof[];
}

const changes: readonly Change[] = [
  {
    name: 'another passphrase',
    act: (vault) => vault.ways.changePassphrase(OWNER, OTHER.passphrase),
    before: () => [OWNER],
    after: () => [OTHER],
    always: () => [scene.recovery, scene.passkey, VIEWER],
  },
  {
    name: 'a passkey removed',
    act: (vault) => vault.ways.remove(scene.recovery, slotName({ id: scene.passkey.slotId })),
    before: () => [scene.passkey],
    after: () => [],
    always: () => [OWNER, scene.recovery, VIEWER],
  },
];

/** The long pass alone has the time to try every way at every point. */
const LONG = process.env['LOCKSTEP_SOAK'] !== undefined;

async function inspect(disks: Disks, change: Change, all = LONG): Promise<'old' | 'new'> {
  const { before, after, always } = change;
  const [lasting] = always();
  const vault = fresh(disks);
  await vault.unlock(lasting!);
  expect(await contents(vault, disks)).toEqual(EVERYTHING);
  const { epoch } = await vault.read((open) => Promise.resolve(open.sets.header()));
  for (const proof of before()) expect(await opens(disks, proof)).toBe(epoch === 0);
  for (const proof of after()) expect(await opens(disks, proof)).toBe(epoch === 1);
  for (const proof of all ? always().slice(1) : []) expect(await opens(disks, proof)).toBe(true);
  return epoch === 0 ? 'old' : 'new';
}

/** Both copies are brought to the same, and each opens by itself. */
async function expectToHeal(disks: Disks, change: Change, epoch: 'old' | 'new'): Promise<void> {
  const vault = fresh(disks);
  await vault.unlock(change.always()[0]!);
  expect(await vault.care.health()).toMatchObject({ damage: undefined, complete: true });
  const [one, other] = [disks.first, createLocalStore(disks.second)];
  expect(await other.read(KINDS)).toEqual(await one.read(KINDS));
  const alone = copyOf(disks);
  alone.first.header = undefined;
  alone.first.records.clear();
  const left = fresh(alone);
  await left.unlock(change.always()[0]!);
  expect(await contents(left, alone)).toEqual(EVERYTHING);
  const header = await left.read((open) => Promise.resolve(open.sets.header()));
  expect(header.epoch).toBe(epoch === 'old' ? 0 : 1);
}

/** Lets so many writes through; then nothing answers any more, as in a worker that was stopped. */
function stopAfter({ first, second }: Disks, most: number): Engines & { readonly count: () => number } {
  let count = 0;
  const alive = async <T>(act: () => Promise<T>): Promise<T> =>
    count > most ? new Promise(() => undefined) : act();
  const write = async <T>(act: () => Promise<T>): Promise<T> => {
    count += 1;
    return alive(act);
  };
  return {
    count: () => count,
    first: {
      ...first,
      read: (kinds) => alive(() => first.read(kinds)),
      commit: (batch) => write(() => first.commit(batch)),
      replace: (whole) => write(() => first.replace(whole)),
    },
    second: {
      get: (keys) => alive(() => second.get(keys)),
      set: (values) => write(() => second.set(values)),
      remove: (keys) => write(() => second.remove(keys)),
    },
  };
}

const total = { stops: 0, faults: 0 };

/** A worker over these engines, in a session that is open. */
async function begun(disks: Disks, engines: Engines = disks): Promise<Vault> {
  await fresh(disks).unlock(OWNER);
  return scene.world.worker(partsOver(engines));
}

describe.each(changes)('a change of epoch ($name)', (change) => {
  test('keeps everything, and opens as it should', async () => {
    const disks = copyOf(scene.disks);
    await change.act(await begun(disks));
    expect(await inspect(disks, change, true)).toBe('new');
    await expectToHeal(disks, change, 'new');
  });

  test('stopped after any write leaves one epoch or the other whole', { timeout: 600_000 }, async () => {
    const seen: string[] = [];
    for (let most = 0; ; most += 1) {
      const disks = copyOf(scene.disks);
      const engines = stopAfter(disks, most);
      const acting = change.act(await begun(disks, engines));
      // Either it ends, or it has come to the write that never answers.
      let ended = false;
      void acting.then(() => (ended = true));
      await expect.poll(() => ended || engines.count() > most).toBe(true);
      const done = engines.count() <= most;
      const epoch = await inspect(disks, change, true);
      seen.push(epoch);
      await expectToHeal(disks, change, epoch);
      total.stops += 1;
      if (done) break;
    }
    expect([...new Set(seen)]).toEqual(['old', 'new']);
    expect(seen).toEqual(seen.toSorted().toReversed());
  });
});

// The short pass tries one of them: where it fails does not depend on what is changed.
test.each(LONG ? changes : changes.slice(0, 1))(
  'a change of epoch that fails at any call leaves one epoch or the other whole ($name)',
  { timeout: 600_000 },
  async (change) => {
    const clean = createFaults();
    const probe = copyOf(scene.disks);
    const seen = { first: clean.store(probe.first), second: clean.area(probe.second) };
    await change.act(await begun(probe, seen));
    for (const [at, { faults }] of clean.calls.entries()) {
      for (const fault of faults.filter((each) => each.startsWith('throws'))) {
        const disks = copyOf(scene.disks);
        const faulty = createFaults(new Map([[at, fault]]));
        const engines = { first: faulty.store(disks.first), second: faulty.area(disks.second) };
        const acting = change.act(await begun(disks, engines));
        const acknowledged = (await codeOf(acting)) === 'no problem';
        const epoch = await inspect(disks, change);
        if (acknowledged) expect([at, fault, epoch]).toEqual([at, fault, 'new']);
        await expectToHeal(disks, change, epoch);
        total.faults += 1;
      }
    }
  },
);

afterAll(() => console.log(`epochs: ${total.stops} stops, ${total.faults} faults`));
