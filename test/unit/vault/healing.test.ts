import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeCanonical, encodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import { equalBytes } from '../../../lib/encoding/bytes';
import { Problem } from '../../../lib/problem';
import { changeAccount } from '../../../lib/vault/accounts/accounts';
import { createCopies } from '../../../lib/vault/engines/copies';
import { heal } from '../../../lib/vault/healing';
import { parseHeader } from '../../../lib/vault/sealed/header';
import { allKeys, anyDamages, damage, flip, isSameDisk, recordDamages, truncate } from './damages';
import { createFormer, edited } from './healing-scene';
import { createKeyholder, idOf, keysOf, stateOf } from './keyholder';
import { createMemoryStore, type MemoryStore } from './memory-store';

type Pair = readonly [MemoryStore, MemoryStore];

/** Six accounts, changed and changed again; what lay there before each of the last changes, newest first. */
let whole: MemoryStore;
let former: MemoryStore[];

beforeAll(async () => {
  ({ whole, former } = await createFormer());
});

const UNKEPT = { kept: false, later: [] };
const pairOf = (): Pair => [whole.copy(), whole.copy()];
const over = ([a, b]: Pair) => createCopies([a, b], { withinMs: 1000 });
const healed = async (disks: Pair, keepAs?: string) => heal(over(disks), await keysOf(), keepAs);

/** Headers that say of themselves that a later version made them are left alone, even if damage says it. */
function looksNewer({ header }: MemoryStore): boolean {
  try {
    if (header) parseHeader(header);
    return false;
  } catch (error) {
    return error instanceof Problem && error.code === 'vault-newer';
  }
}

/** The same for a later epoch or another vault, where no record is left that would tell otherwise. */
function looksForeign(disk: MemoryStore): boolean {
  if (looksNewer(disk)) return true;
  try {
    const { epoch, vaultId } = parseHeader(disk.header!).header;
    const ours = parseHeader(whole.header!).header;
    return (epoch > ours.epoch || !equalBytes(vaultId, ours.vaultId)) && disk.records.size === 0;
  } catch {
    return false;
  }
}

const SHORT = { numRuns: Math.max(300, fc.readConfigureGlobal().numRuns ?? 0) };

describe('healing', () => {
  test('brings one engine back from the other, whatever befell it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1), anyDamages, async (victim, given) => {
        const disks = pairOf();
        damage(disks[victim]!, given, former);
        fc.pre(!looksForeign(disks[victim]!));
        const { whole: found, failed } = await healed(disks);
        expect({ found, failed }).toEqual({ found: true, failed: [] });
        expect(disks.map((disk) => isSameDisk(disk, whole))).toEqual([true, true]);
      }),
      SHORT,
    );
  });

  test('puts two damaged engines together that have all records between them', async () => {
    const keys = fc.uniqueArray(fc.nat(11), { minLength: 2, maxLength: 12 });
    const kinds = fc.constantFrom('flip', 'truncate', 'delete');
    await fc.assert(
      fc.asyncProperty(keys, fc.nat(12), kinds, fc.nat(5000), async (hurt, middle, kind, more) => {
        const disks = pairOf();
        const all = allKeys(whole);
        hurt.forEach((number, i) => {
          const disk = disks[i < middle ? 0 : 1];
          const [key, bytes] = [all[number]!, disk.records.get(all[number]!)!];
          if (kind === 'delete') disk.records.delete(key);
          else disk.records.set(key, kind === 'flip' ? flip(bytes, more) : truncate(bytes, more));
        });
        expect((await healed(disks)).whole).toBe(true);
        expect(disks.map((disk) => isSameDisk(disk, whole))).toEqual([true, true]);
      }),
      SHORT,
    );
  });

  test('touches nothing where a record is lost in both, and loses no record that opens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(11), recordDamages, recordDamages, async (at, one, two) => {
        const disks = pairOf();
        damage(disks[0], one, former);
        damage(disks[1], two, former);
        for (const disk of disks) disk.records.delete(allKeys(whole)[at]!);
        const before = disks.map((disk) => disk.copy());
        const healing = await healed(disks);
        expect(healing).toMatchObject({ whole: false, mended: 0, engines: [] });
        expect(disks.map((disk, i) => isSameDisk(disk, before[i]!))).toEqual([true, true]);
      }),
      SHORT,
    );
  });

  test('tells what it put right, and where', async () => {
    const disks = pairOf();
    expect(await healed(disks)).toEqual({
      whole: true,
      lead: 0,
      mended: 0,
      engines: [],
      failed: [],
      ...UNKEPT,
    });
    disks[0].records.delete(disks[0].keys('account')[0]!);
    disks[0].records.set('label/stray', Uint8Array.of(1));
    disks[1].records.set(disks[1].keys('account')[1]!, new Uint8Array());
    expect(await healed(disks)).toEqual({
      whole: true,
      lead: 0,
      mended: 3,
      engines: [0, 1],
      failed: [],
      ...UNKEPT,
    });
    disks[0].header = undefined;
    expect(await healed(disks)).toEqual({
      whole: true,
      lead: 1,
      mended: 0,
      engines: [0],
      failed: [],
      ...UNKEPT,
    });
  });

  test('leaves what lies aside where it is', async () => {
    const disks = pairOf();
    disks[1].records.set('aside/account/x', Uint8Array.of(1));
    disks[1].header = undefined;
    await healed(disks);
    expect(disks[1].records.get('aside/account/x')).toEqual(Uint8Array.of(1));
  });

  test('forgives a salt that no digest covers in one engine, and not in both', async () => {
    const disks = pairOf();
    const key = whole.keys('account')[0]!;
    const record = decodeCanonical(whole.records.get(key)!) as Record<string, Cbor>;
    const altered = encodeCanonical({ ...record, salt: new Uint8Array(32) });
    disks[0].records.set(key, altered);
    expect(await healed(disks)).toMatchObject({ whole: true, mended: 1, engines: [0] });
    for (const disk of disks) disk.records.set(key, altered);
    expect(await healed(disks)).toMatchObject({ whole: false, mended: 0 });
  });
});

describe('an engine that is ahead', () => {
  test.each([0, 1])('brings the other to its state: %i', async (ahead) => {
    const disks: Pair = ahead === 0 ? [whole.copy(), former[4]!.copy()] : [former[4]!.copy(), whole.copy()];
    expect(await healed(disks)).toMatchObject({ whole: true, lead: ahead, engines: [1 - ahead] });
    expect(disks.every((disk) => isSameDisk(disk, whole))).toBe(true);
  });

  test('takes from the one behind what it has lost itself, where that did not change since', async () => {
    const disks: Pair = [whole.copy(), former[0]!.copy()];
    const unchanged = whole
      .keys('account')
      .find((key) => equalBytes(whole.records.get(key)!, former[0]!.records.get(key)!));
    disks[0].records.set(unchanged!, new Uint8Array());
    expect(await healed(disks)).toMatchObject({ whole: true, lead: 0, engines: [0, 1] });
    expect(disks.every((disk) => isSameDisk(disk, whole))).toBe(true);
  });

  test('gives way where only its last change was cut short, and is kept if so asked', async () => {
    const torn = () => createMemoryStore({ header: whole.header, records: former[0]!.records });
    const disks: Pair = [torn(), former[0]!.copy()];
    expect(await healed(disks)).toMatchObject({ whole: true, lead: 1, engines: [0] });
    expect(disks.every((disk) => isSameDisk(disk, former[0]!))).toBe(true);
    const again: Pair = [former[0]!.copy(), torn()];
    await healed(again, 'torn');
    expect([again[0].kept.size, again[1].kept.get('torn')?.header]).toEqual([0, whole.header]);
  });

  test('never gives way to older changes: what was acknowledged since is not given up', async () => {
    const disks: Pair = [whole.copy(), former[1]!.copy()];
    disks[0].records.delete(
      whole.keys('account').find((key) => whole.records.get(key) !== former[0]!.records.get(key))!,
    );
    const before = disks.map((disk) => disk.copy());
    expect(await healed(disks)).toMatchObject({ whole: false, lead: 0, engines: [] });
    expect(disks.map((disk, i) => isSameDisk(disk, before[i]!))).toEqual([true, true]);
  });
});

describe('two engines that went different ways', () => {
  const rivals = async (): Promise<Pair> => {
    const disks: Pair = [former[0]!.copy(), whole.copy()];
    const holder = createKeyholder(createCopies([disks[0]]));
    await holder.change((open) => changeAccount(open, idOf(5), { issuer: 'rival' }, 9));
    return disks;
  };

  test('are both left as they are', async () => {
    const disks = await rivals();
    const before = disks.map((disk) => disk.copy());
    expect(await healed(disks)).toMatchObject({ whole: true, lead: 0, engines: [], failed: [1] });
    expect(disks.map((disk, i) => isSameDisk(disk, before[i]!))).toEqual([true, true]);
  });

  test('become one, and the other is kept as remains, where there is a name for them', async () => {
    const disks = await rivals();
    const [won] = [disks[0].copy()];
    expect(await healed(disks, 'rival')).toMatchObject({ whole: true, lead: 0, engines: [1], failed: [] });
    expect(disks.every((disk) => isSameDisk(disk, won))).toBe(true);
    expect(disks[1].kept.get('rival')?.header).toEqual(whole.header);
    expect(disks[1].kept.get('rival')?.records).toHaveLength(whole.records.size);
  });
});

describe('what these keys may not judge', () => {
  const resealed = () => new Map(allKeys(whole).map((key, i) => [key, Uint8Array.of(i)]));

  test.each<[string, () => Partial<MemoryStore>]>([
    ['a later epoch', () => ({ header: edited(whole.header!, { epoch: 1 }), records: resealed() })],
    [
      'another vault',
      () => ({ header: edited(whole.header!, { vaultId: new Uint8Array(16) }), records: resealed() }),
    ],
    [
      'another vault without records',
      () => ({ header: edited(whole.header!, { vaultId: new Uint8Array(16) }), records: new Map() }),
    ],
    ['a later version', () => ({ header: edited(whole.header!, { format: 2 }) })],
  ])('is never overwritten: %s', async (_, change) => {
    for (const at of [0, 1]) {
      const disks = pairOf();
      Object.assign(disks[at]!, change());
      const before = disks.map((disk) => disk.copy());
      expect(await healed(disks)).toMatchObject({ whole: false, lead: 1 - at, mended: 0, engines: [] });
      expect(disks.map((disk, i) => isSameDisk(disk, before[i]!))).toEqual([true, true]);
    }
  });

  test('is overwritten where it is of an earlier epoch: that key opens nothing any more', async () => {
    const disks = pairOf();
    const header = parseHeader(whole.header!);
    expect(header.header.epoch).toBe(0);
    disks[1].header = edited(whole.header!, { generation: 99 });
    expect(await healed(disks)).toMatchObject({ whole: true, engines: [1] });
    expect(isSameDisk(disks[1], whole)).toBe(true);
  });

  test('is everything, where no header is authentic', async () => {
    const disks = pairOf();
    for (const disk of disks) disk.header = undefined;
    expect(await healed(disks)).toEqual({
      whole: false,
      lead: 0,
      mended: 0,
      engines: [],
      failed: [],
      ...UNKEPT,
    });
  });
});

describe('an engine that fails', () => {
  const refuse = () => Promise.reject(new Problem('storage-failed'));

  test('to be read is told, and the other is read', async () => {
    const disks = pairOf();
    disks[0].read = refuse;
    expect(await healed(disks)).toEqual({
      whole: true,
      lead: 1,
      mended: 0,
      engines: [],
      failed: [0],
      ...UNKEPT,
    });
  });

  test('to be mended is told', async () => {
    const disks = pairOf();
    disks[1].header = undefined;
    disks[1].replace = refuse;
    expect(await healed(disks)).toEqual({
      whole: true,
      lead: 0,
      mended: 0,
      engines: [],
      failed: [1],
      ...UNKEPT,
    });
  });

  test('and was behind is written again, though it holds the same, and takes changes from then on', async () => {
    const disks = pairOf();
    const copies = over(disks);
    const holder = createKeyholder(copies);
    const { ...now } = disks[1];
    disks[1].commit = (batch) => now.commit(batch).then(refuse);
    await holder.change((open) => changeAccount(open, idOf(0), { issuer: 'new' }, 5));
    expect(copies.state().behind).toEqual([1]);
    disks[1].commit = (batch) => now.commit(batch);
    expect(await holder.heal()).toEqual({
      whole: true,
      lead: 0,
      mended: 0,
      engines: [1],
      failed: [],
      ...UNKEPT,
    });
    expect(copies.state().behind).toEqual([]);
    await holder.change((open) => changeAccount(open, idOf(0), { issuer: 'newer' }, 6));
    expect(isSameDisk(disks[0], disks[1])).toBe(true);
    expect((await stateOf(await holder.open())).accounts[0]?.issuer).toBe('newer');
  });
});
