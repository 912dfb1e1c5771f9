import { beforeEach, describe, expect, it, vi } from 'vitest';
import { closeStorageToSites, memoryCell } from '../../../lib/platform/session-area';
import { newBrowser, type FakeBrowser } from './fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));

let fake: FakeBrowser;
beforeEach(() => void (fake = newBrowser()));

describe('a cell', () => {
  it('holds one value under its name, in memory alone', async () => {
    const cell = memoryCell<{ a: number }>('session');
    expect(await cell.get()).toBeUndefined();
    await cell.set({ a: 1 });
    expect(await cell.get()).toEqual({ a: 1 });
    expect(fake.calls.map(({ call }) => call)).toEqual(['storage.session.set']);
    await cell.remove();
    expect(await cell.get()).toBeUndefined();
  });

  it('leaves its neighbours alone', async () => {
    const other = memoryCell('intent');
    await other.set('kept');
    await memoryCell('session').remove();
    expect(await other.get()).toBe('kept');
  });
});

describe('storage', () => {
  it('is closed to scripts in sites, every area of it', async () => {
    await closeStorageToSites();
    for (const area of Object.values(fake.areas)) expect(area.levels).toEqual(['TRUSTED_CONTEXTS']);
  });

  it('is left alone where the browser closes it by itself', async () => {
    for (const { area } of Object.values(fake.areas)) delete area.setAccessLevel;
    await expect(closeStorageToSites()).resolves.toBeUndefined();
  });
});
