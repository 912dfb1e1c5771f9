import { beforeEach, describe, expect, it, vi } from 'vitest';
import { activeTabId, openManager, showTab, tabAddress, tabHere } from '../../../lib/platform/tabs';
import { EXTENSION_ORIGIN, newBrowser, type FakeBrowser } from './fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));

let fake: FakeBrowser;
beforeEach(() => {
  fake = newBrowser();
  fake.tabs.set(3, { id: 3, url: 'https://github.com/', active: true, windowId: 1 });
});

describe('the manager', () => {
  it('opens at its place in a tab of its own', async () => {
    await openManager('create');
    expect(fake.calls).toEqual([
      { call: 'tabs.create', args: [{ url: `${EXTENSION_ORIGIN}/manager.html#create` }] },
    ]);
  });

  it('is shown at the new place where it is open already', async () => {
    fake.tabs.set(8, { id: 8, url: `${EXTENSION_ORIGIN}/manager.html#create`, active: false, windowId: 2 });
    await openManager('accounts');
    expect(fake.calls).toEqual([
      { call: 'tabs.update', args: [8, { active: true, url: `${EXTENSION_ORIGIN}/manager.html#accounts` }] },
      { call: 'windows.update', args: [2, { focused: true }] },
    ]);
    expect(fake.tabs.size).toBe(2);
  });
});

describe('the tab here', () => {
  it('is the active one, with what the browser tells of it', async () => {
    fake.tabs.set(4, { id: 4, active: false, windowId: 1 });
    expect(await tabHere()).toEqual({ id: 3, url: 'https://github.com/', windowId: 1 });
    expect(await activeTabId()).toBe(3);
  });

  it('has no address where the browser tells none', async () => {
    fake.tabs.set(3, { id: 3, active: true, windowId: 1 });
    expect(await tabHere()).toEqual({ id: 3, windowId: 1 });
    expect(await tabAddress(3)).toBeUndefined();
  });

  it('is none without an active one', async () => {
    fake.tabs.clear();
    expect(await tabHere()).toBeUndefined();
    expect(await activeTabId()).toBeUndefined();
  });
});

describe('a tab', () => {
  it('has its address until it is closed', async () => {
    expect(await tabAddress(3)).toBe('https://github.com/');
    fake.tabs.delete(3);
    expect(await tabAddress(3)).toBeUndefined();
  });

  it('is brought to the front with its window', async () => {
    expect(await showTab(3)).toBe(true);
    expect(fake.calls).toEqual([
      { call: 'tabs.update', args: [3, { active: true }] },
      { call: 'windows.update', args: [1, { focused: true }] },
    ]);
  });

  it('that is gone is not', async () => {
    expect(await showTab(9)).toBe(false);
  });
});
