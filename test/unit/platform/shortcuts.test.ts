import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openingKeys, openShortcuts } from '../../../lib/platform/shortcuts';
import { newBrowser, type FakeBrowser } from './fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));

let fake: FakeBrowser;
beforeEach(() => void (fake = newBrowser()));

describe('where shortcuts are changed', () => {
  it('is shown by the browser’s own call where it has one', async () => {
    const openShortcutSettings = vi.fn(async () => Promise.resolve());
    Object.assign(fake.api.commands, { openShortcutSettings });
    await openShortcuts();
    expect(openShortcutSettings).toHaveBeenCalledOnce();
    expect(fake.calls).toEqual([]);
  });

  it('is shown by its address elsewhere', async () => {
    await openShortcuts();
    expect(fake.calls).toEqual([{ call: 'tabs.create', args: [{ url: 'chrome://extensions/shortcuts' }] }]);
  });
});

describe('the keys that open Lockstep', () => {
  it('are those of the button', async () => {
    fake.api.commands.getAll = async () =>
      Promise.resolve([
        { name: 'fill', shortcut: 'Alt+Shift+L' },
        { name: '_execute_action', shortcut: 'Alt+Shift+O' },
      ]);
    expect(await openingKeys()).toBe('Alt+Shift+O');
  });

  it('are none where the browser has none', async () => {
    expect(await openingKeys()).toBe('');
  });
});
