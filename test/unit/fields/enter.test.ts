// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { enter } from '../../../lib/fields/enter';
import type { Field } from '../../../lib/fields/field';
import { createJob } from '../../../lib/fields/job';
import type { Typist } from '../../../lib/fields/typist';
import { row, show } from './page';

const course = { hasLeft: () => false, hasTaken: () => false, stop: () => undefined };
let acts: string[] = [];
let cells: Field[] = [];
const indexOf = ({ element }: Field) => cells.findIndex((cell) => cell.element === element);
const valueIn = (index: number) => cells[index]!.element as HTMLInputElement;

function typistWho(type: (index: number, text: string) => void, takesPaste = false): Typist {
  return {
    focus: () => Promise.resolve(),
    paste: (field) => {
      acts.push(`paste ${indexOf(field)}`);
      return takesPaste;
    },
    type: (field, text) => {
      acts.push(`type ${indexOf(field)}`);
      type(indexOf(field), text);
      return Promise.resolve(true);
    },
    leave: (field) => acts.push(`leave ${indexOf(field)}`),
  };
}

async function run(typist: Typist): Promise<void> {
  await enter(createJob(cells, '012', { course, again: () => undefined }), typist, () => Promise.resolve());
}

beforeEach(() => {
  show(row(3));
  cells = [...document.querySelectorAll('input')].map((element) => ({ element, type: 'text' }));
  acts = [];
});

test('a row is pasted into, then typed into from the first cell to the last, which is left', async () => {
  await run(typistWho((index, text) => (valueIn(index).value = text)));
  expect(acts).toEqual(['paste 0', 'type 0', 'type 1', 'type 2', 'leave 2']);
});

test('a cell that does not keep its character is typed into twice, and the right ones once', async () => {
  await run(typistWho((index, text) => (valueIn(index).value = index === 1 ? '' : text)));
  expect(acts).toEqual(['paste 0', 'type 0', 'type 1', 'type 2', 'type 1', 'leave 2']);
});

test('a single field is typed into once, and pasted into where it gives everything back', async () => {
  cells = cells.slice(0, 1);
  await run(typistWho(() => undefined));
  expect(acts).toEqual(['type 0', 'paste 0', 'leave 0']);
});
