/** Which of the pages were judged right, and how many of each sort. */
import type { FieldClass } from '../../lib/fields/report';
import type { Known, Steps } from './folder';

/** What is needed of an outcome to judge it. */
export interface Judged {
  readonly file: string;
  readonly known: Known;
  readonly lookedAt: boolean;
  readonly class: FieldClass;
  readonly chosen: readonly Steps[];
}

/**
 * `complete`: all of the code's fields and nothing else, or nothing where nothing should be. `unseen`: it could not be
 * looked at, which is nobody's merit.
 */
export type Verdict = 'complete' | 'incomplete' | 'nothing' | 'wrong' | 'unseen' | 'unscored';

/** What a page is counted under: the rows of the table, as the figures to reach name them. */
export type Sort = 'fill' | 'negative' | 'recovery' | 'sent' | 'no field';

export function sortOf({ expect, kind }: Known): Sort | undefined {
  if (expect === 'any') return undefined;
  if (expect === 'fill') return 'fill';
  if (expect === 'offer') return 'sent';
  if (/^recovery/.test(kind)) return 'recovery';
  return /^negative/.test(kind) ? 'negative' : 'no field';
}

export function verdictOn({ known, lookedAt, chosen }: Judged): Verdict {
  if (known.expect === 'any') return 'unscored';
  if (!lookedAt) return 'unseen';
  if (known.expect !== 'fill') return chosen.length === 0 ? 'complete' : 'wrong';
  if (chosen.length === 0) return 'nothing';
  const picked = new Set(chosen.map(keyOf));
  if (isMirror(known, chosen) || isSame(picked, known.targets.map(keyOf))) return 'complete';
  const targets = new Set(known.targets.map(keyOf));
  return [...picked].every((key) => targets.has(key)) ? 'incomplete' : 'wrong';
}

/** The first element that gets something is the first that should, or takes the code for all. */
export function isFirstRight({ known, chosen }: Judged): boolean {
  const [first] = chosen;
  if (first === undefined) return false;
  return isMirror(known, [first]) || keyOf(first) === known.targets.map(keyOf)[0];
}

/** Whether the kind of code that the page wants was told. */
export function isClassRight({ known, lookedAt, class: told }: Judged): boolean {
  if (!lookedAt) return false;
  const sort = sortOf(known);
  if (sort === 'fill') return told === 'totp';
  if (sort === 'sent') return told === 'out-of-band';
  if (sort === 'recovery') return told === 'recovery';
  return told !== 'totp' && told !== 'out-of-band';
}

export interface Tally {
  readonly count: number;
  readonly of: number;
}

export interface Tallies {
  readonly complete: Tally;
  readonly first: Tally;
  readonly split: Tally;
  /** Below here, the fewer the better. */
  readonly negatives: Tally;
  readonly recovery: Tally;
  readonly sent: Tally;
  readonly noField: Tally;
}

export function tally(pages: readonly Judged[]): Tallies {
  const of = (sort: Sort): readonly Judged[] => pages.filter(({ known }) => sortOf(known) === sort);
  const fill = of('fill');
  const isComplete = (page: Judged): boolean => verdictOn(page) === 'complete';
  const isHit = (page: Judged): boolean => !isComplete(page);
  const split = fill.filter(({ known }) => known.split);
  return {
    complete: counted(fill, isComplete),
    first: counted(fill, isFirstRight),
    split: counted(split, isComplete),
    negatives: counted(of('negative'), isHit),
    recovery: counted(of('recovery'), isHit),
    sent: counted(of('sent'), isHit),
    noField: counted(of('no field'), isHit),
  };
}

export function counted(pages: readonly Judged[], holds: (page: Judged) => boolean): Tally {
  return { count: pages.filter(holds).length, of: pages.length };
}

function isMirror({ mirrors }: Known, chosen: readonly Steps[]): boolean {
  const keys = new Set(mirrors.map(keyOf));
  return chosen.length === 1 && chosen.every((steps) => keys.has(keyOf(steps)));
}

function isSame(picked: ReadonlySet<string>, targets: readonly string[]): boolean {
  return targets.length > 0 && picked.size === targets.length && targets.every((key) => picked.has(key));
}

export function keyOf(steps: Steps): string {
  return steps.map(({ sel, enter }) => `${sel} ${enter ?? ''}`).join('\n');
}
