import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeMenusOnInstall, onCommand, onMenuFill } from '../../../lib/platform/gestures';
import { newBrowser, type FakeBrowser } from './fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));

let fake: FakeBrowser;
beforeEach(() => void (fake = newBrowser()));

describe('a command', () => {
  it.each(['fill', 'lock'])('acts with the tab it was given in: %s', (name) => {
    const act = vi.fn();
    onCommand(act);
    fake.api.commands.onCommand.emit(name, { id: 3 });
    fake.api.commands.onCommand.emit(name);
    expect(act.mock.calls).toEqual([
      [name, 3],
      [name, undefined],
    ]);
  });

  it.each(['_execute_action', 'toString', ''])('of the browser’s or nobody’s does nothing', (name) => {
    const act = vi.fn();
    onCommand(act);
    fake.api.commands.onCommand.emit(name, { id: 3 });
    expect(act).not.toHaveBeenCalled();
  });
});

describe('the menu', () => {
  it('fills in the frame that was clicked', () => {
    const act = vi.fn();
    onMenuFill(act);
    fake.api.contextMenus.onClicked.emit({ menuItemId: 'fill', frameId: 7 }, { id: 3 });
    fake.api.contextMenus.onClicked.emit({ menuItemId: 'fill' }, { id: 3 });
    fake.api.contextMenus.onClicked.emit({ menuItemId: 'other', frameId: 7 }, { id: 3 });
    fake.api.contextMenus.onClicked.emit({ menuItemId: 'fill', frameId: 7 });
    expect(act.mock.calls).toEqual([
      [3, 7],
      [3, 0],
    ]);
  });

  it('is made on installation alone, once the old one is gone', async () => {
    makeMenusOnInstall();
    expect(fake.calls).toEqual([]);
    fake.api.runtime.onInstalled.emit({ reason: 'update' });
    await vi.waitFor(() => expect(fake.calls.length).toBe(2));
    expect(fake.calls).toEqual([
      { call: 'contextMenus.removeAll', args: [] },
      {
        call: 'contextMenus.create',
        args: [{ id: 'fill', title: 'Fill code with Lockstep', contexts: ['editable'] }],
      },
    ]);
  });

  it('is made once where it is told of two installations at once', async () => {
    makeMenusOnInstall();
    for (const reason of ['install', 'update']) fake.api.runtime.onInstalled.emit({ reason });
    await vi.waitFor(() => expect(fake.calls.length).toBe(4));
    const order = ['contextMenus.removeAll', 'contextMenus.create'];
    expect(fake.calls.map(({ call }) => call)).toEqual([...order, ...order]);
  });
});
