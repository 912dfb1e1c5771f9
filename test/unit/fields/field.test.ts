// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { autocompleteOf, findFields, isCodeOrEmpty, isUsable } from '../../../lib/fields/field';
import type { Layout } from '../../../lib/fields/layout';
import { layout, row, show } from './page';

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
    ['not as a mirror', '<p aria-hidden=true><input id=x tabindex=-1></p>', false],
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

describe('beside a field that can be reached', () => {
  const found = (html: string): number => {
    show(html);
    return findFields({ roots: [document], layout, openRoot: () => null }, undefined).fields.length;
  };
  const hidden = 'tabindex=-1 aria-hidden=true';
  const [first] = row(1).split('>');
  const others = row(6, hidden).slice(row(1, hidden).length);

  test('cells whose turn has not come are fields of one row with it', () => {
    expect(found(`${first}>${others}`)).toBe(6);
  });

  test.each([
    ['one alone', `${first}>${row(2, hidden).slice(row(1, hidden).length)}`],
    ['those in another line', `${first}>${row(6, hidden, 'text', 60)}`],
    ['those of another size', `<input>${row(6, hidden)}`],
    ['those in a part that nobody sees', `${first}><p aria-hidden=true>${others}</p>`],
  ])('%s are traps', (_, html) => {
    expect(found(html)).toBe(1);
  });
});

describe('a field too small to be seen', () => {
  const boxes = (length: number, text = ''): string =>
    Array.from({ length }, (_, index) => `<i data-box="${index * 48},0,40,40">${text}</i>`).join('');
  const input = '<input data-small autocomplete=one-time-code>';
  const small: Layout = {
    ...layout,
    shown: (element) => !element.hasAttribute('data-small') && layout.shown(element),
  };
  const found = (html: string): number => {
    show(html);
    return findFields({ roots: [document], layout: small, openRoot: () => null }, undefined).fields.length;
  };

  test('is one behind a row of boxes', () => {
    expect(found(`<div>${boxes(6)}${input}</div>`)).toBe(1);
  });

  test.each([
    ['without boxes', `<div>${input}</div>`],
    ['behind too few', `<div>${boxes(3)}${input}</div>`],
    ['behind too many', `<div>${boxes(9)}${input}</div>`],
    ['behind boxes that hold words', `<div>${boxes(6, 'Next')}${input}</div>`],
    ['that the keyboard passes by', `<div>${boxes(6)}${input.replace('<input', '<input tabindex=-1')}</div>`],
    ['that listeners pass by', `<div aria-hidden=true>${boxes(6)}${input}</div>`],
    ['that does not say what it is for', `<div>${boxes(6)}<input data-small></div>`],
    ['where there are two', `<div>${boxes(6)}${input}${input}</div>`],
    ['that can not be typed into', `<div>${boxes(6)}${input.replace('<input', '<input disabled')}</div>`],
  ])('is none %s', (_, html) => {
    expect(found(html)).toBe(0);
  });

  test('is none beside a field that is seen', () => {
    expect(found(`<input type=password><div>${boxes(6)}${input}</div>`)).toBe(1);
  });
});
