// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import type { Field } from '../../../lib/fields/field';
import { ownOf, shapeOf, unitsOf } from '../../../lib/fields/units';
import { layout, row, show } from './page';

const units = (html: string, digits?: number) => {
  show(html);
  const fields = [...document.querySelectorAll('input')].map((element): Field => ({ element, type: 'text' }));
  return unitsOf(fields, layout, digits);
};

describe('what can take a code', () => {
  test('is a row of cells, and any other field by itself', () => {
    expect(units(`<div>${row(6)}</div><p></p><input name=a>`).map((unit) => unit.length)).toEqual([6, 1]);
  });

  test('is no row of another length than the code at hand', () => {
    expect(units(`<div>${row(6)}</div>`, 8)).toEqual([]);
  });
});

describe('four boxes', () => {
  test('are for a code of four digits, and otherwise for none', () => {
    const lengths = (digits?: number) => units(`<div>${row(4)}</div>`, digits).map((unit) => unit.length);
    expect([lengths(), lengths(6), lengths(4)]).toEqual([[], [], [4]]);
  });
});

describe('fields with labels of their own', () => {
  const labelled = (words: readonly string[], width: number): string =>
    words
      .map(
        (word, at) =>
          `<label for="f${at}" data-box="0,200,1,1">${word}</label><input id="f${at}" data-box="${at * (width + 8)},0,${width},30">`,
      )
      .join('');
  const ordinals = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth'];
  const codes = ordinals.map((ordinal) => `${ordinal} code`);

  test.each([
    ['are a row where narrow and all called codes', labelled(codes, 40), [6]],
    ['are none where each has room for a whole code', labelled(codes, 120), [1, 1, 1, 1, 1, 1]],
    ['are none where they are called otherwise', labelled(ordinals, 40), [1, 1, 1, 1, 1, 1]],
  ])('%s', (_, html, lengths) => {
    expect(units(html).map((unit) => unit.length)).toEqual(lengths);
  });
});

test('a row says once what its cells say alike', () => {
  const [unit] = units(`<div>${row(6, 'name=c# aria-label="Digit"')}</div>`);
  expect(ownOf(unit!).label).toBe('digit');
  expect(ownOf(unit!).ids).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6']);
});

test('the second cell says what cells take, since the first may take the whole code', () => {
  const first = row(1, 'maxlength=6 autocomplete=one-time-code');
  const [unit] = units(`<div>${first}${row(6, 'maxlength=1').slice(row(1, 'maxlength=1').length)}</div>`);
  expect(shapeOf(unit!, true)).toMatchObject({
    cells: 6,
    maxLength: 1,
    autocomplete: 'one-time-code',
    alone: true,
  });
});

test.each([
  ['alice', true],
  ['012 345', false],
  ['', false],
])('a field that holds %j is occupied: %s', (value, occupied) => {
  expect(shapeOf(units(`<input value="${value}">`)[0]!, false).occupied).toBe(occupied);
});
