import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { createKeyKeeper } from '../../../../lib/vault/session/key-keeper';

const newKey = () =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'unwrapKey']);

test('keeps one key for every worker, which still can not be read out, until it is removed', async () => {
  const factory = new IDBFactory();
  const keeper = createKeyKeeper(factory);
  expect(await keeper.get()).toBeUndefined();
  await keeper.put(await newKey());
  await keeper.put(await newKey());
  const kept = await createKeyKeeper(factory).get();
  expect(kept).toMatchObject({ extractable: false, usages: ['encrypt', 'unwrapKey'] });
  await keeper.remove();
  expect(await createKeyKeeper(factory).get()).toBeUndefined();
});

test('a disk that takes no more keeps nobody out: the key then lasts as long as this worker', async () => {
  const factory = new IDBFactory();
  const refuses = vi.spyOn(factory, 'open').mockImplementation(() => {
    throw Object.assign(new Error('no'), { name: 'QuotaExceededError' });
  });
  const keeper = createKeyKeeper(factory);
  const key = await newKey();
  await keeper.put(key);
  expect(await keeper.get()).toBe(key);
  await keeper.remove();
  refuses.mockRestore();
  expect(await keeper.get()).toBeUndefined();
});

test('a disk place that can not be used any more is replaced by another', async () => {
  const factory = new IDBFactory();
  vi.spyOn(factory, 'open').mockImplementation(() => {
    throw Object.assign(new Error('no'), { name: 'UnknownError' });
  });
  const spare = new IDBFactory();
  const openSpare = () => Promise.resolve(spare);
  await createKeyKeeper(factory, openSpare).put(await newKey());
  expect(await createKeyKeeper(factory, openSpare).get()).toMatchObject({ extractable: false });
  await createKeyKeeper(factory, openSpare).remove();
  await expect(createKeyKeeper(factory, openSpare).get()).rejects.toMatchObject({ code: 'storage-failed' });
});

test.each([
  ['QuotaExceededError', 'storage-full'],
  ['UnknownError', 'storage-failed'],
])('tells a disk that can not be read, with %s, as %s', async (name, code) => {
  const factory = new IDBFactory();
  vi.spyOn(factory, 'open').mockImplementation(() => {
    throw Object.assign(new Error('no'), { name });
  });
  await expect(createKeyKeeper(factory).get()).rejects.toMatchObject({ code });
});
