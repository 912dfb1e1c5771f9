/** An element that text can be typed into, and what it holds. */
import { lineage, type OpenRoot } from './deep';
import { attributeOf, findAll, hasAttribute, isElement, nameOf, parentNodeOf, textOf } from './dom';
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

const TYPES = /^(?:text|tel|number|password)$/;
const BESIDE = /^(?:email|url|search|date|month|datetime-local|time|week)$/;
export const SELECTOR = 'input,textarea,[contenteditable]';
const CODE_TOKEN = 'input[autocomplete*="one-time-code" i]';
const NAMED = ['otp', 'code', '2fa', 'mfa', 'token']
  .flatMap((word) => ['name', 'id'].map((name) => `input[${name}*="${word}" i]`))
  .join();

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
  const mirrors: HTMLElement[] = [];
  const look = (element: HTMLElement): void => {
    const type = typeOf(element);
    if (type === undefined || !layout.shown(element)) return;
    if (type === 'beside' || !isUsable(element)) others.push(element);
    else if (isHidden(element) && element !== focused) mirrors.push(element);
    else fields.push({ element, type });
  };
  for (const element of all) {
    look(element);
    if (fields.length > MAX_FIELDS) break;
  }
  if (fields.length <= MAX_FIELDS) {
    const cells = new Set([...cellsBeside(fields, mirrors, layout), ...behindBoxes(roots, fields, layout)]);
    others.push(...mirrors.filter((mirror) => !cells.has(mirror)));
    if (cells.size === 0) return { fields, others };
    for (const { element } of fields) cells.add(element);
    const inOrder = all.filter((element) => cells.has(element));
    return {
      fields: inOrder.map((element) => ({ element, type: typeOf(element) as Field['type'] })),
      others,
    };
  }
  const sure = [CODE_TOKEN, NAMED].flatMap((names) => roots.flatMap((root) => findAll(root, names)));
  const named = new Set(sure.slice(0, MAX_FIELDS));
  fields.length = 0;
  all.filter((element) => element === focused || named.has(element)).forEach(look);
  return { fields, others: all.filter((element) => element !== focused && !named.has(element)) };
}

/** The keyboard and those who listen pass it by: a trap, or a cell whose turn has not come. */
const isHidden = (element: Element): boolean =>
  attributeOf(element, 'tabindex') === '-1' && attributeOf(element, 'aria-hidden') === 'true';

/** Equal for what stands in one line and is of one size. */
function lineOf(element: Element, layout: Layout): string {
  const { top, width, height } = layout.box(element);
  return [top, width, height].map(Math.round).join();
}

/** Those in one row with a field that can be reached, of a code's length with it. */
function cellsBeside(
  fields: readonly Field[],
  mirrors: readonly HTMLElement[],
  layout: Layout,
): readonly HTMLElement[] {
  const lines = new Set(fields.map(({ element }) => lineOf(element, layout)));
  const row = mirrors.filter((mirror) => lines.has(lineOf(mirror, layout)));
  return row.length < 3 ? [] : row;
}

/** The only field of a page may be too small to be seen, where the keyboard reaches it behind a row of painted boxes. */
function behindBoxes(roots: Look['roots'], fields: readonly Field[], layout: Layout): readonly HTMLElement[] {
  const named = fields.length > 0 ? [] : roots.flatMap((root) => findAll(root, CODE_TOKEN));
  return named.length === 1 ? named.filter((element) => isBehindBoxes(element, layout)) : [];
}

function isBehindBoxes(element: HTMLElement, layout: Layout): boolean {
  const parent = parentNodeOf(element);
  const isReached = attributeOf(element, 'tabindex') !== '-1' && !element.closest('[aria-hidden="true"]');
  if (!isReached || !isElement(parent) || !layout.shown(parent)) return false;
  if (!layout.rendered(element) || !isUsable(element) || !TYPES.test(typeOf(element) ?? '')) return false;
  const rows = new Map<string, Set<number>>();
  for (const box of findAll(parent, '*').slice(0, MAX_FIELDS)) {
    if (!layout.shown(box) || textOf(box).trim().length > 1) continue;
    const line = lineOf(box, layout);
    rows.set(line, (rows.get(line) ?? new Set()).add(layout.box(box).left));
  }
  return [...rows.values()].some(({ size }) => size >= 4 && size <= 8);
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
export function isUsable(element: HTMLElement, mayMirror = false): boolean {
  const input = element as Partial<HTMLInputElement>;
  if (input.disabled === true || input.readOnly === true) return false;
  if (element.getAttribute('aria-disabled') === 'true' || element.getAttribute('aria-readonly') === 'true')
    return false;
  const mirror = !mayMirror && element.getAttribute('tabindex') === '-1';
  for (const ancestor of lineage(element)) {
    if (hasAttribute(ancestor, 'inert')) return false;
    if (mirror && ancestor !== element && attributeOf(ancestor, 'aria-hidden') === 'true') return false;
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

export function typeOf(element: HTMLElement): Field['type'] | 'beside' | undefined {
  if (element.localName === 'textarea') return 'beside';
  if (element.localName !== 'input') return editable(element) ? 'editable' : undefined;
  const { type } = element as HTMLInputElement;
  if (TYPES.test(type)) return type as Field['type'];
  if (BESIDE.test(type)) return 'beside';
  // The browser shows an input whose type it does not know as text.
  return /^(?:hidden|checkbox|radio|file|submit|button|reset|image|range|color)$/.test(type)
    ? undefined
    : 'text';
}

function editable(element: HTMLElement): boolean {
  const value = element.getAttribute('contenteditable')?.toLowerCase();
  return (value === '' || value === 'true' || value === 'plaintext-only') && element.localName !== 'body';
}
