import { afterEach, expect, it, vi } from 'vitest';
import { openSpareStorage } from '../../../lib/platform/spare-storage';

const indexedDB = {};
const open = vi.fn(() => Promise.resolve({ indexedDB }));
const keys = vi.fn(() => Promise.resolve(['first']));

afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

it('opens a bucket of its own that lasts, and makes it where that is wanted', async () => {
  vi.stubGlobal('navigator', { storageBuckets: { open, keys } });
  expect(await openSpareStorage('second', true)).toBe(indexedDB);
  expect(open).toHaveBeenCalledExactlyOnceWith('second', { persisted: true, durability: 'strict' });
});

it('opens what is there, and makes none only to look', async () => {
  vi.stubGlobal('navigator', { storageBuckets: { open, keys } });
  expect(await openSpareStorage('first', false)).toBe(indexedDB);
  expect(await openSpareStorage('second', false)).toBeUndefined();
  expect(open).toHaveBeenCalledTimes(1);
});

it.each([true, false])('is none where the browser has no buckets (%s)', async (create) => {
  vi.stubGlobal('navigator', {});
  expect(await openSpareStorage('first', create)).toBeUndefined();
});
