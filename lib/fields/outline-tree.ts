/** Elements of a page with what they stand in, shadow roots included, as one tree of limited size. */
import { isElement, isShadowRoot, parentNodeOf } from './dom';

/** Elements and shadow roots: each is a line at most. */
export const MAX_PARTS = 300;
const MAX_DEPTH = 100;

export interface Tree {
  /** With everything that it stands in; false where there is no room. */
  add(element: Element): boolean;
  tops(): readonly Node[];
  /** In tree order; a shadow root before the other children of its host. */
  below(node: Node): readonly Node[];
}

export function createTree(): Tree {
  const children = new Map<Node, Node[]>();
  const tops: Node[] = [];
  return {
    tops: () => tops,
    below: (node) => (children.get(node) ?? []).toSorted(byPlace),
    add: (element) => {
      const way: Node[] = [];
      let node: Node | null = element;
      while (node !== null && isPart(node) && !children.has(node) && way.length < MAX_DEPTH) {
        way.push(node);
        node = above(node);
      }
      if (children.size + way.length >= MAX_PARTS) return false;
      for (const [index, each] of way.entries()) {
        children.set(each, children.get(each) ?? []);
        const parent = way[index + 1] ?? node;
        if (parent !== null && (index + 1 < way.length || children.has(parent))) {
          children.set(parent, [...(children.get(parent) ?? []), each]);
        } else tops.push(each);
      }
      return true;
    },
  };
}

const isPart = (node: Node): boolean => isElement(node) || isShadowRoot(node);

const above = (node: Node): Node | null => (isShadowRoot(node) ? node.host : parentNodeOf(node));

function byPlace(a: Node, b: Node): number {
  if (isShadowRoot(a) || isShadowRoot(b)) return isShadowRoot(a) ? -1 : 1;
  const place = Node.prototype.compareDocumentPosition.call(a, b);
  return place & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
