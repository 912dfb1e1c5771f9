/** Rows of one-character inputs that share a code, recognised by shape and place, since attributes tell little. */
import type { Field } from './field';
import type { Box } from './layout';

/** Pixels that equal sizes and one line may differ by. */
const TOLERANCE = 4;
const MAX_WIDTH = 260;

export interface Cell {
  readonly field: Field;
  readonly box: Box;
  /** Whether it is named on its own, as in "Minute", "Hour", and not as one of several. */
  readonly labelled: boolean;
  /** Text between it and the cell before: `:` or `.` make an address or a time. */
  readonly before: string;
}

/** The rows among the cells of a page, in tree order. What is no row of a code's length is left out. */
export function findGroups(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [];
  for (const cell of cells) {
    const row = rows.at(-1);
    if (row !== undefined && continues(row, cell)) row.push(cell);
    else rows.push([cell]);
  }
  return rows.filter((row) => row.length >= 4 && row.length <= 8 && isCode(row) && !isGrid(row, rows));
}

function continues(row: readonly Cell[], cell: Cell): boolean {
  const first = row[0];
  const last = row.at(-1);
  if (first === undefined || last === undefined || cell.labelled) return false;
  const [a, b] = [last.box, cell.box];
  if (last.field.type !== cell.field.type) return false;
  if (Math.abs(a.width - b.width) > TOLERANCE || Math.abs(a.height - b.height) > TOLERANCE) return false;
  if (Math.abs(a.top - b.top) > TOLERANCE || b.width > MAX_WIDTH) return false;
  const gap = b.left > a.left ? b.left - a.left - a.width : a.left - b.left - b.width;
  return gap > -TOLERANCE && gap <= Math.max(48, 1.5 * b.width) && sameDirection(first.box, a, b);
}

function sameDirection(first: Box, last: Box, next: Box): boolean {
  return first === last || Math.sign(last.left - first.left) === Math.sign(next.left - last.left);
}

function isCode(row: readonly Cell[]): boolean {
  const lengths = row.slice(1).map(({ field }) => maxLength(field));
  if (lengths.some((length) => length !== undefined && length > 2 && (row.length < 6 || length < row.length)))
    return false;
  const separators = row.slice(1).map(({ before }) => before.trim());
  return !separators.every((text) => /^[:./-]$/.test(text));
}

/** Rows of the same length and size above or below: a puzzle or a table. */
function isGrid(row: readonly Cell[], rows: readonly (readonly Cell[])[]): boolean {
  const first = row[0];
  if (first === undefined) return false;
  const others = rows.filter((other) => {
    const box = other[0]?.box;
    if (other === row || other.length < 3 || box === undefined) return false;
    const near = Math.abs(box.top - first.box.top) < 3 * first.box.height;
    return (
      near &&
      Math.abs(box.width - first.box.width) <= TOLERANCE &&
      Math.abs(box.left - first.box.left) <= TOLERANCE
    );
  });
  return others.length > 1;
}

function maxLength({ element }: Field): number | undefined {
  const value = element.getAttribute('maxlength') ?? '';
  return /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}
