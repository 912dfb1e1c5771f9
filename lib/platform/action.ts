/** The toolbar button: the only place where acts without a page of ours can tell how they ended. */
import { browser } from './browser';

/** `busy`: the act is still under way. */
export type BadgeTone = 'good' | 'attention' | 'busy';

const colours: Readonly<Record<BadgeTone, string>> = {
  good: '#1a7f37',
  attention: '#9a6700',
  busy: '#57606a',
};
const marks: Readonly<Record<BadgeTone, string>> = { good: '✓', attention: '!', busy: '…' };
const SHOW_MS = 6000;
/** By tab: a later outcome has its whole time. */
const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** Shows an outcome on the button of one tab for a few seconds, in words in its title. */
export async function showOutcome(tabId: number, tone: BadgeTone, words: string): Promise<void> {
  try {
    await browser.action.setBadgeBackgroundColor({ tabId, color: colours[tone] });
    await browser.action.setBadgeText({ tabId, text: marks[tone] });
    await browser.action.setTitle({ tabId, title: words });
  } catch {
    return; // The tab is gone, and with it whoever wanted to know.
  }
  clearTimeout(timers.get(tabId));
  timers.set(
    tabId,
    setTimeout(() => void clearOutcome(tabId), SHOW_MS),
  );
}

async function clearOutcome(tabId: number): Promise<void> {
  timers.delete(tabId);
  try {
    await browser.action.setBadgeText({ tabId, text: '' });
    await browser.action.setTitle({ tabId, title: '' });
  } catch {
    // As above.
  }
}

/** Opens the popup where the browser lets us; false where it wants the user to click. */
export async function openPopup(): Promise<boolean> {
  try {
    await browser.action.openPopup();
    return true;
  } catch {
    return false;
  }
}
