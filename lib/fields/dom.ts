/**
 * Reading a page's elements past its names: a form shows an input named `id` or `parentNode` as its own property, and
 * a document does so with names of forms and images.
 */

interface Types {
  readonly Document: Document;
  readonly Element: Element;
  readonly Node: Node;
}

const property =
  <Type extends keyof Types, Name extends keyof Types[Type]>(type: Type, name: Name) =>
  (of: Types[Type]): Types[Type][Name] =>
    Reflect.get(globalThis[type].prototype, name, of);

export const nameOf = property('Element', 'localName');

export const parentNodeOf = property('Node', 'parentNode');

export const previousOf = property('Node', 'previousSibling');

const nodesOf = property('Node', 'childNodes');

export const childrenOf = (node: Node): readonly Node[] => [...nodesOf(node)];

export const textOf = (node: Node): string =>
  (isElement(node) ? Reflect.get(Element.prototype, 'textContent', node) : node.textContent) ?? '';

export const shadowOf = property('Element', 'shadowRoot');

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

const typeOf = property('Node', 'nodeType');

export const titleOf = property('Document', 'title');

export const viewOf = property('Document', 'defaultView');

export const activeIn = (root: Document | ShadowRoot): Element | null =>
  isDocument(root)
    ? Reflect.get(Document.prototype, 'activeElement', root)
    : Reflect.get(ShadowRoot.prototype, 'activeElement', root);

export const hasFocus = (document: Document): boolean => Document.prototype.hasFocus.call(document);

export function findAll(root: Document | ShadowRoot | Element, selector: string): readonly HTMLElement[] {
  const inTree: Finder = isDocument(root) ? Document.prototype : DocumentFragment.prototype;
  const prototype = isElement(root) ? (Element.prototype as Finder) : inTree;
  return [...prototype.querySelectorAll.call(root, selector)];
}

interface Finder {
  querySelector(selector: string): HTMLElement | null;
  querySelectorAll(selector: string): NodeListOf<HTMLElement>;
}
