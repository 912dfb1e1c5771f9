import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createIndexedDbStore } from '../../../../lib/vault/engines/indexed-db-store';

// What every engine must do is in store.test.ts.
const bytes = Uint8Array.of(1);
const first = { after: undefined, header: bytes, put: [{ key: 'account/a', bytes }], aside: [] };

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

  test('is asked to flush every commit to the disk', async () => {
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await createIndexedDbStore(new IDBFactory()).commit(first);
    expect(transaction.mock.calls.at(-1)).toMatchObject([
      ['header', 'records'],
      'readwrite',
      { durability: 'strict' },
    ]);
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
      const next = { after: bytes, header: Uint8Array.of(2), put: [{ key: 'account/b', bytes }], aside: [] };
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
