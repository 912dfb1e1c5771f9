/** What can take a code as a whole: a row of one-character fields, or one field. */
import { describeOwn, type Own } from './describe';
import { attributeOf, isElement, nameOf, previousOf, textOf } from './dom';
import { autocompleteOf, type Field, isCodeOrEmpty, valueOf } from './field';
import { type Cell, findGroups } from './groups';
import type { Layout } from './layout';
import type { Shape } from './shape';
import { normalise } from './text';
import { says } from './words';

/** Pixels that one character needs at most. */
const NARROW = 64;

export interface Part extends Cell {
  readonly own: Own;
}
export type Unit = readonly [Part, ...Part[]];

/**
 * Rows of cells first; every other field for itself. A row whose length is not that of the code at hand is left out; codes
 * of four digits are for locks, so one must be at hand.
 */
export function unitsOf(
  fields: readonly Field[],
  layout: Layout,
  digits: number | undefined,
): readonly Unit[] {
  const elements = new Set<Element>(fields.map(({ element }) => element));
  const parts = fields.map((field): Part => ({
    field,
    own: describeOwn(field, elements),
    box: layout.box(field.element),
    labelled: isLabelled(field, layout),
    before: textBetween(field),
  }));
  const rows = findGroups(parts) as readonly (readonly Part[])[];
  const inRow = new Set(rows.flat());
  const fitting = rows.filter((row) => (digits === undefined ? row.length > 4 : row.length === digits));
  const singles = parts.filter((part) => !inRow.has(part)).map((part): readonly Part[] => [part]);
  return [...fitting, ...singles].filter((unit): unit is Unit => unit.length > 0);
}

/** Named on its own, and not as the n-th of several, be it "Code 2" or, in a narrow field, "Second code". */
function isLabelled({ element }: Field, layout: Layout): boolean {
  const labels = [...((element as Partial<HTMLInputElement>).labels ?? [])].map((label) =>
    label.textContent.trim(),
  );
  const text =
    labels.join(' ') || (element.previousElementSibling?.localName === 'div' ? '' : textBetween({ element }));
  if (text.replace(/[^\p{L}]/gu, '').length < 2 || /\d/.test(text)) return false;
  return layout.box(element).width > NARROW || !says('code', normalise(text));
}

function textBetween({ element }: Pick<Field, 'element'>): string {
  const before = previousOf(element);
  return before === null || (isElement(before) && nameOf(before) === 'input') ? '' : textOf(before);
}

/** What a unit says of itself, the words of its cells together. */
export function ownOf(unit: Unit): Own {
  return {
    ids: unit.flatMap((part) => part.own.ids),
    label: [...new Set(unit.map((part) => part.own.label))].filter(Boolean).join('. '),
  };
}

/** @param alone Nothing else on the page takes one line of text. */
export function shapeOf(unit: Unit, alone: boolean): Shape {
  const cells = unit.map(({ field }) => field);
  const values = cells.map(valueOf);
  const occupied =
    cells.length === 1 ? !isCodeOrEmpty(values[0] ?? '') : values.some((value) => value.trim().length > 1);
  // The first cell of a row may take the whole code.
  const { element } = cells[1] ?? unit[0].field;
  const number = (name: string): number | undefined => {
    const text = attributeOf(element, name);
    return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
  };
  return {
    type: unit[0].field.type,
    autocomplete: autocompleteOf(unit[0].field.element),
    inputmode: attributeOf(element, 'inputmode').toLowerCase(),
    pattern: attributeOf(element, 'pattern'),
    placeholder: attributeOf(element, 'placeholder'),
    maxLength: number('maxlength'),
    minLength: number('minlength'),
    cells: cells.length,
    value: values.join(''),
    occupied,
    alone,
  };
}
