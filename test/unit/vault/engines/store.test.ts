/** What every engine must do. A further engine joins the table. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { createIndexedDbStore } from '../../../../lib/vault/engines/indexed-db-store';
import { createLocalStore } from '../../../../lib/vault/engines/local-store';
import { KINDS, StaleError, type Batch, type RecordStore } from '../../../../lib/vault/engines/store';
import { createMemoryArea } from '../areas';
import { createMemoryStore } from '../memory-store';

const engines: [string, () => RecordStore][] = [
  ['IndexedDB', () => createIndexedDbStore(new IDBFactory())],
  ['a storage area', () => createLocalStore(createMemoryArea())],
  ['the fake in memory', () => createMemoryStore()],
];
const header = (value: number) => Uint8Array.of(value, value);
const record = (key: string, ...bytes: number[]) => ({ key, bytes: Uint8Array.from(bytes) });

function batch(change: Partial<Batch>): Batch {
  return { after: undefined, header: header(1), put: [], aside: [], drop: [], ...change };
}

/** Also what no vault asks for. */
const everything = async (store: RecordStore) =>
  (await store.read([...KINDS, 'aside' as never])).records.map(({ key }) => key);

const two = [record('account/a', 1), record('account/b', 2)];
const full = [...two, record('label/a', 3), record('log/c', 4), record('aside/account/d', 5)];

describe.each(engines)('%s', (_, create) => {
  const filled = async (put = full) => {
    const store = create();
    await store.commit(batch({ put }));
    return store;
  };

  test('holds nothing at first', async () => {
    const store = create();
    expect(await store.hasTrace()).toBe(false);
    expect(await store.read(KINDS)).toEqual({ header: undefined, records: [] });
    expect(await store.remains()).toEqual([]);
  });

  test('holds what was committed, by kind', async () => {
    const put = [
      record('account/b', 2),
      record('account/a', 1),
      record('label/a', 3),
      record('aside/account/c', 4),
    ];
    const store = await filled(put);
    expect(await store.read(['account'])).toEqual({ header: header(1), records: two });
    const both = await store.read(['account', 'label']);
    expect(both.records).toEqual([...two, record('label/a', 3)]);
    expect((await store.read([])).records).toEqual([]);
    expect(await store.hasTrace()).toBe(true);
  });

  test('holds hundreds of records, and each byte of them', async () => {
    const put = Array.from({ length: 700 }, (_each, i) =>
      record(`account/${i + 1000}`, i % 256, i >> 8, 0, 255),
    );
    expect((await (await filled(put)).read(['account'])).records).toEqual(put);
  });

  test('replaces records and keeps aside what is moved there', async () => {
    const store = await filled(two);
    const next = { after: header(1), header: header(2), put: [record('account/b', 9)], aside: ['account/a'] };
    await store.commit(batch(next));
    expect(await store.read(['account'])).toEqual({ header: header(2), records: [record('account/b', 9)] });
    // Reachable only as a kind of its own, which no vault asks for.
    expect((await store.read(['aside' as never])).records).toEqual([record('aside/account/a', 1)]);
  });

  test('moves nothing aside that is not there', async () => {
    const store = await filled(two);
    await store.commit(batch({ after: header(1), aside: ['account/missing'] }));
    expect(await everything(store)).toEqual(['account/a', 'account/b']);
  });

  test('drops records for good, and lets the same commit write them anew', async () => {
    const store = await filled();
    const drop = ['account/a', 'log/c', 'label/missing', 'account/b'];
    await store.commit(batch({ after: header(1), drop, put: [record('account/b', 7)] }));
    expect(await everything(store)).toEqual(['account/b', 'label/a', 'aside/account/d']);
    expect((await store.read(['account'])).records).toEqual([record('account/b', 7)]);
  });

  test.each([
    ['an older header', header(9)],
    ['a longer header', Uint8Array.of(1, 1, 1)],
    ['no header', undefined],
  ])('changes nothing on behalf of one who saw %s', async (_what, after) => {
    const store = await filled([record('account/a', 1)]);
    const late = { after, header: header(2), put: [record('account/a', 2)], drop: ['account/a'] };
    await expect(store.commit(batch(late))).rejects.toBeInstanceOf(StaleError);
    expect(await store.read(['account'])).toEqual({ header: header(1), records: [record('account/a', 1)] });
  });

  test('is not deceived by an empty disk', async () => {
    const late = batch({ after: header(1), header: header(2) });
    await expect(create().commit(late)).rejects.toBeInstanceOf(StaleError);
  });

  test('lets one of two win who build on the same header', async () => {
    const store = create();
    const commit = (value: number) =>
      store.commit(batch({ header: header(value), put: [record('account/a', value)] }));
    const results = await Promise.allSettled([commit(1), commit(2)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { header: won, records } = await store.read(['account']);
    expect(records).toEqual([record('account/a', won![0]!)]);
  });

  test('becomes exactly what it is replaced with, but for what lies aside', async () => {
    const store = await filled();
    await store.replace({ header: header(7), records: [record('account/b', 8), record('usage/x', 9)] });
    const { header: now, records } = await store.read(KINDS);
    expect(now).toEqual(header(7));
    expect(records).toEqual([record('account/b', 8), record('usage/x', 9)]);
    expect(await everything(store)).toEqual(['account/b', 'usage/x', 'aside/account/d']);
    await store.replace({ header: undefined, records: [] });
    expect(await store.read(KINDS)).toEqual({ header: undefined, records: [] });
  });

  test('can be filled by a replacement, and written to after it', async () => {
    const store = create();
    await store.replace({ header: header(7), records: two });
    await store.commit(batch({ after: header(7), drop: ['account/a'] }));
    expect(await everything(store)).toEqual(['account/b']);
  });

  test('keeps a copy of all that is here, and goes on', async () => {
    const store = await filled();
    await store.keep('1');
    await store.commit(batch({ after: header(1), header: header(2), drop: ['account/a'] }));
    await store.keep('2');
    const [first, second] = await store.remains();
    expect([first!.id, second!.id]).toEqual(['1', '2']);
    expect(first!.stored.header).toEqual(header(1));
    expect(
      [...first!.stored.records].sort(
        (a, b) => full.findIndex(({ key }) => key === a.key) - full.findIndex(({ key }) => key === b.key),
      ),
    ).toEqual(full);
    expect(second!.stored.records).toHaveLength(full.length - 1);
    expect(await everything(store)).toHaveLength(full.length - 1);
  });

  test('retires all that is here: then it is as new, and the remains tell what it was', async () => {
    const store = await filled();
    await store.retire('1');
    expect(await store.hasTrace()).toBe(false);
    expect(await everything(store)).toEqual([]);
    await store.retire('1');
    await store.keep('2');
    await store.commit(batch({ header: header(5) }));
    const remains = await store.remains();
    expect(remains.map(({ id }) => id)).toEqual(['1']);
    expect(remains[0]!.stored.header).toEqual(header(1));
    expect(remains[0]!.stored.records).toHaveLength(full.length);
  });

  test('keeps what was left without a header', async () => {
    const store = await filled(two);
    await store.eraseHeader();
    expect(await store.hasTrace()).toBe(true);
    expect(await store.read(['account'])).toEqual({ header: undefined, records: two });
    await store.retire('1');
    expect(await store.remains()).toEqual([{ id: '1', stored: { header: undefined, records: two } }]);
  });

  test('leaves remains alone, whatever becomes of the vault, until they are forgotten', async () => {
    const store = await filled(two);
    for (const id of ['1', '2']) await store.keep(id);
    await store.replace({ header: header(7), records: [] });
    await store.commit(batch({ after: header(7), header: header(8) }));
    const stored = { header: header(1), records: two };
    expect(await store.remains()).toEqual([
      { id: '1', stored },
      { id: '2', stored },
    ]);
    await store.forget('1');
    await store.forget('missing');
    expect(await store.remains()).toEqual([{ id: '2', stored }]);
    expect((await store.read([])).header).toEqual(header(8));
  });

  test('keeps no trace once erased', async () => {
    const store = await filled();
    await store.keep('1');
    await store.erase();
    expect(await store.hasTrace()).toBe(false);
    expect(await store.remains()).toEqual([]);
    expect(await everything(store)).toEqual([]);
    await store.erase();
  });
});
