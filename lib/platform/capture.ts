import { Problem, type CaptureProblem } from '../problem';
import { browser } from './browser';

const PNG = 'data:image/png;base64,';

/**
 * A picture of what the active tab of a window shows, as a PNG that exists in memory only. Needs `activeTab`, and so a
 * gesture of the user.
 *
 * @param windowId Absent: the window this page belongs to.
 */
export async function captureTab(windowId?: number): Promise<Blob> {
  let address: string;
  try {
    address = await browser.tabs.captureVisibleTab(windowId, { format: 'png' });
  } catch (error) {
    throw new Problem(problemOf(error instanceof Error ? error.message : ''));
  }
  if (!address.startsWith(PNG)) throw new Problem('capture-failed');
  // Our policy lets nothing be fetched from a `data:` address.
  const bytes = Uint8Array.from(atob(address.slice(PNG.length)), (char) => char.charCodeAt(0));
  return new Blob([bytes], { type: 'image/png' });
}

/** Browsers tell the reason in words alone. */
function problemOf(message: string): CaptureProblem {
  if (message.includes('MAX_CAPTURE_VISIBLE_TAB_CALLS_PER_SECOND')) return 'capture-too-often';
  if (/permission|cannot access|cannot be scripted|disabled/i.test(message)) return 'capture-unreachable';
  return 'capture-failed';
}
