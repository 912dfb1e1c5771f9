import { browser } from './browser';

/** The active tab of the window this page belongs to. Its address is there only after a gesture or on a granted site. */
export async function tabHere(): Promise<{ id: number; url?: string; windowId?: number } | undefined> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) return undefined;
  return {
    id: tab.id,
    ...(tab.url === undefined ? {} : { url: tab.url }),
    ...(tab.windowId === undefined ? {} : { windowId: tab.windowId }),
  };
}

export type ManagerPlace = 'create' | 'accounts' | 'unlock' | 'unlocking' | 'backup';

/** Opens the full page at one of its places, in a tab of its own beside the current one, or shows it if it is open. */
export async function openManager(place: ManagerPlace): Promise<void> {
  const url = browser.runtime.getURL(`manager.html#${place}`);
  const [open] = await browser.tabs.query({ url: `${browser.runtime.getURL('manager.html')}*` });
  if (open?.id === undefined) {
    await browser.tabs.create({ url });
    return;
  }
  await browser.tabs.update(open.id, { active: true, url });
  if (open.windowId !== undefined) await browser.windows.update(open.windowId, { focused: true });
}

/** A tab's address, which the browser tells after a gesture in that tab or on a granted site; `undefined` otherwise. */
export async function tabAddress(tabId: number): Promise<string | undefined> {
  try {
    return (await browser.tabs.get(tabId)).url;
  } catch {
    return undefined; // Closed.
  }
}

/** The active tab of the window used last. */
export async function activeTabId(): Promise<number | undefined> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return tab?.id;
}

/** Brings a tab and its window to the front; false when it is gone. */
export async function showTab(tabId: number): Promise<boolean> {
  try {
    const tab = await browser.tabs.update(tabId, { active: true });
    if (tab.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
    return true;
  } catch {
    return false;
  }
}
