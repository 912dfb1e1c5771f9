import { isAlive, type Lifetime } from '../lifetime';
import type { Paint } from '../messaging/views';
import { browser } from './browser';
import { SESSION_CELL } from './session-area';

const KEY = 'paint';

interface Left {
  /** As JSON: the browser copies one text many times faster than the thousands of values that it stands for. */
  readonly [KEY]?: unknown;
  readonly [SESSION_CELL]?: Lifetime;
}

/**
 * What the worker left for pages to paint from. Nothing once the session is over, for whatever reason: the worker may
 * not have been there to take the paint away.
 */
export async function readPaint(now: number): Promise<Paint | undefined> {
  const { paint, session } = (await browser.storage.session.get([KEY, SESSION_CELL])) as Left;
  if (typeof paint !== 'string' || session === undefined || !isAlive(session, now)) return undefined;
  const left = JSON.parse(paint) as Paint;
  return now < left.lockAt ? left : undefined;
}

export async function writePaint(paint: Paint): Promise<void> {
  await browser.storage.session.set({ [KEY]: JSON.stringify(paint) });
}

export async function forgetPaint(): Promise<void> {
  await browser.storage.session.remove(KEY);
}
