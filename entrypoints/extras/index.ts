import { defineUnlistedScript } from '#imports';
import { append } from '../../lib/fields/append';
import { locate } from '../../lib/fields/locator';
import { submit } from '../../lib/fields/submit';
import { watch } from '../../lib/fields/watch';
import {
  createOpenRoot,
  EXTRAS,
  FIELDS,
  type LockstepExtras,
  type LockstepFields,
} from '../../lib/fields/world';

const shared = globalThis as unknown as {
  [FIELDS]?: LockstepFields;
  [EXTRAS]?: LockstepExtras | undefined;
};

const openRoot = createOpenRoot(globalThis);

/** Put beside the first script only where one of them is wanted: most fills want none, and words for buttons are many. */
export default defineUnlistedScript(() => {
  shared[EXTRAS] ??= {
    append,
    submit,
    locate,
    watch: ({ forMs, ...request }) => {
      const found = (): boolean => {
        const report = shared[FIELDS]?.look(request);
        return report !== undefined && (report.picked || report.field === 'totp');
      };
      return watch(document, { forMs, found, openRoot });
    },
  };
});
