/** Gestures in the browser's own interface: keyboard commands and the context menu. */
import { createInTurn } from '../in-turn';
import { browser } from './browser';
import { t } from './i18n';

const MENU_FILL = 'fill';

export type CommandName = 'fill' | 'lock';

/** @param act Called with the tab that was active when the keys were pressed. */
export function onCommand(act: (name: CommandName, tabId: number | undefined) => void): void {
  browser.commands.onCommand.addListener((name, tab) => {
    if (name === 'fill' || name === 'lock') act(name, tab?.id);
  });
}

/** @param act Called with the tab and the frame whose field was clicked. */
export function onMenuFill(act: (tabId: number, frameId: number) => void): void {
  browser.contextMenus.onClicked.addListener(({ menuItemId, frameId }, tab) => {
    if (menuItemId === MENU_FILL && tab?.id !== undefined) act(tab.id, frameId ?? 0);
  });
}

/** Menus outlive the worker: made once per installation or update. */
export function makeMenusOnInstall(): void {
  // Told twice in a row, each would remove before either makes.
  const inTurn = createInTurn();
  browser.runtime.onInstalled.addListener(() => {
    void inTurn(async () => {
      await browser.contextMenus.removeAll();
      browser.contextMenus.create({ id: MENU_FILL, title: t('menu_fill'), contexts: ['editable'] });
    });
  });
}
