/**
 * Runs in the isolated world of a page that is measured, beside the scripts that are shipped. It is bundled and put into
 * the copy of the extension, so that it can go where they go: into closed shadow roots.
 */
import { activeIn, findAll } from '../../lib/fields/dom';
import { rootsOf } from '../../lib/fields/deep';
import type { Explanation, Step } from '../../lib/fields/report';
import { stepsTo } from '../../lib/fields/steps';
import { createOpenRoot, FIELDS, type LockstepFields } from '../../lib/fields/world';
import { partsOf } from './selectors';

/** What a document says of itself. */
export interface Told {
  readonly explanation: Explanation;
  /** The way to the frame that it stands in; empty on top, and where another origin is around. */
  readonly frame: readonly Step[];
  /** Milliseconds of one more look, with scripts and words warm. */
  readonly ms: number;
}

export interface Helper {
  /** Ends what `autofocus` did: whether nothing has the focus any more. */
  blur(): boolean;
  tell(): Told;
  /** The ways to all elements that a list of selectors names, in its order. */
  resolve(selector: string): readonly (readonly Step[])[];
}

interface Shared {
  readonly [FIELDS]: LockstepFields;
  readonly [INSPECTOR]: { explain(): Explanation };
}

const INSPECTOR = Symbol.for('lockstep.inspector');
const shared = globalThis as unknown as Shared;
const openRoot = createOpenRoot(globalThis);

function blur(): boolean {
  for (const root of rootsOf(document, openRoot)) {
    const active = activeIn(root);
    if (active instanceof HTMLElement) active.blur();
  }
  const left = activeIn(document);
  return left === null || left === document.body;
}

function tell(): Told {
  const startedAt = performance.now();
  shared[FIELDS].look();
  const ms = performance.now() - startedAt;
  return { explanation: shared[INSPECTOR].explain(), frame: frameSteps(window), ms };
}

function frameSteps(view: Window): readonly Step[] {
  const frame = view.frameElement;
  const outer = frame?.ownerDocument.defaultView;
  if (!frame || !outer) return [];
  return [...frameSteps(outer), ...stepsTo(frame).map(entering)];
}

/** The last step leads to the frame element itself. */
function entering(step: Step, index: number, steps: readonly Step[]): Step {
  return index === steps.length - 1 ? { ...step, enter: 'iframe' } : step;
}

function elementsOf(parts: readonly string[], root: Document | ShadowRoot): readonly Element[] {
  const [selector = '', separator, ...rest] = parts;
  const found = findAll(root, selector);
  if (separator === undefined) return found;
  return found.flatMap((element) => {
    const inner =
      separator === '>>>'
        ? (element.shadowRoot ?? openRoot(element))
        : (element as Partial<HTMLIFrameElement>).contentDocument;
    return inner ? elementsOf(rest, inner) : [];
  });
}

const helper: Helper = {
  blur,
  tell,
  resolve: (selector) => {
    const elements = new Set(partsOf(selector).flatMap((parts) => elementsOf(parts, document)));
    return [...elements].map((element) => {
      const view = element.ownerDocument.defaultView;
      return [...(view ? frameSteps(view) : []), ...stepsTo(element)];
    });
  },
};

(globalThis as unknown as Record<symbol, Helper>)[Symbol.for('lockstep.measure')] = helper;
