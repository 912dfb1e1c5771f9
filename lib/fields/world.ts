/** What our scripts share in the isolated world of a document, and what only an extension's script can do there. */
import type { OpenRoot } from './deep';
import type { Detection } from './detect';
import type { FillReport, FillRequest, FrameReport, LookRequest, WatchRequest } from './report';
import type { Extras } from './ways';

/** What the worker finds after the first script ran. */
export interface LockstepFields {
  look(request?: LookRequest): FrameReport;
  fill(request: FillRequest): Promise<FillReport>;
  /** Live elements, for the inspector, which knows no words of its own. */
  detect(request?: LookRequest): Detection;
}

/** What it finds where it put the second script too. */
export interface LockstepExtras extends Extras {
  /** True as soon as the document has something to fill, false when the time is over. */
  watch(request: WatchRequest): Promise<boolean>;
}

/** A symbol, because a page can give any name on the global object to a frame or form of its own. */
export const FIELDS = Symbol.for('lockstep.fields');

/** What only some sites want, left by a script of its own. */
export const EXTRAS = Symbol.for('lockstep.extras');

interface Scope {
  readonly chrome?: {
    readonly dom?: { openOrClosedShadowRoot?(host: Element): ShadowRoot | null };
  };
}

/** Chromium lets an extension's script open closed shadow roots; elsewhere they stay closed. @param scope `globalThis` */
export function createOpenRoot(scope: object): OpenRoot {
  return (host) => {
    try {
      return (scope as Scope).chrome?.dom?.openOrClosedShadowRoot?.(host) ?? null;
    } catch {
      return null;
    }
  };
}
