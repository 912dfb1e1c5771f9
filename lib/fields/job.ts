/** One code on its way into one field or row: which inputs those are by now, and how much of the code they hold. */
import { type Course, isOpen } from './course';
import type { Target } from './detect';
import { attributeOf, findAll } from './dom';
import { type Field, valueOf } from './field';
import type { FillReport } from './report';

export interface Job {
  readonly code: string;
  /** How many inputs share the code. */
  readonly size: number;
  /** Cells in order, found again where the page has drawn them anew; nothing when it has taken them away or is busy. */
  cells(): readonly Field[] | undefined;
  /** What a cell should hold. */
  wanted(index: number): string;
  isComplete(): boolean;
  /** Nothing more may be typed: the page had the whole code once, or has gone on. */
  isOver(): boolean;
  hasLeft(): boolean;
  /** Notes that a cell got its character, should the page take the row away. */
  gave(index: number): void;
  /** The page said that it took the whole code at once: believed where it has gone on since. */
  pasted(): void;
  /** The cells where the code is there and the page does nothing with it yet. */
  waiting(): readonly Field[] | undefined;
  report(): Exclude<FillReport, { readonly result: 'nothing' | 'refused' }>;
}

export interface JobOptions {
  readonly course: Course;
  /** Looks for the target once more. */
  readonly again: () => Target | undefined;
}

export function createJob(start: readonly Field[], code: string, { course, again }: JobOptions): Job {
  let current = start;
  /** The whole code was read back once. */
  let seen = false;
  let taken = false;
  const given = new Set<number>();
  const size = start.length;
  const wanted = (index: number): string => (size === 1 ? code : (code[index] ?? ''));
  const hasAll = (): boolean => taken || given.size === size;

  function isComplete(): boolean {
    const complete = current.every((cell, index) => holds(cell, wanted(index))) || isSpread(current, code);
    seen ||= complete;
    return complete;
  }

  function cells(): readonly Field[] | undefined {
    if (!current.every(({ element }) => element.isConnected)) {
      const target = again();
      if (target?.cells.length !== size || target.occupied) return undefined;
      // An empty one in the place of one that had everything is the next step, not ours.
      if (hasAll() && isEmpty(target.cells)) return undefined;
      current = target.cells;
    }
    const open = current.every((cell, index) => holds(cell, wanted(index)) || isOpen(cell));
    return open ? current : undefined;
  }

  const isOver = (): boolean =>
    isComplete() || seen || course.hasLeft() || (hasAll() && (course.hasTaken(current) || isEmpty(current)));

  function report(): ReturnType<Job['report']> {
    const gone = course.hasTaken(current);
    if (isComplete() || (gone && hasAll())) return { result: 'filled', sent: 'no' };
    const wrong = wrongIn(current, code, gone ? given : new Set());
    return { result: 'partly', filled: code.length - wrong.length, of: code.length, wrong };
  }

  return {
    code,
    size,
    cells,
    wanted,
    isComplete,
    isOver,
    hasLeft: () => course.hasLeft(),
    gave: (index) => given.add(index),
    pasted: () => (taken = course.hasTaken(current)),
    waiting: () => (cells() && isComplete() && !course.hasTaken(current) ? current : undefined),
    report,
  };
}

/** How many characters fit in: a number has no end, whatever it says. */
export function roomOf(cells: readonly Field[]): number {
  const [first] = cells;
  if (cells.length !== 1 || first === undefined) return cells.length;
  const text = attributeOf(first.element, 'maxlength');
  return first.type !== 'number' && /^\d{1,6}$/.test(text) ? Number(text) : Infinity;
}

/** Equal but for the grouping that a page may add. */
export function holds(cell: Field, wanted: string): boolean {
  return plain(cell) === wanted;
}

/** What looked like one field was the first of a row, which spread the code. */
function isSpread([first, second]: readonly Field[], code: string): boolean {
  if (first === undefined || second !== undefined || !first.element.isConnected) return false;
  const inputs = findAll(first.element.getRootNode() as Document | ShadowRoot, 'input');
  const start = inputs.indexOf(first.element);
  const row = start < 0 ? [] : inputs.slice(start, start + code.length);
  return row.map((element) => (element as HTMLInputElement).value).join('') === code;
}

const plain = (cell: Field): string => valueOf(cell).replace(/[\W_]/g, '');

const isEmpty = (cells: readonly Field[]): boolean => cells.every((cell) => valueOf(cell) === '');

/** Places of the characters that are not there; all of them where something stands around the right ones. */
function wrongIn(cells: readonly Field[], code: string, given: ReadonlySet<number>): readonly number[] {
  const [first] = cells;
  const texts = cells.length === 1 && first ? plain(first).split('') : cells.map(plain);
  const places = [...code.split('').keys()];
  const wrong = places.filter((index) => texts[index] !== code[index] && !given.has(index));
  return wrong.length > 0 ? wrong : places;
}
