// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { viewOf } from '../../../lib/fields/dom';
import { createOverlay } from '../../../lib/fields/pick-overlay';
import { show } from './page';
import { preparePicking } from './picking';

const texts = { title: 'Click the field', cancel: 'Cancel' };
/** The page can't see into the root; a test looks on while it is made. */
let root: ShadowRoot;

beforeEach(() => {
  preparePicking();
  show('<input>');
  const attaching = vi.spyOn(Element.prototype, 'attachShadow').mockImplementationOnce(function (
    this: Element,
    init,
  ) {
    attaching.mockRestore();
    return (root = this.attachShadow(init));
  });
});

const overlayOf = (shown: typeof texts | undefined) => createOverlay(viewOf(document)!, shown);
const at = (x: number, y: number, detail = 1) => new MouseEvent('click', { clientX: x, clientY: y, detail });

describe('the overlay', () => {
  test('says what to do, in a root that the page can’t see into', () => {
    const overlay = overlayOf(texts);
    expect(root.textContent).toBe('Click the fieldCancel');
    expect(root.mode).toBe('closed');
    expect((root.host as HTMLElement).popover).toBe('manual');
    expect(root.host.shadowRoot).toBeNull();
    overlay.remove();
  });

  test('has no banner in a frame', () => {
    const overlay = overlayOf(undefined);
    expect(root.querySelectorAll('*')).toHaveLength(1);
    expect(overlay.isCancel(at(0, 0))).toBe(false);
    expect(overlay.isCancelFocused()).toBe(false);
    overlay.remove();
  });

  test('frames a field, and nothing where there is none', () => {
    const overlay = overlayOf(texts);
    const field = document.querySelector('input')!;
    field.getBoundingClientRect = () => new DOMRect(100, 50, 200, 30);
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValueOnce(new DOMRect(100, 50, 200, 30));
    const frame = root.querySelector<HTMLElement>('.frame')!;
    expect(frame.hidden).toBe(true);
    overlay.frame(field);
    expect(frame.hidden).toBe(false);
    expect(frame.style.cssText).toContain('left: 96px; top: 46px; width: 208px; height: 38px');
    overlay.frame(undefined);
    expect(frame.hidden).toBe(true);
    overlay.remove();
  });

  test('knows its button by place, and by focus for a key', () => {
    const overlay = overlayOf(texts);
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(10, 10, 80, 30));
    expect(overlay.isCancel(at(20, 20))).toBe(true);
    expect(overlay.isCancel(at(200, 20))).toBe(false);
    expect(overlay.isCancel(at(0, 0, 0))).toBe(false);
    root.querySelector('button')!.focus();
    expect(overlay.isCancelFocused()).toBe(true);
    expect(overlay.isCancel(at(0, 0, 0))).toBe(true);
    vi.restoreAllMocks();
    overlay.remove();
  });

  test('leaves nothing', () => {
    const before = document.documentElement.outerHTML;
    const overlay = overlayOf(texts);
    expect(document.documentElement.outerHTML).not.toBe(before);
    overlay.remove();
    expect(document.documentElement.outerHTML).toBe(before);
  });

  test('lets a page that takes it away have its way', () => {
    const overlay = overlayOf(texts);
    root.host.remove();
    vi.spyOn(HTMLElement.prototype, 'showPopover').mockImplementation(() => {
      throw new Error('not connected');
    });
    expect(() => overlay.frame(document.querySelector('input')!)).not.toThrow();
    overlay.remove();
  });
});
