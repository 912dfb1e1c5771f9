/** What of an element's attributes and texts may be told to strangers. */
import { attributeOf, childrenOf, hasAttribute, isElement, matches, nameOf } from './dom';
import { redact } from './redact';
import { isKnown, redactLabel } from './redact-label';
import { identifier } from './text';

const ATTRIBUTES = [
  'type',
  'id',
  'name',
  'class',
  'autocomplete',
  'inputmode',
  'maxlength',
  'minlength',
  'pattern',
  'aria-hidden',
  'role',
  'size',
  'tabindex',
  'data-testid',
  'for',
  'contenteditable',
];
/** For people to read. */
const TEXTS = ['placeholder', 'aria-label'];
/** What is written on these tells more of the user than of the field: whom it signs out, what it sends where. */
export const BUTTON = 'button,[role="button"]';
/** A label of one of these is what it stands for: an account to choose, a number to send a code to. */
const UNTYPED = `:is(${BUTTON},${['checkbox', 'radio', 'submit', 'button', 'reset', 'image', 'file'].map((type) => `[type="${type}" i]`).join()})`;
const SWITCHES = ['disabled', 'readonly', 'required', 'hidden', 'inert'];
/** Inside a label: what is typed, chosen or shown to be copied. */
const NOT_LABEL =
  'input,textarea,select,[contenteditable],output,code,kbd,samp,pre,script,style,template,noscript';
const MAX_ATTRIBUTE = 100;
const MAX_LABEL = 80;
const MAX_SEGMENTS = 12;
const MAX_NODES = 100;
/** Longer than any label or list of classes that helps: nothing of it is told, for no cut is safe before redacting. */
const MAX_READ = 2000;

/** As `name="text"`, and bare names of what is on or off. */
export function attributesText(element: Element): readonly string[] {
  const texts = ATTRIBUTES.map((name): [string, string] => [name, attributeOf(element, name)]);
  if (nameOf(element) === 'form') {
    texts.push(
      ['method', attributeOf(element, 'method')],
      ['action', pathWords(attributeOf(element, 'action'))],
    );
  }
  const plain = texts.map(([name, text]): [string, string] => [name, cutText(text, MAX_ATTRIBUTE)]);
  const read = matches(element, BUTTON) ? [] : TEXTS;
  const words = read.map((name): [string, string] => [
    name,
    labelText(attributeOf(element, name), MAX_ATTRIBUTE),
  ]);
  return [
    ...[...plain, ...words].flatMap(([name, text]) => (text === '' ? [] : `${name}=${JSON.stringify(text)}`)),
    ...SWITCHES.filter((name) => hasAttribute(element, name)),
  ];
}

/** The words of an address's path that every site has. Its host, and what follows the path, are told by nobody. */
function pathWords(address: string): string {
  const path = /^(?:https?:)?(?:\/\/[^/]*)?(?<path>[^?#:]*)/i.exec(address.slice(0, MAX_READ))?.groups?.[
    'path'
  ];
  const segments = (path ?? '').split('/').filter(Boolean).slice(0, MAX_SEGMENTS);
  return segments
    .map((each) => (identifier(each).split('-').every(isKnown) ? identifier(each) : '…'))
    .join('/');
}

/**
 * Nothing where nobody types: `undefined`. Nothing of a label of many parts: what is left out of its end may be what shows
 * that its start is an address.
 */
export function textOfLabel(element: Element): string | undefined {
  if (!(element instanceof HTMLLabelElement)) return undefined;
  const control = Reflect.get(HTMLLabelElement.prototype, 'control', element) as Element | null;
  if (control && matches(control, UNTYPED)) return undefined;
  const parts: string[] = [];
  let budget = MAX_NODES;
  const visit = (node: Node): void => {
    budget -= 1;
    if (budget < 0) return;
    if (node.nodeType === Node.TEXT_NODE) parts.push(node.nodeValue ?? '');
    else if (isElement(node) && !matches(node, NOT_LABEL)) childrenOf(node).forEach(visit);
  };
  visit(element);
  return budget < 0 ? '…' : labelText(parts.join(''), MAX_LABEL);
}

const labelText = (text: string, length: number): string => cutText(text, length, redactLabel);

/** One line, redacted, and only then shortened. */
export function cutText(text: string, length: number, clean = redact): string {
  if (text.length > MAX_READ) return '…';
  const plain = clean(text.replace(/[\p{C}\s]+/gu, ' ').trim());
  const letters = Array.from(plain);
  return letters.length > length ? `${letters.slice(0, length - 1).join('')}…` : plain;
}
