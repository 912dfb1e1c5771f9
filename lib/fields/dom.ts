/**
 * Reading a page's elements past its names: a form shows an input named `id` or `parentNode` as its own property, and
 * a document does so with names of forms and images.
 */

export const nameOf = (element: Element): string => Reflect.get(Element.prototype, 'localName', element);

export const parentNodeOf = (node: Node): Node | null => Reflect.get(Node.prototype, 'parentNode', node);

export const previousOf = (node: Node): Node | null => Reflect.get(Node.prototype, 'previousSibling', node);

export const childrenOf = (node: Node): readonly Node[] => [
  ...Reflect.get(Node.prototype, 'childNodes', node),
];

export const textOf = (node: Node): string =>
  (isElement(node) ? Reflect.get(Element.prototype, 'textContent', node) : node.textContent) ?? '';

export const shadowOf = (element: Element): ShadowRoot | null =>
  Reflect.get(Element.prototype, 'shadowRoot', element);

export const attributeOf = (element: Element, name: string): string =>
  Element.prototype.getAttribute.call(element, name) ?? '';

export const hasAttribute = (element: Element, name: string): boolean =>
  Element.prototype.hasAttribute.call(element, name);

export const matches = (element: Element, selector: string): boolean =>
  Element.prototype.matches.call(element, selector);

export const findIn = (element: Element, selector: string): Element | null =>
  (Element.prototype as Finder).querySelector.call(element, selector);

export const holdsNode = (outer: Node, inner: Node): boolean => Node.prototype.contains.call(outer, inner);

export const boxOf = (element: Element): DOMRect => Element.prototype.getBoundingClientRect.call(element);

export const isRendered = (element: Element): boolean =>
  Element.prototype.checkVisibility.call(element, { visibilityProperty: true });

export const isElement = (node: Node | null): node is HTMLElement =>
  node !== null && typeOf(node) === Node.ELEMENT_NODE;

export const isDocument = (node: Node): node is Document => typeOf(node) === Node.DOCUMENT_NODE;

export const isShadowRoot = (node: Node): node is ShadowRoot => typeOf(node) === Node.DOCUMENT_FRAGMENT_NODE;

const typeOf = (node: Node): number => Reflect.get(Node.prototype, 'nodeType', node);

export const titleOf = (document: Document): string => Reflect.get(Document.prototype, 'title', document);

export const viewOf = (document: Document): (Window & typeof globalThis) | null =>
  Reflect.get(Document.prototype, 'defaultView', document);

export const activeIn = (root: Document | ShadowRoot): Element | null =>
  isDocument(root)
    ? Reflect.get(Document.prototype, 'activeElement', root)
    : Reflect.get(ShadowRoot.prototype, 'activeElement', root);

export const hasFocus = (document: Document): boolean => Document.prototype.hasFocus.call(document);

export function findAll(root: Document | ShadowRoot, selector: string): readonly HTMLElement[] {
  const prototype: Finder = isDocument(root) ? Document.prototype : DocumentFragment.prototype;
  return [...prototype.querySelectorAll.call(root, selector)];
}

interface Finder {
  querySelector(selector: string): HTMLElement | null;
  querySelectorAll(selector: string): NodeListOf<HTMLElement>;
}
