// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTypist } from '../../../lib/fields/typist';
import { show } from './page';

const TYPES = ['focus', 'blur', 'keydown', 'beforeinput', 'input', 'keyup', 'change', 'paste'];
const field = (id: string) => ({
  element: document.querySelector<HTMLElement>(`#${id}`)!,
  type: 'text' as const,
});
const typist = () => createTypist(document, () => Promise.resolve());
let seen: string[] = [];

beforeEach(() => {
  show('<input id=a><input id=b>');
  seen = [];
  for (const { element } of [field('a'), field('b')]) {
    for (const type of TYPES) element.addEventListener(type, () => seen.push(`${type} ${element.id}`));
  }
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** The focus moves, and nobody is told: as in a page behind a popup. */
function behindPopup(): void {
  let active: Element = document.body;
  vi.spyOn(Document.prototype, 'hasFocus').mockReturnValue(false);
  vi.spyOn(Document.prototype, 'activeElement', 'get').mockImplementation(() => active);
  for (const { element } of [field('a'), field('b')]) element.focus = () => void (active = element);
}

test('where a popup holds the focus, a field to which the page moved it without a word is told that it lost it', async () => {
  behindPopup();
  const one = typist();
  await one.focus(field('a'));
  field('b').element.focus();
  await one.focus(field('a'));
  expect(seen).toEqual(['focus a', 'blur b', 'focus a']);
});

test('where a popup holds the focus, fields are told of it once each', async () => {
  behindPopup();
  const one = typist();
  await one.focus(field('a'));
  await one.focus(field('a'));
  await one.focus(field('b'));
  expect(seen).toEqual(['focus a', 'blur a', 'focus b']);
});

test('where the page has the focus, the browser tells', async () => {
  vi.spyOn(Document.prototype, 'hasFocus').mockReturnValue(true);
  await typist().focus(field('a'));
  expect(document.activeElement?.id).toBe('a');
  expect(seen).toEqual(['focus a']);
});

test('a text is typed in one salvo', async () => {
  expect(await typist().type(field('a'), '7')).toBe(true);
  expect(seen).toEqual(['keydown a', 'beforeinput a', 'input a', 'keyup a']);
});

test('a field that is taken away on the key gets nothing', async () => {
  const { element, type } = field('a');
  element.addEventListener('keydown', () => element.remove());
  expect(await typist().type({ element, type }, '7')).toBe(false);
  expect(seen).toEqual(['keydown a']);
});

test('a page that inserts the text itself gets no input from us', async () => {
  const { element, type } = field('a');
  element.addEventListener('beforeinput', (event) => {
    event.preventDefault();
    (element as HTMLInputElement).value = '7';
  });
  expect(await typist().type({ element, type }, '7')).toBe(true);
  expect(seen).not.toContain('input a');
});

test('leaving says that something changed only where something was typed', async () => {
  const one = typist();
  one.leave(field('a'));
  expect(seen).toEqual(['blur a']);
  await one.type(field('a'), '7');
  seen = [];
  one.leave(field('a'));
  expect(seen).toEqual(['change a', 'blur a']);
});

test('a paste carries the code, and says whether the page took it', () => {
  const carried: (string | undefined)[] = [];
  field('a').element.addEventListener('paste', (event) => {
    carried.push(event.clipboardData?.getData('text/plain'));
    event.preventDefault();
  });
  expect(typist().paste(field('a'), '012345')).toBe(true);
  expect(typist().paste(field('b'), '012345')).toBe(false);
  expect(carried).toEqual(['012345']);
});
