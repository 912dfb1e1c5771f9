/** The words of a part of the page, sorted by what they belong to. */
import type { OpenRoot } from './deep';
import { CLICKABLE, HEADING } from './describe';
import { attributeOf, childrenOf, isElement, matches, nameOf, shadowOf } from './dom';
import type { Look } from './field';
import { normalise } from './text';

const MAX_NODES = 600;
const SILENT = 'script,style,noscript,template,option,textarea,svg';
const FIELD_TEXTS = ['aria-label', 'placeholder', 'autocomplete', 'name'];
const LINES: ReadonlySet<string> = new Set(
  'div p li h1 h2 h3 h4 h5 h6 legend br td tr section button label'.split(' '),
);
/** Of its own: what stands in one says nothing of what lies behind it. */
export const DIALOG = 'dialog,[role="dialog"],[role="alertdialog"]';

export interface Texts {
  readonly headings: string;
  readonly text: string;
  readonly labels: string;
  readonly actions: string;
  readonly pictures: readonly HTMLElement[];
  readonly before: (field: Element) => string;
}

/** Reads each part once. */
export function createReader(look: Look): (block: Element) => Texts {
  const known = new Map<Element, Texts>();
  return (block) => {
    const texts = known.get(block) ?? readTexts(block, look);
    known.set(block, texts);
    return texts;
  };
}

function readTexts(block: Element, { layout, openRoot }: Look): Texts {
  const parts = {
    headings: [] as string[],
    text: [] as string[],
    labels: [] as string[],
    actions: [] as string[],
  };
  const pictures: HTMLElement[] = [];
  const places = new Map<Element, number>();
  let budget = MAX_NODES;
  const visit = (node: Node, into: string[]): void => {
    budget -= 1;
    if (budget < 0) return;
    if (node.nodeType === Node.TEXT_NODE) into.push(node.nodeValue ?? '');
    if (!isElement(node) || matches(node, SILENT) || !layout.rendered(node)) return;
    if (node !== block && matches(node, DIALOG)) return;
    if (matches(node, 'img,canvas')) {
      pictures.push(node);
      into.push(`${attributeOf(node, 'alt')}\n`);
    }
    places.set(node, parts.text.length);
    if (matches(node, 'input'))
      parts.labels.push(...FIELD_TEXTS.map((name) => `${attributeOf(node, name)}\n`));
    const inside = placeOf(node, parts) ?? into;
    for (const child of innerNodes(node, openRoot)) visit(child, inside);
    inside.push(LINES.has(nameOf(node)) ? '\n' : ' ');
  };
  visit(block, parts.text);
  const { headings, text, labels, actions } = parts;
  return {
    headings: join(headings),
    text: join(text),
    labels: join(labels),
    actions: join(actions),
    pictures,
    before: (field) => join(text.slice(0, places.get(field))),
  };
}

/** Where the text inside an element belongs, if not to the running text. */
function placeOf<Part>(
  node: HTMLElement,
  parts: { headings: Part; labels: Part; actions: Part },
): Part | undefined {
  if (matches(node, HEADING)) return parts.headings;
  if (matches(node, 'label')) return parts.labels;
  return matches(node, CLICKABLE) ? parts.actions : undefined;
}

function innerNodes(node: HTMLElement, openRoot: OpenRoot): readonly Node[] {
  const root = shadowOf(node) ?? (nameOf(node).includes('-') ? openRoot(node) : null);
  return [...(root === null ? [] : childrenOf(root)), ...childrenOf(node)];
}

function join(parts: readonly string[]): string {
  return parts.join('').split('\n').map(normalise).filter(Boolean).join('. ');
}
