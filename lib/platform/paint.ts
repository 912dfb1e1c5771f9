import type { Paint } from '../messaging/views';
import { browser } from './browser';

const KEY = 'paint';

/** What the worker left for pages to paint from, unless the vault is locked or should be by now. */
export async function readPaint(now: number): Promise<Paint | undefined> {
  const { [KEY]: paint } = (await browser.storage.session.get(KEY)) as { [KEY]?: Paint };
  return paint !== undefined && now < paint.lockAt ? paint : undefined;
}

export async function writePaint(paint: Paint): Promise<void> {
  await browser.storage.session.set({ [KEY]: paint });
}

export async function forgetPaint(): Promise<void> {
  await browser.storage.session.remove(KEY);
}
