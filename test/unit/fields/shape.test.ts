import { describe, expect, test, vi } from 'vitest';
import { acceptsCode, type Shape, shapeSigns } from '../../../lib/fields/shape';

const plain: Shape = {
  type: 'text',
  autocomplete: '',
  inputmode: '',
  pattern: '',
  placeholder: '',
  maxLength: undefined,
  minLength: undefined,
  cells: 1,
  value: '',
  occupied: false,
  alone: false,
};

describe('a code fits', () => {
  test.each<[string, Partial<Shape>, boolean]>([
    ['where nothing is said', {}, true],
    ['into six characters', { maxLength: 6 }, true],
    ['not into four', { maxLength: 4 }, false],
    ['not where nine are the least', { minLength: 9 }, false],
    ['six digits', { pattern: '[0-9]{6}' }, true],
    ['not sixteen', { pattern: '[0-9]{16}' }, false],
    ['not eight characters of letters and digits', { pattern: '[a-f0-9]{8}' }, false],
    ['six, or letters', { pattern: '[0-9]{6}|[a-z0-9]{10}' }, true],
    ['a pattern that is none', { pattern: '[' }, true],
    ['a cell of one digit', { cells: 6, maxLength: 1, pattern: '\\d' }, true],
    ['not a cell of one letter', { cells: 6, maxLength: 1, pattern: '[a-z]' }, false],
  ])('%s', (_, shape, expected) => {
    expect(acceptsCode({ ...plain, ...shape })).toBe(expected);
  });
});

describe('a pattern that could take longer than anybody waits', () => {
  const ran = vi.spyOn(RegExp.prototype, 'test');
  test.each([
    '((((a*)*)*)*)*',
    '(\\d|\\d)+x',
    '(|||){9}',
    '(){99999}',
    '(a?)\\1{99999}',
    '\\d*'.repeat(9),
    '(|)'.repeat(9),
    '1'.repeat(101),
  ])('is not run: %s', (pattern) => {
    ran.mockClear();
    expect(acceptsCode({ ...plain, pattern })).toBe(true);
    expect(
      ran.mock.contexts.map((each) => (each as RegExp).source).filter((each) => each.includes(pattern)),
    ).toEqual([]);
  });
});

describe('a shape shows', () => {
  test.each<[Partial<Shape>, string[]]>([
    [{}, []],
    [{ cells: 6 }, ['row']],
    [{ cells: 4 }, ['short-row']],
    [{ maxLength: 6, inputmode: 'numeric' }, ['length-shape', 'number-shape']],
    [{ pattern: '\\d{6}' }, ['pattern-shape']],
    [{ maxLength: 64 }, ['long-field']],
    [{ placeholder: '123 456' }, ['example-placeholder']],
    [{ placeholder: 'XXX-XXX' }, []],
    [{ placeholder: '6-digit' }, []],
    [{ placeholder: 'AB12-CD34' }, ['other-example']],
    [{ placeholder: 'ABCD-EFGH' }, ['other-example']],
    [{ placeholder: '000 000 000 000' }, ['other-example']],
    [{ occupied: true }, ['occupied']],
  ])('%j: %j', (shape, expected) => {
    expect(shapeSigns({ ...plain, ...shape })).toEqual(expected);
  });
});
