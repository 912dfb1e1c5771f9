/** The document with its shadow trees as one tree. */
import { activeIn, findAll, nameOf, parentNodeOf, shadowOf } from './dom';

/** Opens a closed shadow root, where the browser lets an extension do so. */
export type OpenRoot = (host: Element) => ShadowRoot | null;

/** A page must not choose what walking it costs. */
const MAX_ROOTS = 500;
/** Elements other than custom ones that may host a shadow root; hosts have seldom children of their own. */
const PLAIN_HOSTS = 'div:empty,span:empty,section:empty,article:empty,main:empty,aside:empty,p:empty';
const PLAIN_LIMIT = 1000;

/** The document and every shadow root in it, in tree order, open ones and those that `openRoot` opens. */
export function rootsOf(document: Document, openRoot: OpenRoot): readonly (Document | ShadowRoot)[] {
  const roots: (Document | ShadowRoot)[] = [document];
  for (let index = 0; index < roots.length && roots.length < MAX_ROOTS; index += 1) {
    const root = roots[index];
    if (root === undefined) break;
    for (const host of findAll(root, '*')) {
      const inner = shadowOf(host) ?? (nameOf(host).includes('-') ? openRoot(host) : null);
      if (inner) roots.push(inner);
    }
    roots.push(...closedOnPlain(root, openRoot));
  }
  return roots.slice(0, MAX_ROOTS);
}

function closedOnPlain(root: Document | ShadowRoot, openRoot: OpenRoot): ShadowRoot[] {
  return findAll(root, PLAIN_HOSTS)
    .slice(0, PLAIN_LIMIT)
    .flatMap((host) => (shadowOf(host) ? [] : (openRoot(host) ?? [])));
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
  if (parent instanceof ShadowRoot) return parent.host;
  return parent instanceof Element ? parent : undefined;
}
