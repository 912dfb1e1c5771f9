// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import {
  attributeOf,
  childrenOf,
  isElement,
  nameOf,
  parentNodeOf,
  textOf,
  titleOf,
} from '../../../lib/fields/dom';
import { show } from './page';

test('a form is read past properties that its fields shadow', () => {
  const box = document.createElement('div');
  box.innerHTML = '<form id=real class=a><b>Text</b></form>';
  const form = box.querySelector('form')!;
  for (const name of [
    'id',
    'localName',
    'parentNode',
    'childNodes',
    'textContent',
    'getAttribute',
    'nodeType',
  ]) {
    Object.defineProperty(form, name, { value: document.createElement('input') });
  }
  expect(attributeOf(form, 'id')).toBe('real');
  expect(nameOf(form)).toBe('form');
  expect(parentNodeOf(form)).toBe(box);
  expect(childrenOf(form)).toHaveLength(1);
  expect(textOf(form)).toBe('Text');
  expect(isElement(form)).toBe(true);
});

test('a document is read past properties that its forms shadow', () => {
  show('', 'Sign in');
  Object.defineProperty(document, 'title', { configurable: true, value: document.createElement('form') });
  expect(titleOf(document)).toBe('Sign in');
  Reflect.deleteProperty(document, 'title');
});
