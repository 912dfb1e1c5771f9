// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from 'vitest';
import { viewOf } from '../../../lib/fields/dom';
import { stepsTo } from '../../../lib/fields/steps';
import { show } from './page';

const find = (selector: string): Element => {
  const found = document.querySelector(selector);
  if (found === null) throw new Error(`The page of this test has no ${selector}.`);
  return found;
};

/** What a reader of steps does; closed roots are handed in. */
function walk(element: Element, closed: ReadonlyMap<Element, ShadowRoot> = new Map()): Element | null {
  let root: Document | ShadowRoot = document;
  let found: Element | null = null;
  for (const { sel, enter } of stepsTo(element)) {
    found = root.querySelector(sel);
    if (enter === 'shadow' && found) root = closed.get(found) ?? found.shadowRoot ?? document;
  }
  return found;
}

describe('the way to an element', () => {
  test('names every level from the top, by place below the body', () => {
    show('<main><p>One</p>text<form><div><input id=a></div><input id=b></form></main>');
    expect(stepsTo(find('#b'))).toEqual([
      { sel: 'html > body > main:nth-child(1) > form:nth-child(2) > input:nth-child(2)' },
    ]);
    expect(stepsTo(document.body)).toEqual([{ sel: 'html > body' }]);
  });

  test('enters a shadow root behind its host and begins anew there', () => {
    show('<p></p><x-outer></x-outer>');
    const outer = find('x-outer').attachShadow({ mode: 'open' });
    outer.innerHTML = '<b></b><x-inner></x-inner>';
    const host = outer.querySelector('x-inner')!;
    const inner = host.attachShadow({ mode: 'closed' });
    inner.innerHTML = '<form><input></form>';
    const input = inner.querySelector('input')!;
    expect(stepsTo(input)).toEqual([
      { sel: 'html > body > x-outer:nth-child(2)', enter: 'shadow' },
      { sel: 'x-inner:nth-child(2)', enter: 'shadow' },
      { sel: 'form:nth-child(1) > input:nth-child(1)' },
    ]);
    expect(walk(input, new Map([[host, inner]]))).toBe(input);
  });

  test('leads back to each element of a page', () => {
    show('<table><tr><td><input></td><td><input></td></tr></table><div><input><i></i><input></div>');
    const elements = [...document.querySelectorAll('*')].filter((element) => document.body.contains(element));
    expect(elements.length).toBeGreaterThan(8);
    for (const element of elements) expect(walk(element)).toBe(element);
  });

  test('leaves out a name that a selector could not hold', () => {
    show('');
    const odd = document.createElement('x-\u00e9');
    document.body.append(odd);
    expect(stepsTo(odd)).toEqual([{ sel: 'html > body > *:nth-child(1)' }]);
  });

  test('does not believe fields that pose as properties of their form', () => {
    show('<form><input name=parentNode><input name=localName><input name=previousSibling id=c></form>');
    expect(stepsTo(find('#c'))).toEqual([{ sel: 'html > body > form:nth-child(1) > input:nth-child(3)' }]);
  });

  test('ends at a depth that no page of people has', () => {
    show('<div></div>');
    let deepest = find('div');
    for (let depth = 0; depth < 5000; depth += 1) {
      const next = document.createElement('i');
      deepest.append(next);
      deepest = next;
    }
    expect(stepsTo(deepest)[0]?.sel.split(' > ')).toHaveLength(2000);
  });
});

describe('in a frame', () => {
  const view = viewOf(document);
  const descriptor = Object.getOwnPropertyDescriptor(view, 'parent');

  afterEach(() => {
    if (view && descriptor) Object.defineProperty(view, 'parent', descriptor);
  });

  test('the way begins at the body', () => {
    show('<form><input></form>');
    Object.defineProperty(view, 'parent', { configurable: true, value: {} });
    expect(stepsTo(find('input'))).toEqual([{ sel: 'body > form:nth-child(1) > input:nth-child(1)' }]);
  });
});
