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

export type ManagerPlace = 'create' | 'accounts';

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
