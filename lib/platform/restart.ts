import { browser } from './browser';

/** Starts the whole extension anew: the worker with it, and every page of ours is closed. The vault is locked by it. */
export function restart(): void {
  browser.runtime.reload();
}
