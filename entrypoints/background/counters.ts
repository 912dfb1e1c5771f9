/**
 * Codes by counter: each is used up when it is made. One that was asked for and is still on the screen is the one that
 * a fill types, once; it is kept in memory only, and briefly.
 */
import { memoryCell } from '../../lib/platform/session-area';
import { advanceCounter } from '../../lib/vault/accounts/accounts';
import type { Vault } from '../../lib/vault/vault';
import { liveAccount } from './live';

interface Shown {
  readonly accountId: string;
  readonly text: string;
  readonly until: number;
}

const ON_SCREEN_MS = 60_000;

export type Counters = ReturnType<typeof createCounters>;

export function createCounters(vault: Vault, now: () => number) {
  const cell = memoryCell<Shown>('counter');
  return {
    /** Commits the incremented counter, then gives the code. */
    async next(accountId: string): Promise<string> {
      const text = await vault.change(async (open) => {
        await liveAccount(open, accountId);
        return advanceCounter(open, accountId, now());
      });
      // A convenience: where memory takes no more, the counter is used up all the same, and this is its code.
      await cell.set({ accountId, text, until: now() + ON_SCREEN_MS }).catch(() => undefined);
      return text;
    },
    async shown(accountId: string): Promise<string | undefined> {
      const shown = await cell.get();
      return shown?.accountId === accountId && now() < shown.until ? shown.text : undefined;
    },
    /** The code was typed: the next fill takes the next one. */
    async forget(accountId: string): Promise<void> {
      if ((await cell.get())?.accountId === accountId) await cell.remove();
    },
    clear: () => cell.remove(),
  };
}
