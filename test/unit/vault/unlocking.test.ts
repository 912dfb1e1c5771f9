import { beforeEach, describe, expect, test } from 'vitest';
import { decodeCanonical, encodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import { Problem } from '../../../lib/problem';
import type { Vault } from '../../../lib/vault/vault';
import { parseRecoveryKey } from '../../../lib/vault/ways/recovery-key';
import { slotName } from '../../../lib/vault/ways/slots';
import type { MemoryStore } from './memory-store';
import { codeOf, editHeader } from './victim';
import { byPassphrase, createTwinWorld, issuers, MINUTE, PASSPHRASE } from './world';

const OWNER = byPassphrase(PASSPHRASE);
const WRONG = byPassphrase('not the passphrase');
const ALL = ['one Ltd', 'two Ltd'];
let world: Awaited<ReturnType<typeof createTwinWorld>>;
let vault: Vault;

beforeEach(async () => {
  world = await createTwinWorld('one', 'two');
  vault = world.vault;
});

async function addRecoveryKey(): Promise<{ type: 'recovery'; text: string }> {
  const text = await vault.ways.freshRecoveryKey();
  await vault.ways.add(OWNER, { type: 'recovery', key: (await parseRecoveryKey(text))! }, 'owner', '');
  return { type: 'recovery', text };
}

async function fail(times: number, by: Vault = vault): Promise<string[]> {
  const codes: string[] = [];
  for (let i = 0; i < times; i += 1) codes.push(await codeOf(by.unlock(WRONG)));
  return codes;
}

const kdfRuns = () => world.events.filter((event) => event === 'kdf').length;

describe('guessing', () => {
  beforeEach(() => vault.lock());

  test('is held up after five tries, the right passphrase included, and costs no deriving then', async () => {
    expect(await fail(5)).toEqual(Array(5).fill('wrong-passphrase'));
    const runs = kdfRuns();
    expect(await fail(1)).toEqual(['too-many-tries']);
    expect(await codeOf(vault.unlock(OWNER))).toBe('too-many-tries');
    expect(kdfRuns()).toBe(runs);
    world.clock.now += 30_000;
    await vault.unlock(OWNER);
    expect(await issuers(vault)).toEqual(ALL);
  });

  test('is held up for the next worker as well', async () => {
    await fail(5);
    expect(await codeOf(world.worker().unlock(OWNER))).toBe('too-many-tries');
  });

  test('gains nothing by stopping the worker while it derives', async () => {
    const stopped = world.worker({ kdf: () => new Promise(() => undefined), exclusive: (act) => act() });
    for (let i = 0; i < 5; i += 1) {
      void stopped.unlock(WRONG);
      await expect
        .poll(() => (world.attic.throttle as { slots: { fails: number }[] } | undefined)?.slots[0]?.fails)
        .toBe(i + 1);
    }
    expect(await codeOf(world.worker().unlock(OWNER))).toBe('too-many-tries');
  });

  test('gains nothing by setting the clock, in either direction', async () => {
    await fail(5);
    world.clock.now -= 60 * MINUTE;
    expect(await codeOf(vault.unlock(OWNER))).toBe('too-many-tries');
    world.clock.now += 29_000;
    expect(await codeOf(vault.unlock(OWNER))).toBe('too-many-tries');
    world.clock.now += 1_000;
    await vault.unlock(OWNER);
  });

  test('is forgiven by the right passphrase', async () => {
    await fail(4);
    await vault.unlock(OWNER);
    await vault.lock();
    expect(await fail(5)).toEqual(Array(5).fill('wrong-passphrase'));
  });

  test('is told once, how often and when, though the right passphrase forgave it', async () => {
    await fail(3);
    await vault.unlock(OWNER);
    const id = await vault.read((open) => Promise.resolve(slotName(open.sets.header().slots[0]!)));
    expect(await world.worker().failures()).toEqual([{ slotId: id, at: world.clock.now, count: 3 }]);
    expect(await vault.failures()).toEqual([]);
  });
});

describe('guessing in an open vault', () => {
  test('at an elevation counts as anywhere', async () => {
    for (let i = 0; i < 5; i += 1) expect(await codeOf(vault.elevate(WRONG))).toBe('wrong-passphrase');
    expect(await codeOf(vault.elevate(OWNER))).toBe('too-many-tries');
    expect(await codeOf(vault.ways.setPin(OWNER, '123456'))).toBe('too-many-tries');
    await vault.lock();
    expect(await codeOf(vault.unlock(OWNER))).toBe('too-many-tries');
  });

  test('leaves the recovery key open meanwhile, which forgives only itself', async () => {
    const recovery = await addRecoveryKey();
    await vault.lock();
    await fail(5);
    await vault.unlock(recovery);
    expect(await issuers(vault)).toEqual(ALL);
    expect(await codeOf(vault.elevate(OWNER))).toBe('too-many-tries');
  });

  test('a slip in a recovery key is told by its own check, and counts as no try', async () => {
    const recovery = await addRecoveryKey();
    await vault.lock();
    const last = recovery.text.at(-1)?.toLowerCase() === 'a' ? 'b' : 'a';
    const slip = { ...recovery, text: recovery.text.slice(0, -1) + last };
    for (let i = 0; i < 9; i += 1) expect(await codeOf(vault.unlock(slip))).toBe('wrong-recovery-key');
    await vault.unlock(recovery);
    expect(await vault.failures()).toEqual([]);
  });
});

/** The header's fields, one of each class changed; its MAC stays as it was. */
const changes: [string, (header: Record<string, Cbor>) => Record<string, Cbor>][] = [
  ['the vault id', () => ({ vaultId: new Uint8Array(16) })],
  ['the writer', () => ({ writer: new Uint8Array(16) })],
  ['the epoch, up', () => ({ epoch: 7 })],
  ['the generation, up', () => ({ generation: 9999 })],
  ['the generation, down', () => ({ generation: 0 })],
  ['the chain', () => ({ prev: new Uint8Array(32) })],
  ['the sets', () => ({ sets: {} })],
  ['an unknown field', () => ({ unknown: 1 })],
  ['a slot’s id', (header) => ({ slots: slotWith(header, { id: new Uint8Array(16) }) })],
  ['a slot’s role', (header) => ({ slots: slotWith(header, { role: 'viewer' }) })],
  ['a slot’s type', (header) => ({ slots: slotWith(header, { type: 'recovery' }) })],
  ['a slot’s salt', (header) => ({ slots: slotWith(header, { salt: new Uint8Array(32) }) })],
  ['a slot’s commitment', (header) => ({ slots: slotWith(header, { commit: new Uint8Array(32) }) })],
  ['a slot’s wrapped key', (header) => ({ slots: slotWith(header, { wrapped: new Uint8Array(48) }) })],
  ['a slot’s public half', (header) => ({ slots: slotWith(header, { pub: new Uint8Array(65) }) })],
  ['a slot’s cost', (header) => ({ slots: slotWith(header, { kdf: kdfWith(header, { m: 48 * 1024 }) }) })],
  [
    'a slot’s cost, beyond',
    (header) => ({ slots: slotWith(header, { kdf: kdfWith(header, { m: 2 ** 30 }) }) }),
  ],
  [
    'a slot’s stretching salt',
    (header) => ({ slots: slotWith(header, { kdf: kdfWith(header, { salt: new Uint8Array(32) }) }) }),
  ],
];

type Fields = Record<string, Cbor>;

function headerOf(disk: MemoryStore): Fields {
  const [body] = decodeCanonical(disk.header!) as [Uint8Array];
  return decodeCanonical(body) as Fields;
}

function slotWith({ slots }: Fields, change: Fields): Cbor {
  const [first, ...others] = slots as Fields[];
  return [{ ...first, ...change }, ...others];
}

function kdfWith({ slots }: Fields, change: Fields): Cbor {
  return { ...((slots as Fields[])[0]!['kdf'] as Fields), ...change };
}

describe.each(['disk', 'mirror'] as const)('a header that was changed on the %s', (where) => {
  test.each(changes)('opens through the other copy: %s', async (_, change) => {
    await vault.lock();
    const other = where === 'disk' ? world.mirror : world.disk;
    world[where].header = editHeader(world[where], change(headerOf(other))).header;
    const next = world.worker();
    await next.unlock(OWNER);
    expect(await next.session()).toMatchObject({ role: 'owner' });
    expect(await issuers(next)).toEqual(ALL);
    expect(await next.care.health()).toMatchObject({ damage: undefined, complete: true });
    expect(world[where].header).toEqual(other.header);
  });
});

describe('a header', () => {
  beforeEach(() => vault.lock());

  test.each(changes.slice(0, 8))(
    'that was changed so in both copies opens nowhere: %s',
    async (_, change) => {
      for (const disk of [world.disk, world.mirror])
        disk.header = editHeader(disk, change(headerOf(disk))).header;
      const code = await codeOf(world.worker().unlock(OWNER));
      expect(['header-damaged', 'wrong-passphrase']).toContain(code);
    },
  );

  const cut = (disk: MemoryStore) => void (disk.header = disk.header!.slice(0, 99));
  const lose = (disk: MemoryStore) => void (disk.header = undefined);
  const renew = (disk: MemoryStore) => void (disk.header = editHeader(disk, { format: 2 }).header);
  const empty = (disk: MemoryStore) => {
    lose(disk);
    disk.records.clear();
  };
  test.each([
    ['cut', 'cut', cut, cut, 'header-damaged'],
    ['gone', 'gone', lose, lose, 'header-damaged'],
    ['cut', 'empty', cut, empty, 'header-damaged'],
    ['newer', 'cut', renew, cut, 'vault-newer'],
    ['newer', 'newer', renew, renew, 'vault-newer'],
    ['empty', 'empty', empty, empty, 'no-vault'],
  ])('that is %s here and %s there', async (_, __, first, second, code) => {
    first(world.disk);
    second(world.mirror);
    expect(await codeOf(world.worker().unlock(OWNER))).toBe(code);
  });

  test('of a newer format beside records of this one is passed over, and kept before the other copy takes its place', async () => {
    renew(world.disk);
    const { header } = world.disk;
    const next = world.worker();
    await next.unlock(OWNER);
    expect(await issuers(next)).toEqual(ALL);
    expect(await next.care.health()).toMatchObject({ damage: undefined, complete: true });
    expect(world.disk.header).toEqual(world.mirror.header);
    expect((await world.disk.remains()).map(({ stored }) => stored.header)).toEqual([header]);
  });

  test.each(['store', 'second'] as const)(
    'that one engine can not give is no reason to begin anew: %s',
    async (silent) => {
      empty(world.disk);
      empty(world.mirror);
      const reading = () => Promise.reject(new Problem('storage-failed'));
      const next = world.worker({ [silent]: { ...world.disk, read: reading } });
      expect(await codeOf(next.unlock(OWNER))).toBe('header-damaged');
      expect(await next.state()).toBe('damaged');
    },
  );

  test('that no engine can give is no damage either', async () => {
    const reading = () => Promise.reject(new Problem('storage-failed'));
    const [store, second] = [world.disk, world.mirror].map((disk) => ({ ...disk, read: reading }));
    expect(await codeOf(world.worker({ store: store!, second: second! }).unlock(OWNER))).toBe(
      'storage-failed',
    );
  });
});

describe('an older copy', () => {
  test('opens nothing by a way that was removed since', async () => {
    const recovery = await addRecoveryKey();
    const older = world.mirror.copy();
    const { slots } = await vault.read((open) => Promise.resolve(open.sets.header()));
    await vault.ways.remove(OWNER, slotName(slots[1]!));
    await vault.lock();
    Object.assign(world.mirror, { header: older.header, records: older.records });
    expect(await codeOf(world.worker().unlock(recovery))).toBe('wrong-recovery-key');
    // A flipped copy of the new epoch vouches for nothing, but still says that there is one.
    const [body, mac] = decodeCanonical(world.disk.header!) as [Uint8Array, Uint8Array];
    world.disk.header = encodeCanonical([body, mac.map((byte) => byte ^ 1)]);
    expect(await codeOf(world.worker().unlock(recovery))).toBe('wrong-recovery-key');
  });

  test('is passed over: what was acknowledged last is what opens', async () => {
    const older = world.disk.copy();
    await vault.change((open) => open.sets.commit([], (header) => ({ ...header, mark: 1 })));
    await vault.lock();
    Object.assign(world.disk, { header: older.header, records: older.records });
    const next = world.worker();
    await next.unlock(OWNER);
    expect(await next.read((open) => Promise.resolve(open.sets.header()))).toMatchObject({ mark: 1 });
  });
});
