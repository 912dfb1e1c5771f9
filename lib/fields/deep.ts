/** The document with its shadow trees as one tree. */
import { activeIn, findAll, isElement, isShadowRoot, nameOf, parentNodeOf, shadowOf } from './dom';

/** Opens a closed shadow root, where the browser lets an extension do so. */
export type OpenRoot = (host: Element) => ShadowRoot | null;

/** A page must not choose what walking it costs. */
const MAX_ROOTS = 500;
/** Everything but forms, whose fields could pose as their shadow root, and frequent elements that have none. */
const MAYBE_HOST =
  '*:not(form,a,b,br,button,circle,em,g,i,img,input,label,li,option,path,rect,script,style,svg,td,tr,ul,use)';
/** Elements other than custom ones that may host a shadow root; hosts have seldom children of their own. */
const PLAIN_HOST = /^(?:div|span|section|article|main|aside|p)$/;

/** The document and every shadow root in it, in tree order, open ones and those that `openRoot` opens. */
export function rootsOf(document: Document, openRoot?: OpenRoot): readonly (Document | ShadowRoot)[] {
  const roots: (Document | ShadowRoot)[] = [document];
  for (let index = 0; index < roots.length; index += 1) {
    const root = roots[index];
    if (root === undefined) break;
    for (const host of findAll(root, MAYBE_HOST)) {
      const inner = host.shadowRoot ?? (openRoot && mayHideRoot(host) ? openRoot(host) : null);
      if (inner && roots.length < MAX_ROOTS) roots.push(inner);
    }
  }
  return roots;
}

function mayHideRoot(element: Element): boolean {
  return element.localName.includes('-') || (PLAIN_HOST.test(element.localName) && !element.hasChildNodes());
}

/** The element that holds the focus, inside all shadow roots. */
export function focusedElement(document: Document, openRoot: OpenRoot): Element | undefined {
  let active = activeIn(document);
  for (let depth = 0; active !== null && depth < MAX_ROOTS; depth += 1) {
    const root: ShadowRoot | null = shadowOf(active) ?? openRoot(active);
    const inner = root === null ? null : activeIn(root);
    if (inner === null) break;
    active = inner;
  }
  return active === null || nameOf(active) === 'body' ? undefined : active;
}

/** From the element itself upwards, out of shadow roots. */
export function* lineage(element: Element, limit = 200): Generator<Element> {
  let current: Element | undefined = element;
  for (let depth = 0; current !== undefined && depth < limit; depth += 1) {
    yield current;
    current = parentOf(current);
  }
}

/** Whether `inner` is `outer` or below it, shadow roots included. */
export function within(outer: Element, inner: Element): boolean {
  for (const element of lineage(inner)) if (element === outer) return true;
  return false;
}

/** The parent element, through the shadow root that an element may be the top of. */
function parentOf(node: Node): Element | undefined {
  const parent = parentNodeOf(node);
  if (parent !== null && isShadowRoot(parent)) return parent.host;
  return isElement(parent) ? parent : undefined;
}
