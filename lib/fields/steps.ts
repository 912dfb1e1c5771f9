/** The way to an element from the top of its document, by place alone: ids and classes may be made anew on each visit. */
import { lineage } from './deep';
import { isElement, isShadowRoot, nameOf, parentNodeOf, previousOf, viewOf } from './dom';
import type { Step } from './report';

/** Deeper than any page that people made; a page must not choose what its description costs. */
const MAX_DEPTH = 2000;
const BARE: ReadonlySet<string> = new Set(['html', 'body']);

/**
 * From `html` in a tab's document, from `body` in a frame's; behind the host of each shadow root, open or closed, the way
 * goes on at the root's children.
 */
export function stepsTo(element: Element): readonly Step[] {
  const steps: Step[] = [];
  let parts: string[] = [];
  for (const each of lineage(element, MAX_DEPTH)) {
    if (!(nameOf(each) === 'html' && isInFrame(each))) parts.unshift(partOf(each));
    const parent = parentNodeOf(each);
    if (parent !== null && !isShadowRoot(parent)) continue;
    steps.unshift(stepOf(parts, steps.length > 0));
    parts = [];
  }
  return parts.length === 0 ? steps : [stepOf(parts, steps.length > 0), ...steps];
}

function stepOf(parts: readonly string[], isHost: boolean): Step {
  return { sel: parts.join(' > '), ...(isHost && { enter: 'shadow' }) };
}

function partOf(element: Element): string {
  const name = nameOf(element);
  if (BARE.has(name)) return name;
  // A name that a selector would have to escape adds nothing: the place is exact without it.
  return `${/^[a-z][a-z\d-]*$/i.test(name) ? name : '*'}:nth-child(${placeOf(element)})`;
}

/** Counted from 1 among the elements of one parent. */
function placeOf(element: Element): number {
  let place = 1;
  for (let node = previousOf(element); node !== null; node = previousOf(node))
    if (isElement(node)) place += 1;
  return place;
}

function isInFrame({ ownerDocument }: Element): boolean {
  const view = viewOf(ownerDocument);
  return view !== null && view.parent !== view;
}
