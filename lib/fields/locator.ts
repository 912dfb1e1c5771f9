/** Says where a field is that the user showed, and finds it again on a page that has changed a little. */
import { lineage } from './deep';
import { headingBefore, labelOf } from './describe';
import type { Locate } from './detect';
import { attributeOf, isElement, nameOf, previousOf } from './dom';
import type { Field } from './field';
import type { Verdict } from './signals';
import { normalise } from './text';

const ATTRIBUTES = ['id', 'name', 'data-testid', 'autocomplete'];
/** Worth more than everything else together: fields of two steps often share one place. */
const NAMES = /^(?:id|name|data-testid|label)=/;
const WORTH_OF_NAME = 7;
const MAX_TEXT = 120;
const MAX_LEVELS = 20;
const NEAR_LEVELS = 3;
const MAX_SIBLINGS = 200;
/** Of one visit or one person: long numbers and hex, what React makes, letters and digits by turns, addresses. */
const PASSING = /@|\d{4}|[\da-f]{8}|:r\w*:|_r_|([a-z]+\d+){3}/i;
const PASSING_WORDS = /\S*[@\d]\S*|[.\s]+/g;

/**
 * Each as `kind=text`. Of the label, and of the heading above a field without a name, only enough to know them again:
 * what a page writes there may be a secret or a greeting.
 * @param verdict What the detector made of it, where it is being shown.
 */
export function traitsOf({ element, type }: Field, verdict?: Verdict): readonly string[] {
  const path: string[] = [];
  let form = '';
  for (const ancestor of lineage(element, MAX_LEVELS)) {
    path.push(stepOf(ancestor));
    if (nameOf(ancestor) !== 'form') continue;
    form = lasting(ancestor, 'id') || lasting(ancestor, 'name') || lasting(ancestor, 'action');
    break;
  }
  const named = ATTRIBUTES.map((name) => [name, lasting(element, name)]);
  const label = markOf(
    labelOf(element) || attributeOf(element, 'aria-label') || attributeOf(element, 'placeholder'),
  );
  const isNamed = label !== '' || named.some(([kind, text]) => text && NAMES.test(`${kind}=`));
  const page = element.ownerDocument.location.pathname.split('/').filter((word) => !PASSING.test(word));
  return [
    ...named,
    ['label', label],
    ['page', isNamed ? '' : page.join('/') + markOf(headingBefore(element))],
    ['near', path.slice(0, NEAR_LEVELS).join('<')],
    ['path', path.join('<')],
    ['form', form],
    ['type', type],
    ['judged', verdict && judgementOf(verdict)],
  ].flatMap(([kind, text]) => (text ? `${kind}=${text.slice(0, MAX_TEXT)}` : []));
}

/**
 * The one target that agrees best, alone or as a row of so many, and at least by half; none where two do so equally, or
 * where something speaks against it that did not when the user showed it.
 */
export const locate: Locate = ({ traits, cells }, targets) => {
  const shares = targets.map((target) => {
    const [field] = target.cells;
    return field && target.cells.length === cells ? agreement(traits, traitsOf(field)) : 0;
  });
  const most = Math.max(...shares);
  const best = shares.indexOf(most);
  const found = most >= 0.5 && best === shares.lastIndexOf(most) ? targets[best] : undefined;
  return found && (!found.veto || traits.includes(`judged=${judgementOf(found)}`)) ? found : undefined;
};

const judgementOf = ({ field, reasons: [first = ''] }: Verdict): string =>
  first.startsWith('not: ') ? first : field;

/**
 * From 0 to 1. What only one of them has counts against it; a password, or what is called otherwise, is never taken for
 * another field, and a place only on the same page.
 */
function agreement(a: readonly string[], b: readonly string[]): number {
  const shared = a.filter((trait) => b.includes(trait));
  const [one, other] = [a, b].map((traits) => traits.includes('type=password'));
  const isLabel = (trait: string): boolean => trait.startsWith('label=');
  if (one !== other || (a.some(isLabel) && b.some(isLabel) && !shared.some(isLabel))) return 0;
  if (!shared.some((trait) => /^page=/.test(trait) || NAMES.test(trait))) return 0;
  return worth(shared) / Math.max(worth(a), worth(b));
}

/** A text, so short that it can't be read. */
function markOf(text: string): string {
  const plain = normalise(text).replace(PASSING_WORDS, ' ').replace(/ +/g, ' ').trim();
  const mix = (sum: number, letter: string): number => Math.imul(sum ^ letter.charCodeAt(0), 16777619);
  return plain && (Array.from(plain).reduce(mix, 0) >>> 0).toString(36);
}

const worth = (traits: readonly string[]): number =>
  traits.reduce((sum, trait) => sum + (NAMES.test(trait) ? WORTH_OF_NAME : 1), 0);

function stepOf(element: Element): string {
  const name = nameOf(element);
  let position = 1;
  let node = previousOf(element);
  for (let steps = 0; node && steps < MAX_SIBLINGS; steps += 1) {
    if (isElement(node) && nameOf(node) === name) position += 1;
    node = previousOf(node);
  }
  return `${name}:${position}`;
}

/** Without what follows the path of an address; nothing if it is a passing one. */
function lasting(element: Element, name: string): string {
  const text = attributeOf(element, name).slice(0, MAX_TEXT).split(/[?#]/)[0] ?? '';
  return PASSING.test(text) ? '' : text;
}
