// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { follow } from '../../../lib/fields/course';
import type { Field } from '../../../lib/fields/field';
import { show } from './page';

const fields = (): Field[] =>
  [...document.querySelectorAll('input')].map((element) => ({ element, type: 'text' }));

beforeEach(() => {
  show('<section><form><input><input></form></section>');
});

describe('the page has left', () => {
  test.each(['submit', 'beforeunload', 'pagehide'])(
    'when %s is seen, until nobody follows any more',
    (type) => {
      const course = follow(document, fields());
      expect(course.hasLeft()).toBe(false);
      const target = type === 'submit' ? document.querySelector('form')! : window;
      target.dispatchEvent(new Event(type, { bubbles: true }));
      expect(course.hasLeft()).toBe(true);
      const stopped = follow(document, fields());
      stopped.stop();
      target.dispatchEvent(new Event(type, { bubbles: true }));
      expect(stopped.hasLeft()).toBe(false);
    },
  );

  test('when a form in a shadow root is sent, which nobody outside hears', () => {
    show('<x-box></x-box>');
    const root = document.querySelector('x-box')!.attachShadow({ mode: 'open' });
    root.innerHTML = '<form><input></form>';
    const course = follow(document, [{ element: root.querySelector('input')!, type: 'text' }]);
    root.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true }));
    expect(course.hasLeft()).toBe(true);
  });
});

describe('the page has taken what was typed', () => {
  test.each<[string, () => void]>([
    ['a field is gone', () => document.querySelector('input')!.remove()],
    ['a field is disabled', () => (document.querySelector('input')!.disabled = true)],
    ['a field is read-only', () => (document.querySelector('input')!.readOnly = true)],
    ['the part around is busy', () => document.querySelector('section')!.setAttribute('aria-busy', 'true')],
  ])('when %s', (_, change) => {
    const typed = fields();
    const course = follow(document, typed);
    expect(course.hasTaken(typed)).toBe(false);
    change();
    expect(course.hasTaken(typed)).toBe(true);
    expect(course.hasLeft()).toBe(false);
  });

  test('but not when it was busy all the time', () => {
    document.querySelector('section')!.setAttribute('aria-busy', 'true');
    expect(follow(document, fields()).hasTaken(fields())).toBe(false);
  });
});
