import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import { createStaged } from '../../../lib/vault/staged';

const file = Uint8Array.of(1, 2, 3);

describe('a staged file', () => {
  it('is there for another part of ours, until it is cleared', async () => {
    const factory = new IDBFactory();
    const [page, worker] = [createStaged(factory), createStaged(factory)];
    expect(await worker.get()).toBeUndefined();
    await page.put(file);
    expect(await worker.get()).toEqual(file);
    await worker.clear();
    expect(await page.get()).toBeUndefined();
  });

  it('gives way to the next one', async () => {
    const staged = createStaged(new IDBFactory());
    await staged.put(file);
    await staged.put(Uint8Array.of(9));
    expect(await staged.get()).toEqual(Uint8Array.of(9));
  });

  it('holds its database open for nobody', async () => {
    const factory = new IDBFactory();
    await createStaged(factory).put(file);
    await new Promise((resolve, reject) => {
      const request = factory.deleteDatabase('lockstep-staged');
      request.onsuccess = resolve;
      request.onblocked = () => reject(new Error('blocked'));
    });
    expect(await createStaged(factory).get()).toBeUndefined();
  });

  it('that finds no room is told as that', async () => {
    const factory = new IDBFactory();
    vi.spyOn(factory, 'open').mockImplementationOnce(() => {
      throw new DOMException('no', 'QuotaExceededError');
    });
    await expect(createStaged(factory).put(file)).rejects.toMatchObject({ code: 'storage-full' });
  });
});
