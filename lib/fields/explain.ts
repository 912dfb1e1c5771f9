/** Tells a person which fields of a document were seen, and what was made of each. */
import { type OpenRoot, rootsOf } from './deep';
import { labelOf } from './describe';
import type { Detection, Target } from './detect';
import { attributeOf, findAll, textOf, viewOf } from './dom';
import { isUsable, SELECTOR, typeOf } from './field';
import { createLayout, type Layout } from './layout';
import { outline } from './outline';
import { redact } from './redact';
import type { Explanation, FrameReport, SeenField, SeenState } from './report';
import { stepsTo } from './steps';

export interface ExplainOptions {
  readonly layout?: Layout;
  readonly openRoot?: OpenRoot;
}

type Ready = ExplainOptions & { readonly layout: Layout };

/** What the detector made of the document a moment ago. */
export interface Looked {
  readonly frame: Pick<FrameReport, 'origin' | 'ancestors' | 'opaque'>;
  readonly detection: Detection;
}

/** More than anybody reads. */
const MAX_FIELDS = 40;
/** Looked at besides those that were weighed: a page must not choose how many. */
const MAX_OTHERS = 300;
const MAX_NAME = 60;
const NAME_ATTRIBUTES = ['aria-label', 'placeholder', 'name', 'id'];
/** Of those that were not weighed; the nearer to being a place for a code, the earlier. */
const ORDER: readonly SeenState[] = ['beside', 'other-type', 'disabled', 'hidden'];

export function explain(
  document: Document,
  { frame: { origin, ancestors, opaque }, detection: { winner, seen, enrolment } }: Looked,
  options: ExplainOptions = {},
): Explanation {
  const view = viewOf(document);
  const told = { origin, ancestors, opaque, enrolment };
  if (view === null) return { ...told, fields: [], outline: '' };
  const { layout = createLayout(view), openRoot } = options;
  const look = { layout, ...(openRoot && { openRoot }) };
  // The chosen one first, also where a better one was passed over.
  const ranked = seen.toSorted((a, b) => Number(b === winner) - Number(a === winner));
  const weighed = ranked.map((target) => seenOf(target, target === winner));
  const fields = [...weighed, ...othersOf(document, seen, look)].slice(0, MAX_FIELDS);
  return {
    ...told,
    fields: fields.map(withSteps),
    outline: outline(document, { ...look, first: fields.flatMap(({ elements }) => elements) }),
  };
}

/** The inputs themselves, until the way to those that are kept is written down. */
interface Live extends Omit<SeenField, 'steps'> {
  readonly elements: readonly HTMLElement[];
}

function withSteps({ elements, ...field }: Live): SeenField {
  return { ...field, steps: elements.map(stepsTo) };
}

function seenOf({ cells, field, score, focused, occupied, reasons }: Target, isChosen: boolean): Live {
  const elements = cells.map(({ element }) => element);
  return {
    name: nameFor(elements),
    state: isChosen ? 'chosen' : 'beside',
    field,
    score,
    cells: cells.length,
    focused,
    occupied,
    reasons,
    elements,
  };
}

function othersOf(document: Document, seen: readonly Target[], { layout, openRoot }: Ready): readonly Live[] {
  const weighed = new Set<Element>(seen.flatMap(({ cells }) => cells.map(({ element }) => element)));
  const others = rootsOf(document, openRoot)
    .flatMap((root) => findAll(root, SELECTOR))
    .filter((element) => !weighed.has(element))
    .slice(0, MAX_OTHERS)
    .flatMap((element): Live[] => {
      const state = stateOf(element, layout);
      return state === undefined ? [] : [unweighed(element, state)];
    });
  return others.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

function unweighed(element: HTMLElement, state: SeenState): Live {
  return {
    name: nameFor([element]),
    state,
    field: 'other',
    score: 0,
    cells: 1,
    focused: false,
    occupied: false,
    reasons: [],
    elements: [element],
  };
}

/** Nothing for what nobody types into: buttons, boxes to tick, values that the page keeps for itself. */
function stateOf(element: HTMLElement, layout: Layout): SeenState | undefined {
  const type = typeOf(element);
  if (type === undefined) return undefined;
  if (!layout.shown(element)) return 'hidden';
  if (type === 'beside') return 'other-type';
  return isUsable(element) ? 'beside' : 'disabled';
}

function nameFor(elements: readonly HTMLElement[]): string {
  const texts = elements.flatMap((element) => [
    labelAlone(element),
    ...NAME_ATTRIBUTES.map((name) => attributeOf(element, name)),
  ]);
  return texts.map(shorten).find((text) => /[\p{L}\p{N}]/u.test(text)) ?? '';
}

/** What is typed into a long text or into the page itself is text of the label around it. */
function labelAlone(element: HTMLElement): string {
  const typed = textOf(element);
  return typed === '' ? labelOf(element) : labelOf(element).replaceAll(typed, ' ');
}

/** A label may be as long as the page likes, change the direction of what follows, or repeat what was typed. */
function shorten(text: string): string {
  const plain = redact(text.slice(0, 10 * MAX_NAME).replace(/[\p{C}\s]+/gu, ' ')).trim();
  const letters = Array.from(plain);
  return letters.length > MAX_NAME ? `${letters.slice(0, MAX_NAME - 1).join('')}…` : plain;
}
