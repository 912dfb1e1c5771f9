/** What every engine must do. A further engine joins the table. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { createIndexedDbStore } from '../../../../lib/vault/engines/indexed-db-store';
import { StaleError, type RecordStore } from '../../../../lib/vault/engines/store';
import { createMemoryStore } from '../memory-store';

const engines: [string, () => RecordStore][] = [
  ['IndexedDB', () => createIndexedDbStore(new IDBFactory())],
  ['the fake in memory', () => createMemoryStore()],
];
const header = (value: number) => Uint8Array.of(value, value);
const record = (key: string, ...bytes: number[]) => ({ key, bytes: Uint8Array.from(bytes) });

describe.each(engines)('%s', (_, create) => {
  test('holds nothing at first', async () => {
    const store = create();
    expect(await store.hasTrace()).toBe(false);
    expect(await store.read(['account'])).toEqual({ header: undefined, records: [] });
  });

  test('holds what was committed, by kind', async () => {
    const store = create();
    const put = [
      record('account/b', 2),
      record('account/a', 1),
      record('label/a', 3),
      record('aside/account/c', 4),
    ];
    await store.commit({ after: undefined, header: header(1), put, aside: [] });
    const accounts = [record('account/a', 1), record('account/b', 2)];
    expect(await store.read(['account'])).toEqual({ header: header(1), records: accounts });
    const both = await store.read(['account', 'label']);
    expect(both.records).toEqual([...accounts, record('label/a', 3)]);
    expect((await store.read([])).records).toEqual([]);
    expect(await store.hasTrace()).toBe(true);
  });

  test('replaces records and keeps aside what is moved there', async () => {
    const store = create();
    const put = [record('account/a', 1), record('account/b', 2)];
    await store.commit({ after: undefined, header: header(1), put, aside: [] });
    const next = { after: header(1), header: header(2), put: [record('account/b', 9)], aside: ['account/a'] };
    await store.commit(next);
    expect(await store.read(['account'])).toEqual({ header: header(2), records: [record('account/b', 9)] });
    // Reachable only as a kind of its own, which no vault asks for.
    expect((await store.read(['aside' as never])).records).toEqual([record('aside/account/a', 1)]);
  });

  test.each([
    ['an older header', header(9)],
    ['a longer header', Uint8Array.of(1, 1, 1)],
    ['no header', undefined],
  ])('changes nothing on behalf of one who saw %s', async (_what, after) => {
    const store = create();
    await store.commit({ after: undefined, header: header(1), put: [record('account/a', 1)], aside: [] });
    const late = { after, header: header(2), put: [record('account/a', 2)], aside: [] };
    await expect(store.commit(late)).rejects.toBeInstanceOf(StaleError);
    expect(await store.read(['account'])).toEqual({ header: header(1), records: [record('account/a', 1)] });
  });

  test('is not deceived by an empty disk', async () => {
    const late = { after: header(1), header: header(2), put: [], aside: [] };
    await expect(create().commit(late)).rejects.toBeInstanceOf(StaleError);
  });

  test('lets one of two win who build on the same header', async () => {
    const store = create();
    const commit = (value: number) =>
      store.commit({ after: undefined, header: header(value), put: [record('account/a', value)], aside: [] });
    const results = await Promise.allSettled([commit(1), commit(2)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { header: won, records } = await store.read(['account']);
    expect(records).toEqual([record('account/a', won![0]!)]);
  });

  test('keeps no trace once erased', async () => {
    const store = create();
    await store.commit({ after: undefined, header: header(1), put: [record('aside/x', 1)], aside: [] });
    await store.erase();
    expect(await store.hasTrace()).toBe(false);
  });
});
