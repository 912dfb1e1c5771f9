/** What handlers are built from. */
import type { Handlers } from '../../../lib/messaging/receive';
import type { Shelf } from '../../../lib/vault/manifest';
import type { Vault } from '../../../lib/vault/vault';
import type { Acts } from '../acts';
import type { Counters } from '../counters';
import type { Filler } from '../fill';
import type { Intents } from '../intents';
import type { Journal, Note } from '../journal';
import type { Painter } from '../paint';
import type { Picker } from '../pick';

export interface HandlerOptions {
  readonly vault: Vault;
  readonly shelf: Shelf;
  readonly now: () => number;
  readonly fill: Filler;
  readonly acts: Acts;
  readonly picker: Picker;
  readonly intents: Intents;
  readonly counters: Counters;
  readonly painter: Painter;
  readonly journal: Journal;
  /** Resolves when what an earlier worker left half done is finished. */
  readonly ready: Promise<unknown>;
  readonly onunlock: () => Promise<void>;
}

export type Part<Prefix extends string> = Pick<Handlers, Extract<keyof Handlers, `${Prefix}/${string}`>>;

/** Runs a change, then brings every page up to date. */
export function createChanged({ vault, painter }: HandlerOptions): Vault['change'] {
  return async (act) => {
    const result = await vault.change(act);
    await painter.changed();
    return result;
  };
}

/** Notes what was done, without anyone waiting for it. */
export function createNote({ vault, journal }: HandlerOptions): (...notes: readonly Note[]) => void {
  return (...notes) => void journal.note(vault, ...notes);
}
