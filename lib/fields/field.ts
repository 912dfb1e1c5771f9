/** An element that text can be typed into, and what it holds. */
import { lineage, type OpenRoot } from './deep';
import { attributeOf, findAll, hasAttribute, nameOf } from './dom';
import type { Layout } from './layout';

/** Something visible that a person can type one line into: the elements that may turn out to take a code. */
export interface Field {
  readonly element: HTMLElement;
  /** As the browser treats it: an unknown type is `text`. */
  readonly type: 'text' | 'tel' | 'number' | 'password' | 'editable';
}

/** Every field of a page, and the typing places beside them that can't take a code: e-mail, dates, long texts. */
export interface Found {
  readonly fields: readonly Field[];
  readonly others: readonly HTMLElement[];
}

const TYPES: ReadonlySet<string> = new Set(['text', 'tel', 'number', 'password']);
const BESIDE: ReadonlySet<string> = new Set([
  'email',
  'url',
  'search',
  'date',
  'month',
  'datetime-local',
  'time',
  'week',
]);
const SELECTOR = 'input,textarea,[contenteditable]';
const CODE_TOKEN = 'input[autocomplete*="one-time-code" i]';

/** More fields than this are a table or a puzzle: then only what says by itself that it is ours is looked at. */
const MAX_FIELDS = 100;

/** One look at a document: its trees, and how to see into them. */
export interface Look {
  readonly roots: readonly (Document | ShadowRoot)[];
  readonly layout: Layout;
  readonly openRoot: OpenRoot;
}

export function findFields({ roots, layout }: Look, focused: Element | undefined): Found {
  const all = roots.flatMap((root) => findAll(root, SELECTOR));
  const fields: Field[] = [];
  const others: HTMLElement[] = [];
  const look = (element: HTMLElement): void => {
    const type = typeOf(element);
    if (type === undefined || !layout.shown(element)) return;
    if (type !== 'beside' && isUsable(element)) fields.push({ element, type });
    else others.push(element);
  };
  for (const element of all) {
    look(element);
    if (fields.length > MAX_FIELDS) break;
  }
  if (fields.length <= MAX_FIELDS) return { fields, others };
  const named = new Set(roots.flatMap((root) => findAll(root, CODE_TOKEN)).slice(0, MAX_FIELDS));
  fields.length = 0;
  all.filter((element) => element === focused || named.has(element)).forEach(look);
  return { fields, others: all.filter((element) => element !== focused && !named.has(element)) };
}

/** The field of `autocomplete`: its last token; a trailing `webauthn` and a leading section say something else. */
export function autocompleteOf(element: Element): string {
  const tokens = (element.getAttribute('autocomplete') ?? '').toLowerCase().trim().split(/\s+/);
  return (tokens.at(-1) === 'webauthn' ? tokens.at(-2) : tokens.at(-1)) ?? '';
}

export function valueOf({ element, type }: Field): string {
  return type === 'editable' ? element.innerText.trim() : (element as HTMLInputElement).value;
}

/** Digits of a code's length, in groups at most, or the five letters and digits of Steam; or nothing. */
export function isCodeOrEmpty(value: string): boolean {
  const plain = value.trim();
  return plain === '' || /^\d{2,5}[ -]?\d{2,5}$/.test(plain) || /^[2-9BCDFGHJKMNPQRTVWXY]{5}$/.test(plain);
}

/** Whether a person could type here: not disabled by itself or a fieldset, not read-only, not inert, not a mirror. */
export function isUsable(element: HTMLElement): boolean {
  const input = element as Partial<HTMLInputElement>;
  if (input.disabled === true || input.readOnly === true) return false;
  if (element.getAttribute('aria-disabled') === 'true' || element.getAttribute('aria-readonly') === 'true')
    return false;
  const mirror = element.getAttribute('tabindex') === '-1';
  for (const ancestor of lineage(element)) {
    if (hasAttribute(ancestor, 'inert')) return false;
    if (mirror && attributeOf(ancestor, 'aria-hidden') === 'true') return false;
    if (
      nameOf(ancestor) === 'fieldset' &&
      hasAttribute(ancestor, 'disabled') &&
      !inLegend(ancestor, element)
    ) {
      return false;
    }
  }
  return true;
}

/** Controls in its first legend stay usable in a disabled fieldset. */
function inLegend(fieldset: Element, element: Element): boolean {
  return [...fieldset.children].find((child) => child.localName === 'legend')?.contains(element) ?? false;
}

function typeOf(element: HTMLElement): Field['type'] | 'beside' | undefined {
  if (element.localName === 'textarea') return 'beside';
  if (element.localName !== 'input') return editable(element) ? 'editable' : undefined;
  const { type } = element as HTMLInputElement;
  if (TYPES.has(type)) return type as Field['type'];
  if (BESIDE.has(type)) return 'beside';
  // The browser shows an input whose type it does not know as text.
  return /^(?:hidden|checkbox|radio|file|submit|button|reset|image|range|color)$/.test(type)
    ? undefined
    : 'text';
}

function editable(element: HTMLElement): boolean {
  const value = element.getAttribute('contenteditable')?.toLowerCase();
  return (value === '' || value === 'true' || value === 'plaintext-only') && element.localName !== 'body';
}
