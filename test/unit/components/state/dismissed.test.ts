import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Dismissed } from '../../../../components/state/dismissed.svelte';
import { newBrowser, type FakeBrowser } from '../../platform/fake-browser';

vi.mock('../../../../lib/platform/browser', async () => import('../../platform/fake-browser'));

let fake: FakeBrowser;
beforeEach(() => {
  fake = newBrowser();
});

describe('a reminder that was sent away', () => {
  it('stays away in the next page too', async () => {
    const first = new Dismissed();
    expect(first.known).toBe(false);
    await first.load();
    expect([first.known, first.ids]).toEqual([true, []]);
    first.dismiss('mended 2');
    first.dismiss('recovery');
    await vi.waitFor(() => expect(fake.calls.length).toBeGreaterThan(0));
    const second = new Dismissed();
    await second.load();
    expect(second.ids).toEqual(['mended 2', 'recovery']);
  });
});
