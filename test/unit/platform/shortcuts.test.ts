import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openingKeys, openShortcuts } from '../../../lib/platform/shortcuts';

const fake = vi.hoisted(() => ({
  commands: {},
  tabs: { create: vi.fn() },
}));
vi.mock('../../../lib/platform/browser', () => ({ browser: fake }));

beforeEach(() => {
  fake.commands = {};
  fake.tabs.create.mockReset();
});

describe('the place for shortcuts', () => {
  it('is opened by the browser itself where it can', async () => {
    const openShortcutSettings = vi.fn();
    fake.commands = { openShortcutSettings };
    await openShortcuts();
    expect(openShortcutSettings).toHaveBeenCalledOnce();
    expect(fake.tabs.create).not.toHaveBeenCalled();
  });

  it('is a page in a tab elsewhere', async () => {
    await openShortcuts();
    expect(fake.tabs.create).toHaveBeenCalledWith({ url: 'chrome://extensions/shortcuts' });
  });
});

describe('the keys that open Lockstep', () => {
  it.each([
    [
      'are those of the toolbar button',
      [
        { name: 'fill', shortcut: 'F2' },
        { name: '_execute_action', shortcut: 'F1' },
      ],
      'F1',
    ],
    ['are none where the user took them away', [{ name: '_execute_action', shortcut: '' }], ''],
    ['are none where there is no such command', [], ''],
  ])('%s', async (_, commands, keys) => {
    fake.commands = { getAll: () => Promise.resolve(commands) };
    expect(await openingKeys()).toBe(keys);
  });
});
