import { browser } from './browser';

/** Chromium's page for extensions' shortcuts has no call of its own. */
const CHROMIUM_PAGE = 'chrome://extensions/shortcuts';

/** Shows where the browser lets shortcuts be changed. */
export async function openShortcuts(): Promise<void> {
  const { openShortcutSettings } = browser.commands as { openShortcutSettings?: () => Promise<void> };
  if (openShortcutSettings) await openShortcutSettings();
  else await browser.tabs.create({ url: CHROMIUM_PAGE });
}

/** The keys that open Lockstep, as this browser has them; empty where there are none. */
export async function openingKeys(): Promise<string> {
  const commands = await browser.commands.getAll();
  return commands.find(({ name }) => name === '_execute_action')?.shortcut ?? '';
}
