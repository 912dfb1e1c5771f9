import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPopup, showOutcome } from '../../../lib/platform/action';
import { newBrowser, type FakeBrowser } from './fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));

let fake: FakeBrowser;
beforeEach(() => {
  vi.useFakeTimers();
  fake = newBrowser();
});
afterEach(() => vi.useRealTimers());

const told = (call: string) =>
  fake.calls.filter((each) => each.call === `action.${call}`).map(({ args }) => args[0]);
const gone = async () => Promise.reject(new Error('No tab with id: 3.'));

describe('an outcome', () => {
  it('shows on its tab’s button for six seconds, with its words', async () => {
    await showOutcome(3, 'good', 'Filled.');
    expect(told('setBadgeText')).toEqual([{ tabId: 3, text: '✓' }]);
    expect(told('setTitle')).toEqual([{ tabId: 3, title: 'Filled.' }]);
    await vi.advanceTimersByTimeAsync(5999);
    expect(told('setBadgeText').length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(told('setBadgeText')[1]).toEqual({ tabId: 3, text: '' });
    expect(told('setTitle')[1]).toEqual({ tabId: 3, title: '' });
  });

  it('that follows another has its whole time', async () => {
    await showOutcome(3, 'busy', 'Filling.');
    await vi.advanceTimersByTimeAsync(5000);
    await showOutcome(3, 'good', 'Filled.');
    await vi.advanceTimersByTimeAsync(5999);
    expect(told('setBadgeText').at(-1)).toEqual({ tabId: 3, text: '✓' });
    await vi.advanceTimersByTimeAsync(1);
    expect(told('setBadgeText').at(-1)).toEqual({ tabId: 3, text: '' });
  });

  it('that needs the user looks different, and not by its colour alone', async () => {
    await showOutcome(3, 'good', '');
    await showOutcome(3, 'attention', '');
    expect(new Set(told('setBadgeText').map((each) => (each as { text: string }).text)).size).toBe(2);
    expect(
      new Set(told('setBadgeBackgroundColor').map((each) => (each as { color: string }).color)).size,
    ).toBe(2);
  });

  it('of a tab that is gone troubles nobody', async () => {
    fake.api.action.setBadgeText = gone;
    await expect(showOutcome(3, 'good', '')).resolves.toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of a tab that goes while it shows troubles nobody', async () => {
    await showOutcome(3, 'good', '');
    fake.api.action.setBadgeText = vi.fn(gone);
    await vi.advanceTimersByTimeAsync(6000);
    expect(fake.api.action.setBadgeText).toHaveBeenCalledOnce();
  });
});

describe('the popup', () => {
  it('opens where the browser lets it', async () => {
    expect(await openPopup()).toBe(true);
    expect(fake.calls.map(({ call }) => call)).toEqual(['action.openPopup']);
  });

  it('says so where it does not', async () => {
    fake.api.action.openPopup = async () => Promise.reject(new Error('Could not find an active window.'));
    expect(await openPopup()).toBe(false);
  });
});
