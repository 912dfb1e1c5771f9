/** Where elements are and whether a person can see them. The only part that needs a rendering engine. */
import { lineage } from './deep';
import { boxOf, isRendered, nameOf } from './dom';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  /** In CSS pixels of the viewport. */
  box(element: Element): Box;
  /** Big enough, opaque enough and placed so that a person can type into it, after scrolling at most. */
  shown(element: Element): boolean;
  /** Takes part in the rendering at all; for texts. */
  rendered(element: Element): boolean;
}

/** Real fields of one character are about 16 pixels wide; what is smaller is hidden. */
const MIN_SIDE = 8;
const MIN_OPACITY = 0.1;

/** Answers are kept, so a layout serves one look at a page. */
export function createLayout(view: Window): Layout {
  const factors = new Map<Element, number>();
  const box: (element: Element) => Box = boxOf;

  /** Product of the opacities from here up; 0 where an ancestor clips everything away. */
  function opacity(element: Element): number {
    let product = 1;
    for (const ancestor of lineage(element)) {
      const factor = factors.get(ancestor) ?? ownOpacity(ancestor);
      factors.set(ancestor, factor);
      product *= factor;
    }
    return product;
  }

  function ownOpacity(element: Element): number {
    const style = view.getComputedStyle(element);
    return clipsAll(element, style) ? 0 : Number(style.opacity || 1);
  }

  function clipsAll(element: Element, style: CSSStyleDeclaration): boolean {
    if (
      /^inset\((?:50|100)%/.test(style.clipPath) ||
      /^rect\(0(?:px)?,? 0/.test(style.getPropertyValue('clip'))
    )
      return true;
    if (!style.overflowX.startsWith('hidden') || nameOf(element) === 'html') return false;
    const { width, height } = box(element);
    return (width <= 1 || height <= 1) && style.display !== 'contents';
  }

  function reachable({ left, top, width, height }: Box): boolean {
    return left + width + view.scrollX > 0 && top + height + view.scrollY > 0;
  }

  function shown(element: Element): boolean {
    const rect = box(element);
    if (rect.width < MIN_SIDE || rect.height < MIN_SIDE || !reachable(rect)) return false;
    return isRendered(element) && opacity(element) > MIN_OPACITY;
  }

  return { box, shown, rendered: isRendered };
}
