/** What stands around a field: headings, text, buttons, and the names of the elements it sits in. */
import { lineage } from './deep';
import { headingBefore, textsNamed } from './describe';
import { attributeOf, holdsNode, matches, nameOf, textOf, titleOf } from './dom';
import type { Field, Look } from './field';
import { idsOfPicture, isPuzzle } from './pictures';
import { identifier, normalise } from './text';
import { createReader, DIALOG } from './texts';

export interface Around {
  /** Headings and legends. */
  readonly headings: string;
  readonly title: string;
  /** Running text, without labels of fields and without what can be clicked. */
  readonly text: string;
  /** The part of the running text that stands before the field. */
  readonly lead: () => string;
  /** Labels and placeholders of fields. */
  readonly labels: string;
  /** Labels of buttons and links. */
  readonly actions: string;
  /** Of the form, of the elements between it and the field, and of the address, as dash-joined words. */
  readonly ids: readonly string[];
  /** Of images. */
  readonly images: readonly string[];
  /** A picture of one line of text stands right beside the field. */
  readonly puzzle: boolean;
}

/** A block of more text than this is the page, not the surroundings of a field. */
const NEAR_TEXT = 1200;

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
    const { headings, pictures, before, ...texts } = read(blockOf(element));
    return {
      ...texts,
      images: pictures.flatMap(idsOfPicture),
      puzzle: pictures.some((picture) => isPuzzle(picture, element, look.layout)),
      lead: () => `${normalise(textsNamed(element, 'aria-describedby'))}. ${before(element)}`,
      headings: headings || headingBefore(element),
      title,
      ids: [...idsAround(element), ...path],
    };
  };
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
