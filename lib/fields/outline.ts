/**
 * What a page is built like around its inputs, for a report that a person may send to strangers: elements and some of
 * their attributes, and no text but that of labels. Headings and buttons are told without theirs: they greet people.
 */
import { lineage, type OpenRoot, rootsOf } from './deep';
import { HEADING } from './describe';
import { findAll, isElement, matches, nameOf, textOf, viewOf } from './dom';
import { createLayout, type Layout } from './layout';
import { createTree, type Tree } from './outline-tree';
import { attributesText, BUTTON, cutText, textOfLabel } from './outline-text';

export interface OutlineOptions {
  readonly layout?: Layout;
  readonly openRoot?: OpenRoot;
  /** Fields that the report is about: they have room before all others. */
  readonly first?: readonly Element[];
}

const MAX_LENGTH = 20_000;
/** A page must not choose how many elements are looked at, nor how deep. */
const MAX_CANDIDATES = 500;
const MAX_DEPTH = 100;
const MAX_INDENT = 30;
const FIELD = 'input,textarea,select,[contenteditable]';
const FRAME = 'iframe,frame';
const LABEL = `label,${BUTTON},${HEADING}`;
const UNSEEN = 'input[type="hidden" i]';
const SEEN = `:is(${FIELD}):not(${UNSEEN})`;
/** A block of more text than this is the page: its headings are no more about the field than its text. */
const NEAR_TEXT = 1200;
const MAX_BLOCKS = 100;

export function outline(document: Document, options: OutlineOptions = {}): string {
  const view = viewOf(document);
  if (view === null) return '';
  const { openRoot, layout = createLayout(view), first = [] } = options;
  const roots = rootsOf(document, openRoot);
  const tree = createTree();
  let missing = 0;
  const add = (found: readonly Element[]): readonly Element[] => {
    missing += Math.max(0, found.length - MAX_CANDIDATES);
    return found.slice(0, MAX_CANDIDATES).filter((element) => {
      if (isTyped(element)) return false;
      const added = tree.add(element);
      if (!added) missing += 1;
      return added;
    });
  };
  const all = (selector: string): readonly Element[] => roots.flatMap((root) => findAll(root, selector));
  // Most needed first: what comes last is left out first.
  const fields = [...add(first), ...add(all(SEEN))];
  add(all(FRAME));
  add(all(LABEL).slice(0, MAX_CANDIDATES).filter(createNearness(fields)));
  add(all(UNSEEN));
  const lines = tree.tops().flatMap((top) => linesOf(top, tree, layout));
  if (missing > 0) lines.push(`(${missing} more)`);
  return fitting(lines).join('\n');
}

/** Whether an element stands in the same block of a page as one of the fields. */
function createNearness(fields: readonly Element[]): (element: Element) => boolean {
  const lengths = new Map<Element, number>();
  const lengthOf = (element: Element): number => {
    const length = lengths.get(element) ?? textOf(element).length;
    lengths.set(element, length);
    return length;
  };
  const blocks = new Set(
    fields.slice(0, MAX_BLOCKS).map((field) => {
      const ways = [...lineage(field, MAX_DEPTH)];
      const page = ways.findIndex((each) => nameOf(each) === 'html' || lengthOf(each) > NEAR_TEXT);
      return ways[page < 0 ? ways.length - 1 : page - 1] ?? field;
    }),
  );
  return (element) => {
    for (const ancestor of lineage(element, MAX_DEPTH)) if (blocks.has(ancestor)) return true;
    return false;
  };
}

/** What stands inside an editor was typed there. */
function isTyped(element: Element): boolean {
  for (const ancestor of lineage(element, MAX_DEPTH)) {
    if (ancestor !== element && matches(ancestor, '[contenteditable]')) return true;
  }
  return false;
}

/** Elements that say nothing and hold one other share its line. */
function linesOf(node: Node, tree: Tree, layout: Layout, depth = 0, before = ''): readonly string[] {
  const below = tree.below(node);
  const text = before + (isElement(node) ? elementText(node, layout) : rootText(node));
  const [only] = below;
  if (below.length === 1 && only && isElement(node) && text === before + tagOf(node))
    return linesOf(only, tree, layout, depth, `${text} > `);
  const line = '  '.repeat(Math.min(depth, MAX_INDENT)) + text;
  return [line, ...below.flatMap((child) => linesOf(child, tree, layout, depth + 1))];
}

const rootText = (node: Node): string => `#shadow-root (${(node as ShadowRoot).mode})`;

function elementText(element: HTMLElement, layout: Layout): string {
  const isField = matches(element, FIELD);
  const parts = [tagOf(element), ...attributesText(element)];
  if (isField || matches(element, FRAME)) {
    const { width, height } = layout.box(element);
    parts.push(`${Math.round(width)}x${Math.round(height)}`);
  }
  if (!(isField ? layout.shown(element) : layout.rendered(element))) parts.push('(not visible)');
  const label = textOfLabel(element);
  if (label !== undefined) parts.push(`"${label}"`);
  return parts.join(' ');
}

const tagOf = (element: Element): string => cutText(nameOf(element), 40);

function fitting(lines: readonly string[]): readonly string[] {
  let length = 0;
  return lines.filter((line) => {
    length += line.length + 1;
    return length <= MAX_LENGTH;
  });
}
