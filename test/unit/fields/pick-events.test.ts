// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { viewOf } from '../../../lib/fields/dom';
import { listenForPick } from '../../../lib/fields/pick-events';
import { show } from './page';
import { byUser, click, press } from './picking';

const events = { onpoint: vi.fn(), onpick: vi.fn(), oncancel: vi.fn() };
const closed = new WeakMap<Element, ShadowRoot>();
let unlisten: () => void;
let onButton = false;

beforeEach(() => {
  vi.clearAllMocks();
  onButton = false;
  show(`<label id=label>Code <input id=code></label><b id=text>Text</b><input id=mail type=email>
    <input id=off readonly><div id=editor contenteditable><i id=part>x</i></div><x-code></x-code>`);
  unlisten = listenForPick(viewOf(document)!, {
    ...events,
    openRoot: (host) => closed.get(host) ?? null,
    isCancel: () => onButton,
    isCancelFocused: () => onButton,
  });
});
afterEach(() => unlisten());

const at = (selector: string): HTMLElement => document.querySelector<HTMLElement>(selector)!;

describe('a click', () => {
  test.each([
    ['on a field shows it', '#code', '#code'],
    ['on a label shows its field', '#label', '#code'],
    ['inside an editor shows that', '#part', '#editor'],
  ])('%s, and the page sees nothing of it', (_, target, field) => {
    expect(click(at(target))).toEqual([]);
    expect(events.onpick.mock.calls).toEqual([[at(field)]]);
  });

  test.each(['#text', '#mail', '#off'])('on %s shows nothing, and does nothing either', (target) => {
    expect(click(at(target))).toEqual([]);
    expect(events.onpick).not.toHaveBeenCalled();
    expect(events.oncancel).not.toHaveBeenCalled();
  });

  test('on our button is the end', () => {
    onButton = true;
    click(at('#code'));
    expect(events.oncancel).toHaveBeenCalledOnce();
    expect(events.onpick).not.toHaveBeenCalled();
  });

  test.each(['open', 'closed'] as const)('inside an %s shadow root shows the field there', (mode) => {
    const host = at('x-code');
    const root = host.attachShadow({ mode });
    if (mode === 'closed') closed.set(host, root);
    root.innerHTML = '<input>';
    const input = root.querySelector('input');
    Object.defineProperty(ShadowRoot.prototype, 'elementFromPoint', {
      configurable: true,
      value: () => input,
    });
    click(host);
    expect(events.onpick.mock.calls).toEqual([[input]]);
  });

  test('that a script of the page makes shows nothing, and reaches the page', () => {
    const seen = vi.fn();
    document.addEventListener('click', seen, { once: true });
    at('#code').click();
    expect(seen).toHaveBeenCalledOnce();
    expect(events.onpick).not.toHaveBeenCalled();
  });
});

describe('a key', () => {
  test('Enter shows the field that has the focus, once it is let go', () => {
    at('#code').focus();
    expect(press(at('#code'), 'Enter')).toEqual([]);
    expect(events.onpick.mock.calls).toEqual([[at('#code')]]);
  });

  test('Enter shows nothing where no field has the focus', () => {
    press(document.body, 'Enter');
    expect(events.onpick).not.toHaveBeenCalled();
  });

  test('Enter on our button, and Escape anywhere, is the end', () => {
    press(at('#code'), 'Escape');
    onButton = true;
    press(at('#code'), 'Enter');
    expect(events.oncancel).toHaveBeenCalledTimes(2);
  });

  test('that was down before does nothing when it is let go', () => {
    at('#code').focus();
    at('#code').dispatchEvent(byUser(new KeyboardEvent('keyup', { key: 'Enter', bubbles: true })));
    expect(events.onpick).not.toHaveBeenCalled();
  });

  test('of a script of the page does nothing', () => {
    at('#code').focus();
    for (const type of ['keydown', 'keyup'])
      at('#code').dispatchEvent(new KeyboardEvent(type, { key: 'Enter', bubbles: true }));
    expect(events.onpick).not.toHaveBeenCalled();
  });

  test('of any other kind is the page’s', () => {
    expect(press(at('#code'), 'Tab')).toEqual(['keydown', 'keyup']);
  });
});

describe('the field in question', () => {
  test('is the one under the pointer, or the one that got the focus', () => {
    at('#code').dispatchEvent(byUser(new MouseEvent('pointermove', { bubbles: true })));
    at('#text').dispatchEvent(byUser(new MouseEvent('pointermove', { bubbles: true })));
    at('#editor').tabIndex = 0;
    at('#editor').focus();
    at('#editor').dispatchEvent(byUser(new Event('focusin', { bubbles: true })));
    expect(events.onpoint.mock.calls).toEqual([[at('#code')], [undefined], [at('#editor')]]);
  });
});

test('afterwards the page has everything to itself', () => {
  unlisten();
  expect(click(at('#code'))).toHaveLength(5);
  expect(press(at('#code'), 'Escape')).toHaveLength(2);
  expect(events.onpick).not.toHaveBeenCalled();
  expect(events.oncancel).not.toHaveBeenCalled();
});
