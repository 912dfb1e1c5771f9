/** Waits for something to appear in a page, for a time and at a cost that the page does not choose. */
import { type OpenRoot, rootsOf } from './deep';

export interface WatchOptions {
  readonly forMs: number;
  /** Looks; each look counts. */
  readonly found: () => boolean;
  readonly openRoot?: OpenRoot;
  readonly clock?: Clock;
}

export interface Clock {
  now(): number;
  /** Returns what calls it off. */
  after(ms: number, act: () => void): () => void;
}

/** Changes that may show a field or open it to typing. */
const CHANGES: MutationObserverInit = {
  subtree: true,
  childList: true,
  attributeFilter: ['type', 'hidden', 'class', 'style', 'disabled', 'readonly', 'aria-hidden', 'open'],
};
const CALM_MS = 100;
/** A shadow root that is attached late changes nothing that can be observed. */
const IDLE_MS = 500;
const MAX_LOOKS = 12;
const MAX_LOOKING_MS = 100;

/** What ends the watch of each document: who looks anew waits for nothing else. */
const watching = new WeakMap<Document, () => void>();

/**
 * Looks at once, then after changes, and at the end. True as soon as it is found. One that begins later in the same
 * document ends it.
 *
 * Nothing is observed between the first change and the look that it leads to: a page that never rests pays for one
 * record in that time, and one look.
 */
export function watch(document: Document, options: WatchOptions): Promise<boolean> {
  const { forMs, found, openRoot, clock = browserClock } = options;
  watching.get(document)?.();
  if (found()) return Promise.resolve(true);
  return new Promise((resolve) => {
    let looks = 0;
    let spentMs = 0;
    let calm = (): void => undefined;
    const observer = new MutationObserver(() => {
      observer.disconnect();
      soon(CALM_MS);
    });
    const soon = (ms: number): void => {
      calm();
      calm = clock.after(ms, look);
    };
    const end = clock.after(forMs, () => {
      finish(found());
    });

    function observe(): void {
      if (looks >= MAX_LOOKS || spentMs >= MAX_LOOKING_MS) return;
      for (const root of rootsOf(document, openRoot)) observer.observe(root, CHANGES);
      soon(IDLE_MS);
    }

    function look(): void {
      observer.disconnect();
      const startedAt = clock.now();
      if (found()) {
        finish(true);
        return;
      }
      looks += 1;
      spentMs += clock.now() - startedAt;
      observe();
    }

    function finish(answer: boolean): void {
      observer.disconnect();
      calm();
      end();
      resolve(answer);
    }

    watching.set(document, () => {
      finish(false);
    });
    observe();
  });
}

const browserClock: Clock = {
  now: () => performance.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
