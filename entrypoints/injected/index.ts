import { defineUnlistedScript } from '#imports';
import type { OpenRoot } from '../../lib/fields/deep';
import { fill } from '../../lib/fields/fill';
import { look } from '../../lib/fields/look';
import type { FillReport, FillRequest, FrameReport } from '../../lib/fields/report';

/** What the worker finds in the isolated world of a document after this script ran there. */
export interface LockstepFields {
  look(): FrameReport;
  fill(request: FillRequest): Promise<FillReport>;
}

/** A symbol, because a page can give any name on the global object to a frame or form of its own. */
const FIELDS = Symbol.for('lockstep.fields');
const shared = globalThis as unknown as Record<symbol, LockstepFields | undefined>;

/** Chromium lets an extension's script open closed shadow roots; elsewhere they stay closed. */
const openRoot: OpenRoot = (host) => {
  const extension = (globalThis as unknown as { chrome?: { dom?: Dom } }).chrome;
  try {
    return extension?.dom?.openOrClosedShadowRoot?.(host) ?? null;
  } catch {
    return null;
  }
};

interface Dom {
  openOrClosedShadowRoot?: (host: Element) => ShadowRoot | null;
}

function createFields(): LockstepFields {
  let last: Promise<unknown> = Promise.resolve();
  return {
    look: () => look(document, { openRoot }),
    fill: (request) => {
      // One after the other: two at once would type over each other.
      const next = last.then(() => fill(document, request, { openRoot }));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

export default defineUnlistedScript(() => {
  shared[FIELDS] ??= createFields();
  return shared[FIELDS].look();
});
