import { defineUnlistedScript } from '#imports';
import { detect, type DetectOptions } from '../../lib/fields/detect';
import { fill } from '../../lib/fields/fill';
import { look } from '../../lib/fields/look';
import type { LookRequest } from '../../lib/fields/report';
import type { Extras } from '../../lib/fields/ways';
import { createOpenRoot, EXTRAS, FIELDS, type LockstepFields } from '../../lib/fields/world';

const shared = globalThis as unknown as {
  [FIELDS]?: LockstepFields | undefined;
  [EXTRAS]?: Extras;
};

const openRoot = createOpenRoot(globalThis);

function createFields(): LockstepFields {
  const ready = (request?: LookRequest): DetectOptions => ({
    ...request,
    openRoot,
    locate: shared[EXTRAS]?.locate,
  });
  let last: Promise<unknown> = Promise.resolve();
  return {
    look: (request) => look(document, ready(request)),
    detect: (request) => detect(document, ready(request)),
    fill: (request) => {
      // One after the other: two at once would type over each other.
      const next = last.then(() => fill(document, request, { openRoot, extras: shared[EXTRAS] }));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

export default defineUnlistedScript(() => {
  shared[FIELDS] ??= createFields();
  return shared[FIELDS].look();
});
