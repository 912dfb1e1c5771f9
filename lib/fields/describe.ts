/** What a field says about itself. */
import { lineage } from './deep';
import { attributeOf, findIn, isElement, matches, nameOf, previousOf, textOf } from './dom';
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
const LABEL_TEXT = 120;
export const CLICKABLE = 'a,button,[role="button"],[role="link"],summary';
export const HEADING = 'h1,h2,h3,h4,h5,h6,legend,[role="heading"]';

export function describeOwn({ element }: Field, fields: ReadonlySet<Element>): Own {
  const token = attributeOf(element, 'autocomplete');
  const ids = [...ID_ATTRIBUTES.map((name) => attributeOf(element, name)), token]
    .filter(Boolean)
    .map(identifier);
  const texts = TEXT_ATTRIBUTES.map((name) => attributeOf(element, name));
  const label = labelOf(element);
  texts.push(label === '' ? textBefore(element, fields) : label);
  return {
    ids: ids.filter((id) => id !== 'one-time-code' && id !== 'off'),
    label: normalise(texts.join('. ')),
  };
}

function labelOf(element: HTMLElement): string {
  const root = element.getRootNode() as Document | ShadowRoot;
  const ids = attributeOf(element, 'aria-labelledby').split(/\s+/).filter(Boolean);
  const named = ids.map((id) => root.getElementById(id)?.textContent ?? '');
  const labels = [...((element as Partial<HTMLInputElement>).labels ?? [])].map((label) => label.textContent);
  return [...named, ...labels].join(' ').trim();
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
