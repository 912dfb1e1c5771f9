// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLayout } from '../../../lib/fields/layout';
import { show } from './page';

const place = (left: number, top: number, width: number, height: number) =>
  vi
    .spyOn(Element.prototype, 'getBoundingClientRect')
    .mockReturnValue({ left, top, width, height } as DOMRect);
const render = (visible: boolean) => {
  Element.prototype.checkVisibility = () => visible;
};
const shown = () => createLayout(window).shown(document.querySelector('#x')!);

afterEach(() => {
  vi.restoreAllMocks();
});

describe('an element can be seen', () => {
  test.each([
    ['where it is', [10, 10, 200, 30], '<input id=x>', true],
    ['below the fold', [10, 9000, 200, 30], '<input id=x>', true],
    ['when it is narrow', [10, 10, 16, 30], '<input id=x>', true],
    ['not without a size', [10, 10, 0, 0], '<input id=x>', false],
    ['not as one pixel', [10, 10, 1, 1], '<input id=x>', false],
    ['not left of the page', [-5000, 10, 200, 30], '<input id=x>', false],
    ['not above the page', [10, -5000, 200, 30], '<input id=x>', false],
    ['not when it is transparent', [10, 10, 200, 30], '<input id=x style="opacity: 0">', false],
    [
      'not in something transparent',
      [10, 10, 200, 30],
      '<div style="opacity: 0.3"><div style="opacity: 0.3"><input id=x></div></div>',
      false,
    ],
    [
      'in something a little transparent',
      [10, 10, 200, 30],
      '<div style="opacity: 0.5"><input id=x></div>',
      true,
    ],
    [
      'not when it is clipped away',
      [10, 10, 200, 30],
      '<div style="clip-path: inset(50%)"><input id=x></div>',
      false,
    ],
  ] as const)('%s', (_, [left, top, width, height], html, expected) => {
    show(html);
    place(left, top, width, height);
    render(true);
    expect(shown()).toBe(expected);
  });

  test('not when the browser does not render it', () => {
    show('<input id=x>');
    place(10, 10, 200, 30);
    render(false);
    expect(shown()).toBe(false);
  });
});
