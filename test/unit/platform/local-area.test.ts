import { beforeEach, describe, expect, it, vi } from 'vitest';
import { localArea } from '../../../lib/platform/local-area';
import { newBrowser, type FakeBrowser } from './fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));

let fake: FakeBrowser;
beforeEach(() => void (fake = newBrowser()));

describe('the local area', () => {
  it('keeps values under their names, on the disk', async () => {
    const area = localArea();
    await area.set({ a: 1, b: { c: 'two' } });
    expect(await area.get(['a', 'b', 'missing'])).toEqual({ a: 1, b: { c: 'two' } });
    expect(fake.areas.local.values.size).toBe(2);
  });

  it('removes what is named, and nothing else', async () => {
    const area = localArea();
    await area.set({ a: 1, b: 2, c: 3 });
    await area.remove(['a', 'c']);
    expect([...fake.areas.local.values.keys()]).toEqual(['b']);
  });
});
