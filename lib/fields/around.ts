/** What stands around a field: headings, text, buttons, and the names of the elements it sits in. */
import { lineage, type OpenRoot } from './deep';
import {
  attributeOf,
  childrenOf,
  findAll,
  holdsNode,
  isElement,
  matches,
  nameOf,
  shadowOf,
  textOf,
  titleOf,
} from './dom';
import { CLICKABLE, HEADING } from './describe';
import type { Field, Look } from './field';
import { identifier, normalise } from './text';

export interface Around {
  /** Headings and legends. */
  readonly headings: string;
  readonly title: string;
  /** Running text, without labels of fields and without what can be clicked. */
  readonly text: string;
  /** Labels and placeholders of fields. */
  readonly labels: string;
  /** Labels of buttons and links. */
  readonly actions: string;
  /** Of the form, of the elements between it and the field, and of the address, as dash-joined words. */
  readonly ids: readonly string[];
  /** Of images. */
  readonly images: readonly string[];
}

/** A block of more text than this is the page, not the surroundings of a field. */
const NEAR_TEXT = 1200;
const MAX_NODES = 600;
const SILENT = 'script,style,noscript,template,option,textarea,svg';
const FIELD_TEXTS = ['aria-label', 'placeholder', 'autocomplete', 'name'];
const DIALOG = 'dialog,[role="dialog"],[role="alertdialog"]';
const LINES: ReadonlySet<string> = new Set(
  'div p li h1 h2 h3 h4 h5 h6 legend br td tr section button label'.split(' '),
);

/** Describes surroundings; fields of one block share the answer. */
export function createSurveyor(
  document: Document,
  fields: readonly Field[],
  look: Look,
): (element: Element) => Around {
  const read = createReader(look);
  const forms = new Set(fields.flatMap(({ element }) => element.closest('form') ?? []));
  const lengths = new Map<Element, number>();
  const title = normalise(titleOf(document));
  const path = document.location.protocol.startsWith('http') ? idsOfPath(document.location.pathname) : [];

  function lengthOf(element: Element): number {
    const length = lengths.get(element) ?? textOf(element).length;
    lengths.set(element, length);
    return length;
  }

  /** The biggest element around that is not the whole page, holds no other form and stays inside its dialog. */
  function blockOf(element: Element): Element {
    const own = element.closest('form');
    let block = element;
    for (const ancestor of lineage(element)) {
      if ([...forms].some((form) => form !== own && holdsNode(ancestor, form))) break;
      if (nameOf(ancestor) === 'html' || lengthOf(ancestor) > NEAR_TEXT) break;
      block = ancestor;
      if (matches(ancestor, DIALOG)) break;
    }
    return block;
  }

  return (element) => {
    const { headings, ...texts } = read(blockOf(element));
    return {
      ...texts,
      headings: headings || headingBefore(element),
      title,
      ids: [...idsAround(element), ...path],
    };
  };
}

type Texts = Pick<Around, 'headings' | 'text' | 'labels' | 'actions' | 'images'>;

function createReader(look: Look): (block: Element) => Texts {
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
  const images: string[] = [];
  let budget = MAX_NODES;
  const visit = (node: Node, into: string[]): void => {
    budget -= 1;
    if (budget < 0) return;
    if (node.nodeType === Node.TEXT_NODE) into.push(node.nodeValue ?? '');
    if (!isElement(node) || matches(node, SILENT) || !layout.rendered(node)) return;
    if (matches(node, 'img,canvas')) images.push(...idsOfImage(node));
    if (matches(node, 'input'))
      parts.labels.push(...FIELD_TEXTS.map((name) => `${attributeOf(node, name)}\n`));
    const inside = placeOf(node, parts) ?? into;
    for (const child of innerNodes(node, openRoot)) visit(child, inside);
    inside.push(LINES.has(nameOf(node)) ? '\n' : ' ');
  };
  visit(block, parts.text);
  const { headings, text, labels, actions } = parts;
  return { headings: join(headings), text: join(text), labels: join(labels), actions: join(actions), images };
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

/** The last heading before the field, where its own block has none. */
function headingBefore(element: Element): string {
  const root = element.getRootNode() as Document | ShadowRoot;
  const before = findAll(root, HEADING).filter(
    (heading) => heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return normalise(before.at(-1)?.textContent ?? '');
}

/** Names of the elements above the field, up to its form and a little further: there a dialog or a custom element speaks. */
function idsAround(element: Element): string[] {
  const ids: string[] = [];
  let depth = 0;
  for (const ancestor of lineage(element, 40)) {
    if (ancestor === element) continue;
    const name = nameOf(ancestor);
    if (name === 'body' || name === 'html') break;
    depth = name === 'form' ? Math.max(depth, 5) : depth + 1;
    if (depth > 8) break;
    const names = ['id', 'name', 'data-testid'].map((attribute) => attributeOf(ancestor, attribute));
    if (name.includes('-')) names.push(name);
    names.push(...attributeOf(ancestor, 'class').split(/\s+/).slice(0, 20));
    ids.push(...names.map(identifier), ...idsOfPath(attributeOf(ancestor, 'action')));
  }
  return ids.filter(Boolean);
}

function idsOfPath(address: string): string[] {
  const path = address.replace(/^[a-z]+:\/\/[^/]*/i, '').split(/[?#]/)[0] ?? '';
  return path.split('/').map(identifier).filter(Boolean);
}

function idsOfImage(image: HTMLElement): string[] {
  const source = image.getAttribute('src') ?? '';
  const parts = [
    image.id,
    image.className,
    image.getAttribute('alt') ?? '',
    source.startsWith('data:') ? '' : source,
  ];
  return parts.filter(Boolean).map(identifier);
}
