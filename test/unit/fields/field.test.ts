// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { autocompleteOf, findFields, isCodeOrEmpty, isUsable } from '../../../lib/fields/field';
import { layout, show } from './page';

describe('what a field holds', () => {
  test.each([
    ['', true],
    ['  ', true],
    ['012345', true],
    ['012 345', true],
    ['0123-4567', true],
    ['1234567890', true],
    ['2BCDF', true],
    ['12', false],
    ['12345678901', false],
    ['alice', false],
    ['2024-01-31', false],
    ['1.50', false],
  ])('%j may be overwritten: %s', (value, expected) => {
    expect(isCodeOrEmpty(value)).toBe(expected);
  });
});

describe('a field is usable', () => {
  test.each([
    ['as it is', '<input id=x>', true],
    [
      'in the legend of a disabled fieldset',
      '<fieldset disabled><legend><input id=x></legend></fieldset>',
      true,
    ],
    ['hidden from screen readers by a dialog left open', '<div aria-hidden=true><input id=x></div>', true],
    ['not disabled', '<input id=x disabled>', false],
    ['not read-only', '<input id=x readonly>', false],
    ['not said to be disabled', '<input id=x aria-disabled=true>', false],
    ['not in a disabled fieldset', '<fieldset disabled><div><input id=x></div></fieldset>', false],
    ['not inert', '<div inert><input id=x></div>', false],
    ['not as a mirror', '<input id=x aria-hidden=true tabindex=-1>', false],
  ])('%s', (_, html, expected) => {
    show(html);
    expect(isUsable(document.querySelector<HTMLElement>('#x')!)).toBe(expected);
  });
});

test('the purpose of a field is the last token of autocomplete', () => {
  show('<input autocomplete="Section-a shipping ONE-TIME-CODE webauthn"><input>');
  expect([...document.querySelectorAll('input')].map(autocompleteOf)).toEqual(['one-time-code', '']);
});

test('fields that take text are kept apart from those that take something else', () => {
  show(
    '<input><input type=email><textarea></textarea><input type=checkbox><input type=hidden><p contenteditable></p><input type=x>',
  );
  const look = { roots: [document], layout, openRoot: () => null };
  const { fields, others } = findFields(look, undefined);
  expect(fields.map(({ type }) => type)).toEqual(['text', 'editable', 'text']);
  expect(others.map(({ localName }) => localName)).toEqual(['input', 'textarea']);
});
