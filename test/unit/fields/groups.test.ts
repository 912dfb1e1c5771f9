// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { detect } from '../../../lib/fields/detect';
import { layout, row, show } from './page';

const look = (digits?: number) => detect(document, { layout, ...(digits !== undefined && { digits }) });
const twoStep = '<h1>Two-factor authentication</h1>';

describe('a row of cells', () => {
  test.each([
    ['of six without any attribute', row(6)],
    ['of six with the token on each', row(6, 'autocomplete=one-time-code maxlength=1')],
    ['of eight', row(8, 'maxlength=1')],
    [
      'whose first cell takes the whole code',
      row(1, 'autocomplete=one-time-code maxlength=6') + row(6).slice(row(1).length),
    ],
    ['of numbers', row(6, 'name=code_# inputmode=numeric', 'number')],
    ['with a label of its own', `<label for=x1>Authentication code</label>${row(6, 'id=x#')}`],
    ['numbered for screen readers', row(6, 'aria-label="Digit # of 6"')],
    ['split in the middle', `${row(3)}<span>-</span>${row(6).slice(row(3).length)}`],
  ])('%s is one target', (_, html) => {
    show(`${twoStep}<div>${html}</div>`);
    const { winner, field } = look();
    expect(winner?.cells).toHaveLength([...document.querySelectorAll('input')].length);
    expect(field).toBe('totp');
  });

  test('is told from a puzzle of many rows, and from the one other row of a form', () => {
    const rows = (tops: readonly number[]) =>
      tops.map((top) => `<div>${row(6, 'maxlength=1', 'text', top)}</div>`).join('');
    show(`${twoStep}${rows([0, 45, 90])}`);
    expect(look().winner?.cells.length ?? 0).toBeLessThan(2);
    show(`${twoStep}<form>${rows([0, 45])}</form>`);
    expect(look().winner?.cells).toHaveLength(6);
  });

  test.each([
    ['of more rows', [0, 40, 80].map((top) => row(6, 'maxlength=1', 'text', top)).join('')],
    ['with colons between all', row(6, 'maxlength=2').replaceAll('><', '>:<')],
    ['of long parts', row(5, 'maxlength=5')],
    ['for a static PIN', `<h2>Enter PIN code</h2>${row(6, 'aria-label="PIN digit # of 6"', 'password')}`],
    ['for a day, a month and a year', row(4, 'placeholder=YYYY')],
    ['of nine', row(9, 'maxlength=1')],
    ['of unequal sizes', row(6, 'maxlength=1').replace('192,0,40,40', '192,0,80,40')],
  ])('%s is none', (_, html) => {
    show(`<div>${html}</div>`);
    expect(['other', 'static-pin']).toContain(look().field);
  });

  test('of another length than the code at hand is not for it', () => {
    show(`${twoStep}<div>${row(6)}</div>`);
    expect(look(6).winner?.cells).toHaveLength(6);
    expect(look(8).winner).toBeUndefined();
  });
});
