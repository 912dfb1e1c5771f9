import { afterEach, expect, it, vi } from 'vitest';
import { openSpareStorage } from '../../../lib/platform/spare-storage';

afterEach(() => void vi.unstubAllGlobals());

it('opens a bucket of its own that lasts', async () => {
  const indexedDB = {};
  const open = vi.fn(() => Promise.resolve({ indexedDB }));
  vi.stubGlobal('navigator', { storageBuckets: { open } });
  expect(await openSpareStorage('first')).toBe(indexedDB);
  expect(open).toHaveBeenCalledWith('first', { persisted: true, durability: 'strict' });
});

it('is none where the browser has no buckets', async () => {
  vi.stubGlobal('navigator', {});
  expect(await openSpareStorage('first')).toBeUndefined();
});
