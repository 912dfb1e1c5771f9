import { beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../lib/problem';
import type { Vault } from '../../../lib/vault/vault';
import type { Proof, Way } from '../../../lib/vault/ways/proof';
import { parseRecoveryKey } from '../../../lib/vault/ways/recovery-key';
import { slotName } from '../../../lib/vault/ways/slots';
import { codeOf } from './victim';
import { byPassphrase, createTwinWorld, issuers, PASSPHRASE } from './world';

const OWNER = byPassphrase(PASSPHRASE);
const OTHER = 'another passphrase of mine';
let world: Awaited<ReturnType<typeof createTwinWorld>>;
let vault: Vault;

beforeEach(async () => {
  world = await createTwinWorld('one', 'two');
  vault = world.vault;
});

const bytes = (value: number) => new Uint8Array(32).fill(value);
const passkey = (value: number): Way => ({
  type: 'passkey',
  credential: Uint8Array.of(value),
  salt: bytes(value),
  prf: bytes(value),
});
const list = () => vault.read((open) => vault.ways.list(open));
const header = () => vault.read((open) => Promise.resolve(open.sets.header()));

/** Adds a passkey and returns the proof that it gives. */
async function addPasskey(value: number): Promise<Proof> {
  await vault.ways.add(OWNER, passkey(value), 'owner', `key ${value}`);
  const { ways } = await list();
  const slot = ways.find(({ name }) => name === `key ${value}`)!.slot;
  return { type: 'passkey', slotId: slot.id, prf: bytes(value) };
}

async function addRecoveryKey(): Promise<Proof> {
  const text = await vault.ways.freshRecoveryKey();
  const key = await parseRecoveryKey(text);
  await vault.ways.add(OWNER, { type: 'recovery', key: key! }, 'owner', '');
  return { type: 'recovery', text };
}

/** What the proof opens in a worker that has nothing but the disks. */
async function opens(proof: Proof): Promise<string[] | string> {
  await vault.lock();
  world.attic.throttle = undefined;
  const next = world.worker();
  const code = await codeOf(next.unlock(proof));
  if (code !== 'no problem') return code;
  return issuers(next);
}

const ALL = ['one Ltd', 'two Ltd'];

describe('a way to unlock', () => {
  test('is listed with its name, since when, and whether the session stands on it', async () => {
    await addPasskey(1);
    const { ways, pin } = await list();
    expect(ways.map(({ slot, name, inUse }) => [slot.type, name, inUse])).toEqual([
      ['passphrase', '', true],
      ['passkey', 'key 1', false],
    ]);
    expect(ways[1]!.createdAt).toBe(world.clock.now);
    expect(pin).toBe(false);
  });

  test.each([
    ['a recovery key', () => addRecoveryKey()],
    ['a passkey', () => addPasskey(7)],
    ['the passphrase, beside others', async () => (await addPasskey(7), OWNER)],
  ])('opens everything: %s', async (_, make) => {
    expect(await opens(await make())).toEqual(ALL);
  });

  test('that is added changes no key: nothing is sealed anew', async () => {
    const before = new Map(world.disk.records);
    await addRecoveryKey();
    const accounts = [...before].filter(([key]) => key.startsWith('account/'));
    expect(accounts).toHaveLength(2);
    for (const [key, value] of accounts) expect(world.disk.records.get(key)).toEqual(value);
    expect((await header()).epoch).toBe(0);
  });

  test('may be one of sixteen at most', async () => {
    for (let value = 1; value < 16; value += 1) await addPasskey(value);
    expect(await codeOf(addPasskey(16))).toBe('too-many-ways');
  });

  test('can not have the passphrase of another', async () => {
    const way = { type: 'passphrase', passphrase: PASSPHRASE } as const;
    expect(await codeOf(vault.ways.add(OWNER, way, 'viewer', 'Ann'))).toBe('passphrase-taken');
  });
});

describe('a change', () => {
  const changes: [string, (proof: Proof) => Promise<unknown>][] = [
    ['adding', (proof) => vault.ways.add(proof, passkey(9), 'owner', 'x')],
    ['removing', (proof) => vault.ways.remove(proof, '00'.repeat(16))],
    ['a new passphrase', (proof) => vault.ways.changePassphrase(proof, OTHER)],
    ['a PIN', (proof) => vault.ways.setPin(proof, '123456')],
  ];

  test.each(changes)('takes a fresh proof: %s', async (_, change) => {
    const before = world.disk.copy();
    expect(await codeOf(change(byPassphrase('not the passphrase')))).toBe('wrong-passphrase');
    expect(world.disk.header).toEqual(before.header);
  });

  test.each(changes)('is not for a viewer: %s', async (_, change) => {
    const way = { type: 'passphrase', passphrase: OTHER } as const;
    await vault.ways.add(OWNER, way, 'viewer', 'Ann');
    expect(await codeOf(change(byPassphrase(OTHER)))).toBe('need-owner');
  });

  test.each(changes)('needs an open vault: %s', async (_, change) => {
    await vault.lock();
    expect(await codeOf(change(OWNER))).toBe('vault-locked');
  });
});

describe('the passphrase, changed', () => {
  test('opens, and the one before opens nothing', async () => {
    await vault.ways.changePassphrase(OWNER, OTHER);
    expect(await issuers(vault)).toEqual(ALL);
    expect(await opens(byPassphrase(OTHER))).toEqual(ALL);
    expect(await opens(OWNER)).toBe('wrong-passphrase');
  });

  test('leaves the other ways as they were, through as many changes as there are', async () => {
    const recovery = await addRecoveryKey();
    const key = await addPasskey(3);
    await vault.ways.changePassphrase(OWNER, OTHER);
    await vault.ways.changePassphrase(byPassphrase(OTHER), `${OTHER} 2`);
    expect(await opens(recovery)).toEqual(ALL);
    expect(await opens(key)).toEqual(ALL);
    expect(await opens(byPassphrase(`${OTHER} 2`))).toEqual(ALL);
  });

  test('can be changed with the recovery key by who forgot it', async () => {
    const recovery = await addRecoveryKey();
    await vault.ways.changePassphrase(recovery, OTHER);
    expect(await opens(byPassphrase(OTHER))).toEqual(ALL);
    expect(await opens(OWNER)).toBe('wrong-passphrase');
    expect(await opens(recovery)).toEqual(ALL);
  });

  test.each([
    ['too short a one', 'short', 'passphrase-too-short'],
    ['the same one', PASSPHRASE, 'passphrase-taken'],
  ])('is not changed to %s', async (_, passphrase, problem) => {
    expect(await codeOf(vault.ways.changePassphrase(OWNER, passphrase))).toBe(problem);
    expect(await opens(OWNER)).toEqual(ALL);
  });
});

describe('a way that is removed', () => {
  test('opens nothing, in either copy, while the others still open everything', async () => {
    const key = await addPasskey(3);
    const recovery = await addRecoveryKey();
    const { ways } = await list();
    await vault.ways.remove(OWNER, slotName(ways.find(({ slot }) => slot.type === 'passkey')!.slot));
    expect(await opens(key)).toBe('wrong-passkey');
    expect(await opens(recovery)).toEqual(ALL);
    world.disk.header = undefined;
    world.disk.records.clear();
    expect(await opens(key)).toBe('wrong-passkey');
    expect(await opens(OWNER)).toEqual(ALL);
  });

  test('takes the vault key with it: every record is sealed anew under another id', async () => {
    await addPasskey(3);
    const before = world.disk.copy();
    await vault.ways.remove(OWNER, slotName((await header()).slots[1]!));
    expect((await header()).epoch).toBe(1);
    const account = (disk: typeof before) => disk.keys('account');
    expect(account(world.disk).filter((key) => before.records.has(key))).toEqual([]);
    expect(world.mirror.records).toEqual(world.disk.records);
    expect(world.mirror.header).toEqual(world.disk.header);
  });

  test('is not the last that can be remembered or written down', async () => {
    await addPasskey(3);
    const id = slotName((await header()).slots[0]!);
    expect(await codeOf(vault.ways.remove(OWNER, id))).toBe('last-way');
    expect(await codeOf(vault.ways.remove(OWNER, 'ff'.repeat(16)))).toBe('no-way');
  });

  test('may be the passphrase, where there is a recovery key', async () => {
    const recovery = await addRecoveryKey();
    await vault.ways.remove(recovery, slotName((await header()).slots[0]!));
    expect(await opens(OWNER)).toBe('wrong-passphrase');
    expect(await opens(recovery)).toEqual(ALL);
  });

  test('may be the recovery key, by another taking its place', async () => {
    const first = await addRecoveryKey();
    const second = await addRecoveryKey();
    expect((await header()).slots.map(({ type }) => type)).toEqual(['passphrase', 'recovery']);
    expect(await opens(first)).toBe('wrong-recovery-key');
    expect(await opens(second)).toEqual(ALL);
  });

  test('does not go where one made by a newer version would be lost', async () => {
    await addPasskey(3);
    await vault.change((open) =>
      open.sets.commit([], (each) => {
        const [slot] = each.slots;
        const { pub: _, priv: __, ...strange } = { ...slot!, id: bytes(1).slice(0, 16), type: 'token' };
        return { ...each, slots: [...each.slots, strange] };
      }),
    );
    expect(await codeOf(vault.ways.remove(OWNER, slotName((await header()).slots[1]!)))).toBe('way-newer');
    expect(await opens(OWNER)).toEqual(ALL);
  });
});

describe('a key left in a slot', () => {
  test('is wrapped anew at the next unlock with it', async () => {
    const recovery = await addRecoveryKey();
    await vault.ways.changePassphrase(OWNER, OTHER);
    const waits = async () => (await header()).slots.filter(({ transfer }) => transfer !== undefined).length;
    expect(await waits()).toBe(1);
    await vault.lock();
    await vault.unlock(recovery);
    expect(await waits()).toBe(0);
    expect(await opens(recovery)).toEqual(ALL);
  });
});

describe('a viewer', () => {
  test('opens the vault, and the session says so', async () => {
    const way = { type: 'passphrase', passphrase: OTHER } as const;
    await vault.ways.add(OWNER, way, 'viewer', 'Ann');
    await vault.lock();
    await vault.unlock(byPassphrase(OTHER));
    expect(await vault.session()).toMatchObject({ role: 'viewer', elevatedUntil: 0 });
    expect(await codeOf(vault.elevate(byPassphrase(OTHER)))).toBe('need-owner');
    expect(await issuers(vault)).toEqual(ALL);
  });
});

describe('the session', () => {
  test('goes on through a new epoch, until the same time as before', async () => {
    await addPasskey(3);
    const { lockAt } = (await vault.session())!;
    world.clock.now += 60_000;
    await vault.ways.remove(OWNER, slotName((await header()).slots[1]!));
    expect((await vault.session())!.lockAt).toBe(lockAt);
    expect(await issuers(world.worker())).toEqual(ALL);
  });

  test('of a worker with the old key ends, whatever it held', async () => {
    await addPasskey(3);
    const stale = world.area.value;
    await vault.ways.remove(OWNER, slotName((await header()).slots[1]!));
    world.area.value = stale;
    expect(await codeOf(issuers(world.worker()))).toBe('vault-locked');
  });
});

describe('a lock', () => {
  test('asked for when a new passphrase has just come into force stands, and the change too', async () => {
    const commit: typeof world.disk.commit = async (batch) => {
      await world.disk.commit(batch);
      if (batch.drop.length > 0) void changing.lock();
    };
    const changing = world.worker({ store: { ...world.disk, commit } });
    await changing.ways.changePassphrase(OWNER, OTHER);
    await expect.poll(() => changing.state()).toBe('locked');
    expect(await opens(byPassphrase(OTHER))).toEqual(ALL);
    expect(await opens(OWNER)).toBe('wrong-passphrase');
  });

  test('brought by time ends no unlock that is under way', async () => {
    await vault.ways.setPin(OWNER, '482913');
    await vault.lockSoftly();
    await Promise.all([vault.unlock({ type: 'pin', pin: '482913' }), vault.beat(), vault.beat()]);
    expect(await vault.state()).toBe('open');
    expect(await issuers(vault)).toEqual(ALL);
  });
});

describe('a PIN', () => {
  test('opens after a soft lock, without elevation, and not after a hard one', async () => {
    await vault.ways.setPin(OWNER, '123456');
    expect((await list()).pin).toBe(true);
    await vault.lockSoftly();
    expect(await vault.state()).toBe('locked');
    expect(await vault.locked()).toMatchObject({ pinTries: 5 });
    await vault.unlock({ type: 'pin', pin: '123456' });
    expect(await issuers(vault)).toEqual(ALL);
    expect(await vault.session()).toMatchObject({ elevatedUntil: 0 });
    await vault.lock();
    expect(await codeOf(vault.unlock({ type: 'pin', pin: '123456' }))).toBe('pin-spent');
  });

  test('is prepared anew by each unlock, also after a new epoch', async () => {
    await vault.ways.setPin(OWNER, '123456');
    await vault.ways.changePassphrase(OWNER, OTHER);
    await vault.lock();
    await vault.unlock(byPassphrase(OTHER));
    await vault.lockSoftly();
    await vault.unlock({ type: 'pin', pin: '123456' });
    expect(await issuers(vault)).toEqual(ALL);
  });

  test('closes hard after five wrong ones', async () => {
    await vault.ways.setPin(OWNER, '123456');
    await vault.lockSoftly();
    const wrong = { type: 'pin', pin: '000000' } as const;
    for (let i = 0; i < 4; i += 1) expect(await codeOf(vault.unlock(wrong))).toBe('wrong-pin');
    expect(await codeOf(vault.unlock(wrong))).toBe('pin-spent');
    expect(await codeOf(vault.unlock({ type: 'pin', pin: '123456' }))).toBe('pin-spent');
    expect(await opens(OWNER)).toEqual(ALL);
  });

  test('that is taken away opens nothing any more', async () => {
    await vault.ways.setPin(OWNER, '123456');
    await vault.ways.setPin(OWNER, undefined);
    await vault.lockSoftly();
    expect((await vault.locked()).pinTries).toBeUndefined();
  });
});

test('another passphrase counts though what is only noted about it can not be written', async () => {
  let commits = 0;
  const once = (disk: typeof world.disk) => ({
    ...disk,
    commit: (batch: Parameters<typeof disk.commit>[0]) =>
      (commits += 1) > 2 ? Promise.reject(new Problem('storage-failed')) : disk.commit(batch),
  });
  const failing = world.worker({ store: once(world.disk), second: once(world.mirror) });
  await failing.ways.changePassphrase(OWNER, OTHER);
  expect(commits).toBeGreaterThan(2);
  expect(await opens(byPassphrase(OTHER))).toEqual(ALL);
});
