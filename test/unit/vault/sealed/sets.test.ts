import { beforeEach, describe, expect, test } from 'vitest';
import { utf8, type Bytes } from '../../../../lib/encoding/bytes';
import { StaleError } from '../../../../lib/vault/engines/store';
import { accountCodec } from '../../../../lib/vault/open-vault';
import { openSets, type Codec, type Sets } from '../../../../lib/vault/sealed/sets';
import type { MemoryStore } from '../memory-store';
import { createSmallVault, salts, vaultKey } from '../small-vault';

/** A kind of its own: text. */
const notes: Codec<string> = {
  kind: 'usage',
  schema: 3,
  encode: (text) => utf8(text),
  decode: (plaintext) => new TextDecoder().decode(plaintext.slice()),
};

let disk: MemoryStore;
let sets: Sets;
const load = async (from: MemoryStore = disk): Promise<Sets> =>
  openSets(from, await vaultKey(), salts, accountCodec);
const put = async (to: Sets, id: string, text: string): Promise<void> => {
  await to.load(notes);
  await to.commit([{ kind: 'usage', put: [await to.seal(notes, id, text)] }]);
};
const texts = async (from: Sets): Promise<string[]> =>
  (await (await from.load(notes)).all()).map(({ value }) => value).sort();

beforeEach(async () => {
  ({ disk } = await createSmallVault());
  sets = await load();
});

describe('a set', () => {
  test('holds what was put, for whoever loads it next, under the schema and version it was written with', async () => {
    await put(sets, 'a', 'one');
    await put(sets, 'a', 'two');
    await put(sets, 'b', 'three');
    const next = await load();
    expect(await texts(next)).toEqual(['three', 'two']);
    const { record, value } = (await next.get(notes, 'a'))!;
    expect([record.schema, record.version, value]).toEqual([3, 2, 'two']);
    expect(await next.get(notes, 'c')).toBeUndefined();
  });

  test('is read once, and only when it is asked for', async () => {
    const asked: (readonly string[])[] = [];
    const seen = {
      ...disk,
      read: (kinds: Parameters<typeof disk.read>[0]) => (asked.push(kinds), disk.read(kinds)),
    };
    const fresh = await load(seen);
    expect(asked).toEqual([['account']]);
    await Promise.all([fresh.load(notes), fresh.load(notes)]);
    await fresh.isWhole(notes);
    expect(asked).toEqual([['account'], ['usage']]);
  });

  test('that could not be read is asked for again', async () => {
    let broken = true;
    const seen: MemoryStore = {
      ...disk,
      read: (kinds) =>
        broken && kinds.includes('usage') ? Promise.reject(new Error('no')) : disk.read(kinds),
    };
    const fresh = await load(seen);
    await expect(fresh.load(notes)).rejects.toThrow('no');
    broken = false;
    expect(await texts(fresh)).toEqual([]);
  });

  test.each<[string, (key: string, former: Uint8Array) => unknown]>([
    ['gone', (key) => disk.records.delete(key)],
    ['flipped', (key) => disk.records.get(key)!.set([0xff], 70)],
    ['an older version', (key, former) => disk.records.set(key, former)],
  ])('is not whole where a record is %s', async (_, tamper) => {
    await put(sets, 'a', 'older');
    const former = disk.keys('usage').map((key) => disk.records.get(key)!)[0]!;
    await put(sets, 'a', 'one');
    const [key] = disk.keys('usage');
    await put(sets, 'b', 'two');
    expect(await (await load()).isWhole(notes)).toBe(true);
    // A copy: what was just written is still in use.
    disk = disk.copy();
    for (const [key, bytes] of disk.records) disk.records.set(key, bytes.slice());
    tamper(key!, former);
    const next = await load();
    const readable = (await texts(next)).length === 2;
    expect((await next.isWhole(notes)) && readable).toBe(false);
  });

  test('leaves no plaintext behind in the bytes that were sealed', async () => {
    let encoded: Bytes | undefined;
    const watched: Codec<string> = { ...notes, encode: (text) => (encoded = utf8(text)) };
    await sets.load(watched);
    await sets.seal(watched, 'a', 'a secret');
    expect(encoded!.every((byte) => byte === 0)).toBe(true);
  });
});

describe('a commit', () => {
  test('of several kinds is one, chained to the header before', async () => {
    const before = sets.stored().sealed;
    await sets.load(notes);
    const change = { kind: 'usage' as const, put: [await sets.seal(notes, 'a', 'one')] };
    await sets.commit([change, { kind: 'account' }], (header) => ({ ...header, extra: 7 }));
    const { header } = (await load()).stored().sealed;
    expect(header.generation).toBe(before.header.generation + 1);
    expect(header.prev).toEqual(before.mac);
    expect(header).toMatchObject({ extra: 7, sets: { usage: { count: 1 }, account: { count: 0 } } });
    expect(disk.header).toEqual(sets.stored().bytes);
  });

  test('of a kind that was never loaded is a mistake of ours, and writes nothing', async () => {
    const { header } = disk;
    await expect(sets.commit([{ kind: 'usage' }])).rejects.toThrow('Load the kind usage');
    expect(disk.header).toBe(header);
  });

  test('that fails leaves the sets as they were, to be tried again', async () => {
    await put(sets, 'a', 'one');
    const commit = disk.commit.bind(disk);
    disk.commit = () => Promise.reject(new Error('full'));
    const generation = sets.header().generation;
    await expect(put(sets, 'b', 'two')).rejects.toThrow('full');
    expect(sets.header().generation).toBe(generation);
    expect(await texts(sets)).toEqual(['one']);
    disk.commit = commit;
    await put(sets, 'b', 'two');
    expect(await texts(await load())).toEqual(['one', 'two']);
  });

  test('over what someone else wrote is refused', async () => {
    await put(await load(), 'a', 'one');
    await expect(put(sets, 'b', 'two')).rejects.toThrow(StaleError);
    expect(await texts(await load())).toEqual(['one']);
  });

  test('takes away what is dropped, keeps what is moved aside, and counts neither', async () => {
    for (const id of ['a', 'b', 'c']) await put(sets, id, id);
    const [first, second] = disk.keys('usage');
    await sets.commit([{ kind: 'usage', drop: [first!], aside: [second!] }]);
    const next = await load();
    expect(await next.isWhole(notes)).toBe(true);
    expect(await texts(next)).toEqual(await texts(sets));
    expect(next.header().sets['usage']?.count).toBe(1);
    expect(disk.records.has(first!)).toBe(false);
    expect(disk.records.has(`aside/${second!}`)).toBe(true);
  });
});

describe('opening', () => {
  test.each<[string, string, () => void]>([
    ['no header', 'no-vault', () => (disk.header = undefined)],
    ['a cut header', 'header-damaged', () => (disk.header = disk.header!.slice(0, 50))],
    ['a header with another MAC', 'header-damaged', () => (disk.header = flipLast(disk.header!))],
  ])('with %s is %s', async (_, code, tamper) => {
    tamper();
    await expect(load()).rejects.toMatchObject({ code });
  });
});

function flipLast(bytes: Uint8Array): Uint8Array {
  const flipped = bytes.slice();
  flipped[flipped.length - 1]! ^= 1;
  return flipped;
}
