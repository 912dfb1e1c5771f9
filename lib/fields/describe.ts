/** What a field says about itself. */
import { lineage } from './deep';
import { attributeOf, findAll, findIn, isElement, matches, nameOf, previousOf, textOf } from './dom';
import type { Field } from './field';
import { identifier, normalise } from './text';

export interface Own {
  /** Ids, names and test ids, as dash-joined words. */
  readonly ids: readonly string[];
  /** Label, accessible name, placeholder, and the text right before it. */
  readonly label: string;
}

const TEST_IDS = ['data-testid', 'data-test', 'data-cy', 'data-qa'];
const ID_ATTRIBUTES = ['id', 'name', 'formcontrolname', 'ng-model', 'v-model', ...TEST_IDS];
const TEXT_ATTRIBUTES = ['aria-label', 'placeholder', 'title', 'data-label', 'label'];
/** What browsers know is read elsewhere; what they don't know says something all the same. */
const MEANT = /^o(?:n|ff)$|\S*(?:one-time-code|password|webauthn)/gi;
const LABEL_TEXT = 120;
export const CLICKABLE = 'a,button,[role="button"],[role="link"],summary';
export const HEADING = 'h1,h2,h3,h4,h5,h6,legend,[role="heading"]';

export function describeOwn({ element }: Field, fields: ReadonlySet<Element>): Own {
  const token = attributeOf(element, 'autocomplete').replace(MEANT, '');
  const ids = [...ID_ATTRIBUTES.map((name) => attributeOf(element, name)), token].map(identifier);
  const texts = TEXT_ATTRIBUTES.map((name) => attributeOf(element, name));
  const label = labelOf(element);
  texts.push(label === '' ? textBefore(element, fields) : label);
  return {
    ids: ids.filter(Boolean),
    label: normalise(texts.filter(Boolean).join('. ')),
  };
}

export function labelOf(element: HTMLElement): string {
  const labels = [...((element as Partial<HTMLInputElement>).labels ?? [])].map(textOfLabel);
  return [textsNamed(element, 'aria-labelledby'), ...labels].join(' ').trim();
}

/** What is typed or offered inside a label is no part of it. */
function textOfLabel(label: HTMLLabelElement): string {
  const inside = findAll(label, 'textarea,select,[contenteditable]').map(textOf);
  return inside.reduce((text, typed) => (typed === '' ? text : text.replace(typed, ' ')), label.textContent);
}

/** The texts of the elements whose ids an attribute lists. */
export function textsNamed(element: Element, attribute: string): string {
  const root = element.getRootNode() as Document | ShadowRoot;
  const ids = attributeOf(element, attribute).split(/\s+/).filter(Boolean);
  return ids.map((id) => root.getElementById(id)?.textContent ?? '').join(' ');
}

/** The last heading before the field. */
export function headingBefore(element: Element): string {
  const headings = findAll(element.getRootNode() as Document | ShadowRoot, HEADING);
  // They stand in tree order, and comparing places costs the more the bigger the page is.
  let [first, behind] = [0, headings.length];
  while (first < behind) {
    const middle = (first + behind) >> 1;
    const order = headings[middle]?.compareDocumentPosition(element) ?? 0;
    if (order & Node.DOCUMENT_POSITION_FOLLOWING) first = middle + 1;
    else behind = middle;
  }
  return normalise(headings[first - 1]?.textContent ?? '');
}

/** Text right before the field, if it is short and no other field stands between: a label in all but markup. */
function textBefore(element: Element, fields: ReadonlySet<Element>): string {
  let steps = 0;
  for (const ancestor of lineage(element, 5)) {
    for (let node = previousOf(ancestor); node !== null && steps < 10; node = previousOf(node)) {
      steps += 1;
      if (isElement(node)) {
        if (fields.has(node) || matches(node, `${CLICKABLE},${HEADING},p`)) return '';
        if (findIn(node, 'input,select,textarea') !== null) return '';
        if (matches(node, 'script,style,template')) continue;
      }
      const text = textOf(node).trim();
      if (text !== '') return text.length <= LABEL_TEXT ? text : '';
    }
    if (nameOf(ancestor) === 'form') return '';
  }
  return '';
}
