// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import type { Target } from '../../../lib/fields/detect';
import type { Field } from '../../../lib/fields/field';
import { createJob, holds, roomOf } from '../../../lib/fields/job';
import { row, show } from './page';

const fieldsIn = (): Field[] =>
  [...document.querySelectorAll('input')].map((element) => ({ element, type: element.type as 'text' }));
const course = (taken = false) => ({ hasLeft: () => false, hasTaken: () => taken, stop: () => undefined });
const targetOf = (cells: readonly Field[], occupied = false) => ({ cells, occupied }) as Target;
const put = (text: string) =>
  fieldsIn().forEach(({ element }, i) => ((element as HTMLInputElement).value = text[i] ?? ''));
const noTarget = () => undefined;

beforeEach(() => {
  show(row(3));
});

describe('room', () => {
  test.each([
    ['a row', row(5), 5],
    ['a field with a limit', '<input maxlength=6>', 6],
    ['a field without one', '<input>', Infinity],
    ['a field with a nonsensical one', '<input maxlength=six>', Infinity],
    ['a number, whose limit browsers ignore', '<input type=number maxlength=1>', Infinity],
  ])('of %s', (_, html, room) => {
    show(html);
    expect(roomOf(fieldsIn())).toBe(room);
  });
});

test.each([
  ['123456', true],
  ['123 456', true],
  ['123-456', true],
  ['12345', false],
  ['1234567', false],
  ['', false],
])('a field with "%s" holds 123456: %s', (value, answer) => {
  show('<input>');
  fieldsIn().forEach(({ element }) => ((element as HTMLInputElement).value = value));
  expect(holds(fieldsIn()[0]!, '123456')).toBe(answer);
});

describe('cells', () => {
  test('that are drawn anew are found again', () => {
    const job = createJob(fieldsIn(), '012', { course: course(), again: () => targetOf(fieldsIn()) });
    show(row(3));
    expect(job.cells()?.map(({ element }) => element)).toEqual(fieldsIn().map(({ element }) => element));
  });

  test.each<[string, string, boolean]>([
    ['of another number', row(2), false],
    ['that hold something else', row(3), true],
  ])('%s are not taken for them', (_, html, occupied) => {
    const job = createJob(fieldsIn(), '012', {
      course: course(),
      again: () => targetOf(fieldsIn(), occupied),
    });
    show(html);
    expect(job.cells()).toBeUndefined();
  });

  test('that are empty after the whole code was given are the next step', () => {
    const job = createJob(fieldsIn(), '012', { course: course(), again: () => targetOf(fieldsIn()) });
    [0, 1, 2].forEach((index) => job.gave(index));
    show(row(3));
    expect(job.cells()).toBeUndefined();
    put('012');
    expect(job.cells()).toHaveLength(3);
  });

  test('that are closed are not typed into, unless they hold their character', () => {
    const job = createJob(fieldsIn(), '012', { course: course(), again: noTarget });
    document.querySelector('input')!.disabled = true;
    expect(job.cells()).toBeUndefined();
    put('0');
    expect(job.cells()).toHaveLength(3);
  });
});

describe('a job is over', () => {
  test('once the whole code was there, even for a moment', () => {
    const job = createJob(fieldsIn(), '012', { course: course(), again: noTarget });
    put('01');
    expect(job.isOver()).toBe(false);
    put('012');
    expect(job.isComplete()).toBe(true);
    put('9');
    expect(job.isOver()).toBe(true);
    expect(job.waiting()).toBeUndefined();
  });

  test('when everything was given and the page has emptied it', () => {
    const job = createJob(fieldsIn(), '012', { course: course(), again: noTarget });
    [0, 1].forEach((index) => job.gave(index));
    expect(job.isOver()).toBe(false);
    job.gave(2);
    expect(job.isOver()).toBe(true);
  });
});

describe('a report', () => {
  test.each<[string, string, readonly number[], boolean, object]>([
    ['of the whole code', '012', [], false, { result: 'filled', sent: 'no' }],
    ['of a page that took all of it', '', [0, 1, 2], true, { result: 'filled', sent: 'no' }],
    [
      'of a page that gave all of it back',
      '',
      [0, 1, 2],
      false,
      { result: 'partly', filled: 0, of: 3, wrong: [0, 1, 2] },
    ],
    ['of a page that left midway', '', [0], true, { result: 'partly', filled: 1, of: 3, wrong: [1, 2] }],
    ['of a wrong cell', '092', [0, 1, 2], false, { result: 'partly', filled: 2, of: 3, wrong: [1] }],
  ])('%s', (_, value, given, taken, report) => {
    const job = createJob(fieldsIn(), '012', { course: course(taken), again: noTarget });
    put(value);
    given.forEach((index) => job.gave(index));
    expect(job.report()).toEqual(report);
  });

  test('of a paste that the page took, and went on', () => {
    const job = createJob(fieldsIn(), '012', { course: course(true), again: noTarget });
    job.pasted();
    expect(job.report()).toEqual({ result: 'filled', sent: 'no' });
  });
});

test('a code that one field has spread over those behind it is complete', () => {
  show(`<input>${row(6)}`);
  const fields = fieldsIn();
  const job = createJob(fields.slice(1, 2), '012345', { course: course(), again: noTarget });
  put('9012345');
  expect(job.report()).toEqual({ result: 'filled', sent: 'no' });
  put('9012305');
  expect(job.report()).toMatchObject({ result: 'partly' });
});
