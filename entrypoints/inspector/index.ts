import { defineUnlistedScript } from '#imports';
import { explain } from '../../lib/fields/explain';
import { createPicker, type Picker } from '../../lib/fields/picker';
import type { Explanation, LookRequest } from '../../lib/fields/report';
import { createOpenRoot, FIELDS, type LockstepFields } from '../../lib/fields/world';

/** What the worker finds in the isolated world of a document after this script ran there, behind the first one. */
export interface LockstepInspector extends Picker {
  explain(request?: LookRequest): Explanation;
}

const INSPECTOR = Symbol.for('lockstep.inspector');
const shared = globalThis as unknown as {
  readonly [FIELDS]?: LockstepFields;
  [INSPECTOR]: LockstepInspector | undefined;
};
const openRoot = createOpenRoot(globalThis);

function createInspector(fields: LockstepFields): LockstepInspector {
  return {
    ...createPicker(document, { openRoot, detect: () => fields.detect() }),
    explain: (request) => {
      const looked = { frame: fields.look(request), detection: fields.detect(request) };
      return explain(document, looked, { openRoot });
    },
  };
}

export default defineUnlistedScript(() => {
  const fields = shared[FIELDS];
  if (fields) shared[INSPECTOR] ??= createInspector(fields);
});
