/** Finds the one place of a document that wants a one-time code, says which kind, and why. */
import { focusedElement, type OpenRoot, rootsOf, within } from './deep';
import { type Around, createSurveyor } from './around';
import { isElement, nameOf, viewOf } from './dom';
import { describeOwn, type Own } from './describe';
import { isEnrolment, textOfPage } from './enrolment';
import { autocompleteOf, type Field, findFields, isCodeOrEmpty, valueOf } from './field';
import { type Cell, findGroups } from './groups';
import { createLayout, type Layout } from './layout';
import type { FieldClass } from './report';
import { judge, type Shape, type Verdict } from './signals';

export interface DetectOptions {
  readonly layout?: Layout;
  readonly openRoot?: OpenRoot;
  /** Length of the code at hand, when it is known: a row of another length is not for it. */
  readonly digits?: number;
  /** The user pointed at the field that has the focus, as in its context menu. */
  readonly pointed?: boolean;
}

/** A field, or a row of one-character fields, with what was found out about it. */
export interface Target extends Verdict {
  readonly cells: readonly Field[];
  readonly focused: boolean;
  readonly occupied: boolean;
}

export interface Detection {
  readonly winner?: Target;
  readonly field: FieldClass;
  readonly enrolment: boolean;
  /** Everything that was weighed, best first. */
  readonly seen: readonly Target[];
}

/** From here on a field is taken for a code field, once the user asks for it. */
const THRESHOLD = 30;
/** How much better the winner must be than a field of another form. */
const MARGIN = 1.25;

/** Looks at a document as a user's gesture asks for it; the focused field wins unless it certainly wants something else. */
export function detect(document: Document, options: DetectOptions = {}): Detection {
  const view = viewOf(document);
  if (view === null) return { field: 'other', enrolment: false, seen: [] };
  const { layout = createLayout(view), openRoot = closed } = options;
  const focused = focusedElement(document, openRoot);
  const look = { roots: rootsOf(document, options.openRoot), layout, openRoot };
  const { fields, others } = findFields(look, focused);
  const survey = createSurveyor(document, fields, look);
  const units = unitsOf(fields, layout, options.digits);
  const count = units.length + others.length;
  let around: Around | undefined;
  const seen = units.map((unit) => {
    around = survey(unit[0].field.element);
    return weigh(unit, around, count === 1, focused, options.digits);
  });
  const winner = choose(seen, options.pointed ?? false);
  // Taken only because the user stands in it: nothing says what it is for.
  const unsaid = winner === undefined || (winner.score < THRESHOLD && !winner.veto);
  const field = unsaid ? 'other' : winner.field;
  const context = winner === undefined ? undefined : survey(winner.cells[0]?.element ?? document.body);
  const text = context
    ? `${context.title}. ${context.headings}. ${context.text}. ${context.actions}`
    : textOfPage(document);
  return {
    ...(winner && { winner }),
    field,
    enrolment: isEnrolment(look, text, field === 'totp'),
    seen: seen.toSorted((a, b) => b.score - a.score),
  };
}

const closed: OpenRoot = () => null;

interface Part extends Cell {
  readonly own: Own;
}
type Unit = readonly [Part, ...Part[]];

/** Rows of cells first; every other field for itself. */
function unitsOf(fields: readonly Field[], layout: Layout, digits: number | undefined): readonly Unit[] {
  const elements = new Set<Element>(fields.map(({ element }) => element));
  const parts = fields.map((field): Part => {
    const own = describeOwn(field, elements);
    return {
      field,
      own,
      box: layout.box(field.element),
      labelled: isLabelled(field),
      before: textBetween(field),
    };
  });
  const rows = findGroups(parts) as readonly (readonly Part[])[];
  const inRow = new Set(rows.flat());
  const fitting = rows.filter((row) => digits === undefined || row.length === digits);
  const singles = parts.filter((part) => !inRow.has(part)).map((part): readonly Part[] => [part]);
  return [...fitting, ...singles].filter((unit): unit is Unit => unit.length > 0);
}

/** Named on its own, and not as the n-th of several. */
function isLabelled({ element }: Field): boolean {
  const labels = [...((element as Partial<HTMLInputElement>).labels ?? [])].map((label) =>
    label.textContent.trim(),
  );
  const text =
    labels.join(' ') || (element.previousElementSibling?.localName === 'div' ? '' : textBetween({ element }));
  return text.replace(/[^\p{L}]/gu, '').length > 1 && !/\d/.test(text);
}

function textBetween({ element }: Pick<Field, 'element'>): string {
  const before = element.previousSibling;
  return before === null || (isElement(before) && nameOf(before) === 'input')
    ? ''
    : (before.textContent ?? '');
}

function weigh(
  unit: Unit,
  around: Around,
  alone: boolean,
  focused: Element | undefined,
  digits: number | undefined,
): Target {
  const cells = unit.map(({ field }) => field);
  const values = cells.map(valueOf);
  const occupied =
    cells.length === 1 ? !isCodeOrEmpty(values[0] ?? '') : values.some((value) => value.trim().length > 1);
  const own: Own = {
    ids: unit.flatMap((part) => part.own.ids),
    label: [...new Set(unit.map((part) => part.own.label))].filter(Boolean).join('. '),
  };
  const shape = shapeOf(cells, { value: values.join(''), occupied, alone });
  const verdict = judge(shape, own, around);
  const tooShort =
    digits !== undefined && cells.length === 1 && shape.maxLength !== undefined && shape.maxLength < digits;
  return {
    ...verdict,
    ...(tooShort && { veto: true, score: 0, reasons: ['not: shape'] }),
    cells,
    occupied,
    focused: focused !== undefined && cells.some(({ element }) => within(element, focused)),
  };
}

function shapeOf(cells: readonly Field[], rest: Pick<Shape, 'value' | 'occupied' | 'alone'>): Shape {
  const element = cells.length > 1 ? cells[1]?.element : cells[0]?.element;
  const first = cells[0]?.element;
  const get = (name: string): string => element?.getAttribute(name) ?? '';
  const number = (name: string): number | undefined =>
    /^\d{1,6}$/.test(get(name)) ? Number(get(name)) : undefined;
  return {
    type: cells[0]?.type ?? 'text',
    autocomplete: first ? autocompleteOf(first) : '',
    inputmode: get('inputmode').toLowerCase(),
    pattern: get('pattern'),
    placeholder: get('placeholder'),
    maxLength: number('maxlength'),
    minLength: number('minlength'),
    cells: cells.length,
    ...rest,
  };
}

/**
 * One winner, or none where two forms want it equally. Where the user stands in a field, it is that one: but one that
 * merely lacks a sign does not stand before one that is sure, unless the user pointed at it.
 */
function choose(seen: readonly Target[], pointed: boolean): Target | undefined {
  const focused = seen.find((target) => target.focused && !target.veto);
  if (focused && (pointed || focused.score >= THRESHOLD)) return focused;
  const best = surest(seen);
  return best && rank(best) === 2 ? best : (focused ?? best);
}

function surest(seen: readonly Target[]): Target | undefined {
  const able = seen.filter(({ veto, score, field }) => score >= THRESHOLD && (!veto || field !== 'other'));
  const best = able.toSorted((a, b) => rank(b) - rank(a) || b.score - a.score)[0];
  if (best === undefined) return undefined;
  const rival = able.find((target) => {
    return (
      target !== best &&
      rank(target) === rank(best) &&
      !sameForm(target, best) &&
      target.score * MARGIN > best.score
    );
  });
  return rival === undefined ? best : undefined;
}

/** What a stored secret can make comes before what it can't. */
function rank({ field }: Target): number {
  return field === 'totp' ? 2 : field === 'out-of-band' ? 1 : 0;
}

function sameForm(a: Target, b: Target): boolean {
  return a.cells[0]?.element.closest('form') === b.cells[0]?.element.closest('form');
}
