/** What the user sees while showing the field: a banner with a button, and a frame around the field in question. */
import { boxOf } from './dom';

export interface PickTexts {
  readonly title: string;
  readonly cancel: string;
}

export interface Overlay {
  /** Frames this element, or none; again after the page moved it. */
  frame(element: Element | undefined): void;
  isCancel(event: MouseEvent): boolean;
  isCancelFocused(): boolean;
  remove(): void;
}

/** Important rules of a shadow root win over all of the page's. */
const STYLE = `
:host {
  all: initial !important; color-scheme: light dark !important; position: fixed !important; inset: 0 !important;
  width: 100vw !important; height: 100vh !important; pointer-events: none !important; overflow: hidden !important;
}
.banner {
  position: absolute; top: 8px; left: 50%; transform: translateX(-50%); max-width: calc(100vw - 16px);
  box-sizing: border-box; display: flex; gap: 16px; align-items: center; padding: 8px 8px 8px 16px;
  font: 15px/1.4 system-ui, sans-serif; color: light-dark(#15181c, #eceef0);
  background: light-dark(#ffffff, #17191c); border: 1px solid light-dark(#868d97, #767f8a);
  border-radius: 12px; pointer-events: auto;
}
button {
  font: inherit; color: light-dark(#0b6a5a, #55cfb2); background: none; white-space: nowrap;
  border: 1px solid light-dark(#868d97, #767f8a); border-radius: 8px; padding: 4px 12px;
}
button:focus-visible { outline: 2px solid light-dark(#15181c, #eceef0); outline-offset: 2px; }
.frame {
  position: absolute; box-sizing: border-box; border: 3px solid light-dark(#0b6a5a, #55cfb2);
  outline: 1px solid light-dark(#ffffff, #17191c); border-radius: 8px;
}
[hidden] { display: none; }
`;
const GAP = 4;

/** @param texts None where the banner stands in a document around this one. */
export function createOverlay(view: Window & typeof globalThis, texts: PickTexts | undefined): Overlay {
  const host = make(view.document, 'div');
  const root = host.attachShadow({ mode: 'closed' });
  root.adoptedStyleSheets = [sheetOf(view)];
  const frame = make(view.document, 'div', 'frame');
  frame.hidden = true;
  root.append(frame);
  const button = texts && addBanner(view.document, root, texts);
  topOf(view.document)?.append(host);
  let framed: Element | undefined;
  raise(host);
  return {
    frame: (element) => {
      // A dialog that the page opened meanwhile lies above; what is raised last lies on top.
      if (element !== framed) raise(host);
      framed = element;
      place(frame, element);
    },
    // Behind a dialog of the page our button is seen, but events name the dialog: so the place decides.
    isCancel: ({ clientX, clientY, detail }) =>
      button !== undefined &&
      (detail === 0 ? root.activeElement === button : isInside(boxOf(button), clientX, clientY)),
    isCancelFocused: () => button !== undefined && root.activeElement === button,
    remove: () => host.remove(),
  };
}

function addBanner(document: Document, root: ShadowRoot, { title, cancel }: PickTexts): HTMLElement {
  const banner = make(document, 'div', 'banner');
  const text = make(document, 'span');
  text.setAttribute('role', 'alert');
  text.textContent = title;
  const button = make(document, 'button');
  button.textContent = cancel;
  banner.append(text, button);
  root.append(banner);
  return button;
}

const topOf = (document: Document): Element | null =>
  Reflect.get(Document.prototype, 'documentElement', document);

interface Maker {
  createElement(name: string): HTMLElement;
}

/** A document shows an image named `createElement` as its own property. */
function make(document: Document, name: string, className = ''): HTMLElement {
  const element = (Document.prototype as Maker).createElement.call(document, name);
  if (className !== '') element.className = className;
  return element;
}

/** A style element would have to be allowed by the page's policy; a constructed sheet is not. */
function sheetOf(view: Window & typeof globalThis): CSSStyleSheet {
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(STYLE);
  return sheet;
}

/** Into the top layer, where neither opacity nor stacking of the page reaches, and on top of what else is there. */
function raise(host: HTMLElement): void {
  try {
    host.popover = 'manual';
    host.hidePopover();
    host.showPopover();
  } catch {
    // The page took it away meanwhile: then it isn't seen, and keys and clicks still work.
  }
}

function place(frame: HTMLElement, element: Element | undefined): void {
  frame.hidden = element === undefined;
  if (element === undefined) return;
  const { left, top, width, height } = boxOf(element);
  frame.style.left = `${left - GAP}px`;
  frame.style.top = `${top - GAP}px`;
  frame.style.width = `${width + 2 * GAP}px`;
  frame.style.height = `${height + 2 * GAP}px`;
}

function isInside({ left, top, right, bottom }: DOMRect, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}
