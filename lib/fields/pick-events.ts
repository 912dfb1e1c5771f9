/** What the user does while showing the field: none of it reaches the page, and nothing that the page does counts. */
import { focusedElement, lineage, type OpenRoot } from './deep';
import { isElement, nameOf, shadowOf } from './dom';
import { isUsable, typeOf } from './field';

export interface PickEvents {
  readonly openRoot: OpenRoot;
  /** Whether this is on our own button. */
  isCancel(event: MouseEvent): boolean;
  /** Whether our own button has the focus. */
  isCancelFocused(): boolean;
  /** The field that a click or Enter would show, or none. */
  onpoint(field: HTMLElement | undefined): void;
  onpick(field: HTMLElement): void;
  oncancel(): void;
}

/** `click` decides; the others are kept from the page. A prevented touch would become no click at all. */
const POINTER = [
  'pointerdown',
  'mousedown',
  'pointerup',
  'mouseup',
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
] as const;
const TOUCH = ['touchstart', 'touchend'] as const;

/** Returns what ends it. */
export function listenForPick(view: Window, events: PickEvents): () => void {
  const ending = new AbortController();
  const options = { capture: true, passive: false, signal: ending.signal };
  const on = <Type extends keyof WindowEventMap>(
    types: readonly Type[],
    handle: (event: WindowEventMap[Type]) => void,
  ): void => {
    const handleTrusted = (event: WindowEventMap[Type]): void => {
      if (event.isTrusted) handle(event);
    };
    for (const type of types) view.addEventListener(type, handleTrusted, options);
  };
  on(POINTER, (event) => {
    swallow(event);
    if (event.type !== 'click') return;
    const field = fieldAt(event, events.openRoot);
    if (events.isCancel(event)) events.oncancel();
    else if (field) events.onpick(field);
  });
  on(TOUCH, (event) => event.stopImmediatePropagation());
  on(['pointermove'], (event) => events.onpoint(fieldAt(event, events.openRoot)));
  on(['focusin'], () => events.onpoint(focusedField(view.document, events.openRoot)));
  on(['keydown', 'keyup'], createKeys(view.document, events));
  return () => ending.abort();
}

/** A key acts when it is let go, so that the page sees no part of it. */
function createKeys(document: Document, events: PickEvents): (event: KeyboardEvent) => void {
  let down: string | undefined;
  return (event) => {
    const { key, type } = event;
    if (key !== 'Enter' && key !== 'Escape') return;
    swallow(event);
    if (type === 'keydown') down = key;
    if (type === 'keydown' || down !== key) return;
    const field = focusedField(document, events.openRoot);
    if (key === 'Escape' || events.isCancelFocused()) events.oncancel();
    else if (field) events.onpick(field);
  };
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function focusedField(document: Document, openRoot: OpenRoot): HTMLElement | undefined {
  const focused = focusedElement(document, openRoot);
  return focused && fieldOf(focused);
}

/** An event names no element inside a closed shadow root; the place of the pointer does. */
function fieldAt(event: MouseEvent, openRoot: OpenRoot): HTMLElement | undefined {
  let [node] = event.composedPath() as [Node | undefined];
  for (let inner = node; inner && isElement(inner);) {
    node = inner;
    const root = shadowOf(inner) ?? openRoot(inner);
    const next = root && elementAt(root, event);
    inner = next && next !== inner ? next : undefined;
  }
  return node && isElement(node) ? fieldOf(node) : undefined;
}

const elementAt = (root: ShadowRoot, { clientX, clientY }: MouseEvent): Element | null =>
  ShadowRoot.prototype.elementFromPoint.call(root, clientX, clientY);

/** The element itself, what it is a part or the label of: something that a code could be typed into later. */
function fieldOf(element: Element): HTMLElement | undefined {
  for (const each of lineage(element)) {
    const candidate = nameOf(each) === 'label' ? (each as HTMLLabelElement).control : each;
    if (candidate !== null && isField(candidate)) return candidate;
  }
  return undefined;
}

function isField(element: Element): element is HTMLElement {
  if (!isElement(element)) return false;
  const type = typeOf(element);
  return type !== undefined && type !== 'beside' && isUsable(element);
}
