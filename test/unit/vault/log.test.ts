import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { sha256 } from '../../../lib/crypto/seal';
import { concat } from '../../../lib/encoding/bytes';
import { decodeCanonical, encodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import { appendLog, clearLog, LOG_KINDS, logChange, readLog, type LogEntry } from '../../../lib/vault/log';
import { BLOCK_ENTRIES, LOG_ENTRIES, logCodec } from '../../../lib/vault/log-block';
import type { MemoryStore } from './memory-store';
import {
  account,
  codecOf,
  createSmallVault,
  keyOf,
  plaintextAt,
  vaultId,
  type SmallVault,
} from './small-vault';

const entry = (at: number): LogEntry => ({ at, kind: LOG_KINDS[at % LOG_KINDS.length]! });
const entries = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => entry(from + i));

async function logged(...batches: (readonly LogEntry[])[]): Promise<SmallVault> {
  const small = await createSmallVault();
  const open = await small.load();
  for (const batch of batches) await appendLog(open, batch);
  return small;
}

const read = async ({ load }: SmallVault) => readLog(await load());

describe('the activity log', () => {
  test('is empty and sound in a vault where nothing was noted', async () => {
    expect(await read(await createSmallVault())).toEqual({ entries: [], broken: false });
  });

  test('gives back whole entries, oldest first, equal ones each for itself', async () => {
    const fill: LogEntry = {
      at: 2,
      kind: 'fill',
      by: { type: 'pin', role: 'viewer' },
      account: { id: 'x', issuer: 'One', accountName: 'a' },
      host: 'one.example',
      count: 3,
    };
    const small = await logged([entry(1), fill], [fill]);
    expect(await read(small)).toEqual({ entries: [entry(1), fill, fill], broken: false });
  });

  test('takes one commit for each time something is noted, and none for nothing', async () => {
    const { load } = await createSmallVault();
    const open = await load();
    const { generation } = open.sets.header();
    await appendLog(open, entries(0, 250));
    expect(open.sets.header().generation).toBe(generation + 1);
    await appendLog(open, []);
    expect(open.sets.header().generation).toBe(generation + 1);
  });

  test('can be noted in the same commit as what it tells of', async () => {
    const { load } = await createSmallVault();
    const open = await load();
    const { generation } = open.sets.header();
    await open.sets.commit([await logChange(open, [entry(1)])]);
    expect(open.sets.header().generation).toBe(generation + 1);
    expect((await readLog(await load())).entries).toEqual([entry(1)]);
  });

  test('cuts names to 200 characters, and never through the middle of one', async () => {
    const names = { id: 'x', issuer: '🔑'.repeat(300), accountName: 'a'.repeat(200) };
    const small = await logged([{ at: 1, kind: 'add', account: names }]);
    expect((await read(small)).entries[0]!.account).toEqual({ ...names, issuer: '🔑'.repeat(200) });
  });

  test('lies in blocks of at most 100 entries with their plain ids, chained as the format says', async () => {
    const small = await logged(entries(0, 30), entries(30, 130), entries(130, 205));
    const { disk } = small;
    let chain = await sha256(concat(encodeCanonical('log/v1'), vaultId));
    for (const [n, size] of [100, 100, 5].entries()) {
      const block = await plaintextAt(disk, await keyOf('log', `log/${n}`));
      const lines = block['entries'] as Cbor[];
      expect(block).toMatchObject({ id: `log/${n}`, first: n * 100, prev: chain });
      expect(lines).toHaveLength(size);
      for (const line of lines) chain = await sha256(concat(chain, encodeCanonical(line)));
      expect(block['last']).toEqual(chain);
    }
    expect(disk.keys('log')).toHaveLength(3);
    expect((await read(small)).entries).toEqual(entries(0, 205));
  });

  test('keeps the newest 5,000 entries and what shares a block with them, however they come', async () => {
    const small = await createSmallVault();
    const open = await small.load();
    let written = 0;
    for (const size of [4990, 10, 1, 98, 1, 1, 250, 99]) {
      await appendLog(open, entries(written, (written += size)));
      const log = await readLog(open);
      const kept = log.entries.length;
      if (written >= LOG_ENTRIES) expect(kept).toBeGreaterThanOrEqual(LOG_ENTRIES);
      expect(kept).toBeLessThan(LOG_ENTRIES + BLOCK_ENTRIES);
      expect(log.entries.map(({ at }) => at)).toEqual(entries(written - kept, written).map(({ at }) => at));
      expect(log.broken).toBe(false);
    }
    expect(await read(small)).toEqual(await readLog(open));
  });

  test('goes on by opening few blocks, however many there are', async () => {
    const small = await logged(entries(0, LOG_ENTRIES + 30));
    const open = await small.load();
    const decode = vi.spyOn(logCodec, 'decode');
    await appendLog(open, entries(LOG_ENTRIES + 30, LOG_ENTRIES + 130));
    expect(decode.mock.calls.length).toBeLessThanOrEqual(4);
    decode.mockRestore();
    const log = await read(small);
    expect(log).toEqual({ entries: entries(100, LOG_ENTRIES + 130), broken: false });
  });

  test('reads back what was noted in any portions', async () => {
    const portions = fc.array(fc.integer({ min: 0, max: 130 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(portions, async (sizes) => {
        let written = 0;
        const small = await logged(...sizes.map((size) => entries(written, (written += size))));
        expect(await read(small)).toEqual({ entries: entries(0, written), broken: false });
        expect(small.disk.keys('log')).toHaveLength(Math.ceil(written / BLOCK_ENTRIES));
      }),
      { numRuns: 15 },
    );
  });

  test('is cleared to one entry, as one commit, and goes on from there', async () => {
    const small = await logged(entries(0, 250));
    const open = await small.load();
    const { generation } = open.sets.header();
    await clearLog(open, entry(999));
    expect(open.sets.header().generation).toBe(generation + 1);
    expect(small.disk.keys('log')).toHaveLength(1);
    expect(small.disk.keys('aside')).toHaveLength(0);
    await appendLog(open, [entry(1000)]);
    expect(await read(small)).toEqual({ entries: [entry(999), entry(1000)], broken: false });
  });

  test('notes things while accounts are damaged', async () => {
    const small = await createSmallVault(account('one'));
    small.disk.records.delete(small.disk.keys('account')[0]!);
    const open = await small.load();
    expect(await open.damage()).toBeDefined();
    await appendLog(open, [entry(1)]);
    expect((await read(small)).entries).toEqual([entry(1)]);
  });
});

describe('entries of a newer version', () => {
  test('are kept, chained and not shown', async () => {
    const small = await logged(entries(0, 2));
    const open = await small.load();
    const strange = { at: 5, kind: 'of tomorrow', by: { type: 'thought' } } as unknown as LogEntry;
    await appendLog(open, [strange, entry(6)]);
    expect(await read(small)).toEqual({ entries: [entry(0), entry(1), entry(6)], broken: false });
    const block = await plaintextAt(small.disk, small.disk.keys('log')[0]!);
    expect((block['entries'] as Cbor[])[2]).toEqual(strange);
  });

  test('are followed by a block of our own, theirs left as it is', async () => {
    const small = await logged(entries(0, 2));
    const open = await small.load();
    const key = small.disk.keys('log')[0]!;
    const more = { ...(await plaintextAt(small.disk, key)), colour: 'red' };
    await open.sets.load(logCodec);
    const newer = await open.sets.seal<Cbor>(codecOf('log', 2), 'log/0', more);
    await open.sets.commit([{ kind: 'log', put: [newer] }]);
    const before = small.disk.records.get(key);
    await appendLog(await small.load(), [entry(2)]);
    expect(small.disk.records.get(key)).toBe(before);
    expect(await read(small)).toEqual({ entries: entries(0, 3), broken: false });
  });

  test('give their fields back when their block is rewritten', async () => {
    const small = await logged(entries(0, 2));
    const open = await small.load();
    const key = small.disk.keys('log')[0]!;
    const more = { ...(await plaintextAt(small.disk, key)), colour: 'red' };
    await open.sets.load(logCodec);
    const loose = await open.sets.seal<Cbor>(codecOf('log', 1), 'log/0', more);
    await open.sets.commit([{ kind: 'log', put: [loose] }]);
    await appendLog(await small.load(), [entry(2)]);
    expect(await plaintextAt(small.disk, key)).toMatchObject({ colour: 'red', first: 0 });
    expect((await read(small)).entries).toEqual(entries(0, 3));
  });
});

describe('a log that is not as it was written', () => {
  const middle = async (disk: MemoryStore) => [disk, await keyOf('log', 'log/1')] as const;
  const newest = async (disk: MemoryStore) => [disk, await keyOf('log', 'log/2')] as const;
  const flip = ([disk, key]: readonly [MemoryStore, string]) => {
    disk.records.set(
      key,
      disk.records.get(key)!.map((byte, i) => (i === 300 ? byte ^ 1 : byte)),
    );
  };
  const lose = ([disk, key]: readonly [MemoryStore, string]) => disk.records.delete(key);

  test('leaves a block that only its own seal shows to be damaged where a copy can mend it', async () => {
    const small = await logged(entries(0, 205));
    const { disk } = small;
    // Neither the newest nor the one that is opened first, to find it.
    const key = disk.keys('log')[0]!;
    expect(key).not.toBe((await newest(disk))[1]);
    const sound = disk.records.get(key)!;
    const record = decodeCanonical(sound) as Record<string, Cbor>;
    disk.records.set(key, encodeCanonical({ ...record, salt: new Uint8Array(32) }));
    expect((await read(small)).broken).toBe(true);
    await appendLog(await small.load(), [entry(500)]);
    expect((await read(small)).broken).toBe(true);
    disk.records.set(key, sound);
    expect(await read(small)).toEqual({ entries: [...entries(0, 205), entry(500)], broken: false });
  });

  test.each<[string, (disk: MemoryStore) => Promise<unknown>, number]>([
    ['a block flipped', async (disk) => flip(await middle(disk)), 105],
    ['a block lost', async (disk) => lose(await middle(disk)), 105],
    ['the newest block flipped', async (disk) => flip(await newest(disk)), 200],
    ['the newest block lost', async (disk) => lose(await newest(disk)), 200],
    [
      'everything lost',
      (disk) => Promise.resolve(disk.keys('log').map((key) => disk.records.delete(key))),
      0,
    ],
  ])('(%s) says so, shows the rest, and goes on; it says so until it is cleared', async (_, tamper, left) => {
    const small = await logged(entries(0, 205));
    const { disk } = small;
    await tamper(disk);
    const unread = new Set(disk.keys('log'));
    const open = await small.load();
    const log = await readLog(open);
    expect(log.broken).toBe(true);
    expect(log.entries).toHaveLength(left);
    await appendLog(open, [entry(500)]);
    await appendLog(open, [entry(501)]);
    const later = await read(small);
    expect(later.broken).toBe(true);
    expect(later.entries).toEqual([...log.entries, entry(500), entry(501)]);
    for (const key of unread) expect(disk.records.has(key) || disk.records.has(`aside/${key}`)).toBe(true);
    await clearLog(await small.load(), entry(900));
    expect(await read(small)).toEqual({ entries: [entry(900)], broken: false });
  });

  test('tells a block that was put back from before', async () => {
    const small = await logged(entries(0, 5));
    const key = small.disk.keys('log')[0]!;
    const older = small.disk.records.get(key)!;
    await appendLog(await small.load(), entries(5, 9));
    small.disk.records.set(key, older);
    expect(await read(small)).toEqual({ entries: entries(0, 5), broken: true });
    await appendLog(await small.load(), [entry(9)]);
    expect((await read(small)).broken).toBe(true);
  });

  test.each<[string, (block: Record<string, Cbor>) => Record<string, Cbor>]>([
    ['an entry taken out', (block) => ({ ...block, entries: (block['entries'] as Cbor[]).slice(1) })],
    ['entries swapped', (block) => ({ ...block, entries: (block['entries'] as Cbor[]).toReversed() })],
    ['another end of the chain', (block) => ({ ...block, last: new Uint8Array(32) })],
    ['another beginning', (block) => ({ ...block, prev: new Uint8Array(32) })],
    ['a number skipped', (block) => ({ ...block, first: 150 })],
  ])('tells %s, though it is sealed well', async (_, change) => {
    const small = await logged(entries(0, 130));
    const open = await small.load();
    const block = await plaintextAt(small.disk, await keyOf('log', 'log/1'));
    await open.sets.load(logCodec);
    const put = [await open.sets.seal<Cbor>(codecOf('log', 1), 'log/1', change(block))];
    await open.sets.commit([{ kind: 'log', put }]);
    expect((await read(small)).broken).toBe(true);
  });
});
