import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createIndexedDbStore, guard } from '../../../../lib/vault/engines/indexed-db-store';
import type { RecordStore } from '../../../../lib/vault/engines/store';
import { FULL } from '../areas';

// What every engine must do is in store.test.ts.
const bytes = Uint8Array.of(1);
const first = { after: undefined, header: bytes, put: [{ key: 'account/a', bytes }], aside: [], drop: [] };

/** `idb` reaches the global factory alone. */
async function database(factory: IDBFactory, version = 1) {
  vi.stubGlobal('indexedDB', factory);
  return openDB('lockstep-vault', version);
}

/** As a browser does where the disk refuses: the request is taken, then the whole transaction is aborted. */
function abortAtWrite(nth: number, name: string): void {
  const put = Reflect.get(IDBObjectStore.prototype, 'put') as (
    ...given: unknown[]
  ) => IDBRequest<IDBValidKey>;
  let writes = 0;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
    const request = put.apply(this, given);
    writes += 1;
    const transaction = this.transaction as unknown as { _abort: (name: string) => void };
    if (writes === nth) queueMicrotask(() => transaction._abort(name));
    return request;
  });
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('IndexedDB', () => {
  test('keeps everything for the next worker', async () => {
    const factory = new IDBFactory();
    await createIndexedDbStore(factory).commit(first);
    expect((await createIndexedDbStore(factory).read(['account'])).records).toEqual(first.put);
  });

  test.each<[string, (store: RecordStore) => Promise<void>]>([
    ['commit', (store) => store.commit({ ...first, after: bytes })],
    ['replacement', (store) => store.replace({ header: bytes, records: [] })],
    ['keeping', (store) => store.keep('1')],
    ['retiring', (store) => store.retire('1')],
    ['forgetting', (store) => store.forget('1')],
    ['erasure', (store) => store.erase()],
    ['erasure of the header', (store) => store.eraseHeader()],
  ])('is asked once to flush every %s to the disk', async (_, act) => {
    const store = createIndexedDbStore(new IDBFactory());
    await store.commit(first);
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await act(store);
    expect(transaction.mock.calls).toMatchObject([
      [['header', 'records'], 'readwrite', { durability: 'strict' }],
    ]);
  });

  test('keeps remains beside the records, under keys of their own', async () => {
    const factory = new IDBFactory();
    const store = createIndexedDbStore(factory);
    await store.commit(first);
    await store.retire('2026');
    const raw = await database(factory);
    expect(await raw.getAllKeys('records')).toEqual(['remains/2026/account/a', 'remains/2026/header']);
    expect(await raw.count('header')).toBe(0);
    raw.close();
  });

  test('that fails in the middle of a replacement changes nothing', async () => {
    const store = createIndexedDbStore(new IDBFactory());
    await store.commit(first);
    abortAtWrite(1, 'UnknownError');
    const whole = { header: Uint8Array.of(2), records: [{ key: 'account/b', bytes }] };
    await expect(store.replace(whole)).rejects.toMatchObject({ code: 'storage-failed' });
    vi.restoreAllMocks();
    expect(await store.read(['account'])).toEqual({ header: bytes, records: first.put });
  });

  test.each([
    ['QuotaExceededError', 'storage-full'],
    ['UnknownError', 'storage-failed'],
    ['AbortError', 'storage-failed'],
  ])('that fails with %s at any write changes nothing and is told as %s', async (name, code) => {
    for (const failing of [1, 2]) {
      const store = createIndexedDbStore(new IDBFactory());
      await store.commit(first);
      abortAtWrite(failing, name);
      const next = {
        after: bytes,
        header: Uint8Array.of(2),
        put: [{ key: 'account/b', bytes }],
        aside: [],
        drop: [],
      };
      await expect(store.commit(next)).rejects.toMatchObject({ code });
      vi.restoreAllMocks();
      expect(await store.read(['account'])).toEqual({ header: bytes, records: first.put });
    }
  });

  test('that fails to open is told, and is opened anew by the next call', async () => {
    const factory = new IDBFactory();
    const store = createIndexedDbStore(factory);
    vi.spyOn(factory, 'open').mockImplementationOnce(() => {
      throw new DOMException('no', 'UnknownError');
    });
    await expect(store.hasTrace()).rejects.toMatchObject({ code: 'storage-failed' });
    expect(await store.hasTrace()).toBe(false);
  });

  test('of a newer version is never taken for an empty one', async () => {
    const factory = new IDBFactory();
    (await database(factory, 7)).close();
    const store = createIndexedDbStore(factory);
    await expect(store.hasTrace()).rejects.toMatchObject({ code: 'storage-failed' });
    await expect(store.commit(first)).rejects.toMatchObject({ code: 'storage-failed' });
  });

  test('that holds something else than bytes is damaged, not empty', async () => {
    const factory = new IDBFactory();
    const store = createIndexedDbStore(factory);
    await store.commit(first);
    const raw = await database(factory);
    await raw.put('header', 'text', 'current');
    await raw.put('records', 7, 'account/a');
    raw.close();
    const empty = new Uint8Array();
    expect(await store.read(['account'])).toEqual({
      header: empty,
      records: [{ key: 'account/a', bytes: empty }],
    });
  });
});

describe('what storage throws', () => {
  test.each<[string, unknown]>([
    ['storage-full', new DOMException('no', 'QuotaExceededError')],
    ...FULL.map((message): [string, Error] => ['storage-full', new Error(message)]),
    ['storage-failed', new Error('IO error: LOCK: File currently in use.')],
    ['storage-failed', new DOMException('no', 'UnknownError')],
    ['storage-failed', 'quota'],
  ])('is told as %s: %s', async (code, error) => {
    await expect(guard(() => Promise.reject(error as Error))).rejects.toMatchObject({ code });
  });
});
