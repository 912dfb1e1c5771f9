import { viewOf } from '../../../lib/fields/dom';
import type { Layout } from '../../../lib/fields/layout';

/**
 * happy-dom places nothing, so a test says where a field is: `data-box="left,top,width,height"`. What does not say is
 * in a line of its own; `hidden` on it or above hides it.
 */
export const layout: Layout = {
  box: (element) => {
    const [left = 0, top = 0, width = 200, height = 30] = (element.getAttribute('data-box') ?? own(element))
      .split(',')
      .map(Number);
    return { left, top, width, height };
  },
  shown: (element) => element.closest('[hidden]') === null,
  rendered: (element) => element.closest('[hidden]') === null,
};

function own(element: Element): string {
  return `0,${[...document.querySelectorAll('*')].indexOf(element) * 40},200,30`;
}

/** happy-dom knows no `self.origin`. */
export function setOrigin(origin: string): string {
  Object.defineProperty(viewOf(document), 'origin', { configurable: true, value: origin });
  return origin;
}

export function show(html: string, title = ''): void {
  document.title = title;
  document.body.innerHTML = html;
}

/** A row of cells as widgets draw them; `attributes` may use `#` for the position from 1. */
export function row(length: number, attributes = '', type = 'text', top = 0): string {
  return Array.from(
    { length },
    (_, index) =>
      `<input type="${type}" data-box="${index * 48},${top},40,40" ${attributes.replaceAll('#', String(index + 1))}>`,
  ).join('');
}
