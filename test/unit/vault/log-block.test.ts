import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { decodeCanonical, encodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import {
  BLOCK_ENTRIES,
  blockName,
  blocksOf,
  chain,
  chainStart,
  emptyBlock,
  endOf,
  following,
  grow,
  LOG_ENTRIES,
  logCodec,
  surplus,
  type LogBlock,
} from '../../../lib/vault/log-block';
import { storeRecord } from '../../../lib/vault/sealed/records';
import type { Sets } from '../../../lib/vault/sealed/sets';
import { createSmallVault } from './small-vault';

const lines = (count: number, from = 0) => Array.from({ length: count }, (_, i) => ({ at: from + i }));
const block: LogBlock = {
  n: 3,
  first: 300,
  prev: new Uint8Array(32).fill(1),
  last: new Uint8Array(32).fill(2),
  entries: lines(2),
  rest: {},
};

describe('a block', () => {
  test('comes back as it was, under its plain id, with what is not known', () => {
    const strange = { ...block, rest: { colour: 'red' }, entries: [{ at: 1, kind: 'of tomorrow', x: [1] }] };
    const plaintext = logCodec.encode(strange);
    expect(decodeCanonical(plaintext)).toMatchObject({ id: 'log/3', colour: 'red' });
    expect(logCodec.decode(plaintext, 1)).toEqual(strange);
  });

  test.each<[string, Record<string, Cbor | undefined>]>([
    ['another id', { id: 'log/x' }],
    ['no entries', { entries: undefined }],
    ['entries that are none', { entries: [1] }],
    ['a short chain', { last: new Uint8Array(31) }],
    ['a place before the first', { first: -1 }],
  ])('with %s is none', (_, change) => {
    const { n: _n, rest: _rest, ...fields } = block;
    const plaintext = encodeCanonical({ ...fields, id: 'log/3', ...change });
    expect(logCodec.decode(plaintext, 1)).toBeUndefined();
  });

  test('grows into as many as its entries need, each chained to the one before', async () => {
    const { load } = await createSmallVault();
    const { sets } = await load();
    expect(await blocksOf(sets)).toEqual([]);
    const empty = await emptyBlock(sets, 0);
    expect(empty.last).toEqual(await chainStart(sets));
    await fc.assert(
      fc.asyncProperty(fc.nat(350), fc.nat(350), async (some, more) => {
        const [first, second] = [lines(some), lines(more, some)];
        const start = await grow(empty, first);
        const all = [...start.slice(0, -1), ...(await grow(start.at(-1)!, second))];
        const full = new Map(all.map((each) => [each.n, each]));
        for (const each of start) if (!full.has(each.n)) full.set(each.n, each);
        const blocks = [...full.values()].sort((a, b) => a.n - b.n);
        expect(blocks.flatMap(({ entries }) => entries)).toEqual([...first, ...second]);
        expect(blocks.map(({ n }) => n)).toEqual(blocks.map((_, i) => i));
        expect(blocks.map(({ first: at }) => at)).toEqual(blocks.map((_, i) => i * BLOCK_ENTRIES));
        expect(blocks.at(-1)!.last).toEqual(await chain(empty.last, [...first, ...second]));
      }),
      { numRuns: 20 },
    );
  });

  test('is followed by an empty one at the place after its own', () => {
    const prev = new Uint8Array(32).fill(9);
    expect(following(block, prev)).toEqual({ n: 4, first: 302, prev, last: prev, entries: [], rest: {} });
  });
});

/** A vault whose log is these blocks, and their keys in this order. */
async function withBlocks(blocks: readonly LogBlock[]): Promise<{ sets: Sets; keys: readonly string[] }> {
  const { load } = await createSmallVault();
  const { sets } = await load();
  await sets.load(logCodec);
  const put = await Promise.all(blocks.map((each) => sets.seal(logCodec, blockName(each.n), each)));
  await sets.commit([{ kind: 'log', put }]);
  return { sets: (await load()).sets, keys: put.map(({ record }) => storeRecord(record).key) };
}

const row = (total: number) =>
  Array.from({ length: Math.ceil(total / 100) }, (_, n): LogBlock => {
    return { ...block, n, first: n * 100, entries: lines(Math.min(100, total - n * 100)) };
  });

test.each([
  [LOG_ENTRIES, 0],
  [LOG_ENTRIES + 99, 0],
  [LOG_ENTRIES + 100, 1],
  [LOG_ENTRIES + 350, 3],
])('of %i entries, the %i oldest blocks are too much', async (total, count) => {
  const all = row(total);
  const { sets, keys } = await withBlocks(all.slice(0, -1));
  expect(await surplus(sets, keys, all.slice(-1))).toEqual(keys.slice(0, count));
});

test('blocks that are not full are kept for as long as their entries are needed', async () => {
  const short = row(LOG_ENTRIES).map((each, n) => ({ ...each, first: n * 60, entries: lines(60) }));
  const newest = { ...block, n: 50, first: 3000, entries: lines(60) };
  const { sets, keys } = await withBlocks(short);
  expect(await surplus(sets, keys, [newest])).toEqual([]);
});

test('few blocks are all kept, though their numbers tell of entries that were lost in between', async () => {
  const { sets, keys } = await withBlocks([block, { ...block, n: 4, first: 302 }]);
  expect(await surplus(sets, keys, [{ ...block, n: 5, first: 9002 }])).toEqual([]);
});

describe('the end of the log', () => {
  const numbered = (...numbers: readonly number[]) => numbers.map((n) => ({ ...block, n }));

  test.each([
    ['of one block', numbered(0)],
    ['of one that follows a clearing', numbered(70)],
    ['of many', numbered(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)],
    ['of many that follow a clearing', numbered(70, 71, 72, 73, 74)],
  ])('(%s) is found with all keys, oldest first', async (_, blocks) => {
    const { sets, keys } = await withBlocks(blocks);
    const end = await endOf(sets);
    expect(end?.newest.value).toEqual(blocks.at(-1));
    expect(end?.keys).toEqual(keys);
  });

  test('is found by opening two blocks at most', async () => {
    const { sets } = await withBlocks(row(LOG_ENTRIES));
    const decode = vi.spyOn(logCodec, 'decode');
    expect((await endOf(sets))?.newest.value.n).toBe(49);
    expect(decode.mock.calls.length).toBeLessThanOrEqual(2);
    decode.mockRestore();
  });

  test.each([
    ['there is none', []],
    ['one is missing in between', numbered(0, 1, 3, 4)],
    ['one is missing far away', numbered(0, 1, 2, 90)],
  ])('is not told where %s', async (_, blocks) => {
    const { sets } = await withBlocks(blocks);
    expect(await endOf(sets)).toBeUndefined();
  });

  test('is not told where a block lies under another name than its own', async () => {
    const { sets } = await withBlocks([]);
    await sets.load(logCodec);
    const put = [await sets.seal(logCodec, blockName(3), block), await sets.seal(logCodec, 'log/x', block)];
    await sets.commit([{ kind: 'log', put }]);
    expect(await endOf(sets)).toBeUndefined();
  });
});
