/** The figures of a measured folder as text. */
import { summarize } from '../bench/stats';
import type { Steps } from './folder';
import type { Outcome } from './measure';
import { counted, isClassRight, type Judged, sortOf, tally, type Tally, verdictOn } from './score';

export type Scored = Outcome & Judged;

export const isScored = (outcome: Outcome): outcome is Scored =>
  outcome.known !== undefined && outcome.known.expect !== 'any';

/** @param all Also the rows in which nothing was missed. */
export function report(outcomes: readonly Outcome[], all = false): string {
  const scored = outcomes.filter(isScored);
  if (scored.length === 0) return [...outcomes.map(plainLine), '', timing(outcomes)].join('\n');
  const groups = (['kind', 'lang', 'framework'] as const).map((by) => grouped(scored, by, all));
  return [totals(scored, outcomes.length), ...groups, misses(scored), mistaken(scored), timing(outcomes)]
    .filter(Boolean)
    .join('\n\n');
}

function totals(pages: readonly Scored[], measured: number): string {
  const { complete, first, split, negatives, recovery, sent, noField } = tally(pages);
  const told = (sort: 'sent' | 'recovery'): Tally =>
    counted(
      pages.filter(({ known }) => sortOf(known) === sort),
      isClassRight,
    );
  return aligned([
    ['complete on pages that want a code', shown(complete)],
    ['  right field first', shown(first)],
    ['  complete where it is split', shown(split)],
    ['negatives hit', shown(negatives)],
    ['recovery fields taken', shown(recovery)],
    ['sent codes treated as ours', shown(sent)],
    ...(noField.of > 0 ? [['pages without a field hit', shown(noField)]] : []),
    ['told apart: sent', shown(told('sent'))],
    ['told apart: recovery', shown(told('recovery'))],
    ['not scored', String(measured - pages.length)],
  ]);
}

function shown({ count, of }: Tally): string {
  return of === 0 ? '–' : `${count}/${of}  ${((100 * count) / of).toFixed(1)} %`;
}

function grouped(pages: readonly Scored[], by: 'kind' | 'lang' | 'framework', all: boolean): string {
  const names = [...new Set(pages.map(({ known }) => known[by]))].toSorted();
  const rows = names.map((name): [string, Tally] => [
    name || '(unnamed)',
    counted(
      pages.filter(({ known }) => known[by] === name),
      isRight,
    ),
  ]);
  const kept = rows.filter(([, { count, of }]) => all || count < of);
  if (kept.length === 0) return `right by ${by}: all of ${names.length}`;
  return aligned([
    [`right by ${by}`, `${rows.length - kept.length} of ${rows.length} without a miss`],
    ...kept.map(([name, right]) => [`  ${name}`, shown(right)]),
  ]);
}

export function isRight(page: Judged): boolean {
  return verdictOn(page) === 'complete';
}

export function misses(pages: readonly Scored[]): string {
  const missed = pages.filter((page) => !isRight(page));
  return missed.length === 0 ? 'no misses' : ['misses', ...missed.map(miss)].join('\n');
}

function miss(page: Scored): string {
  const { file, known, chosen, reasons, seen } = page;
  const lines = seen.slice(0, 4).map(({ state, name, field, score, cells, reasons }) => {
    const place = cells > 1 ? `${cells} cells` : 'field';
    return `      ${state} ${place} "${name}": ${field} ${score} (${reasons.join(', ')})`;
  });
  const wanted = known.expect === 'fill' ? `wants ${known.targets.length}` : `wants nothing (${known.kind})`;
  return [
    `  ${file}: ${verdictOn(page)}; ${wanted}, ${chosen.length} would be filled; class ${page.class}`,
    ...(known.expect === 'fill' && known.targets.length === 0 ? ['      its selector finds nothing'] : []),
    ...(seen.length === 0 ? [`      ${reasons.join(', ') || 'no field was seen'}`] : []),
    ...lines,
  ].join('\n');
}

/** Nothing wrong is filled there, but the user is told of the wrong kind of code. */
function mistaken(pages: readonly Scored[]): string {
  const wrong = pages.filter(
    (page) => ['sent', 'recovery'].includes(sortOf(page.known) ?? '') && isRight(page) && !isClassRight(page),
  );
  if (wrong.length === 0) return '';
  return [
    'taken for another kind',
    ...wrong.map((page) => `  ${page.file} (${page.known.kind}): ${page.class} (${page.reasons.join(', ')})`),
  ].join('\n');
}

function plainLine({ file, lookedAt, class: told, chosen, reasons }: Outcome): string {
  if (!lookedAt) return `${file}: ${reasons.join(', ')}`;
  return `${file}: ${told}${chosen.length > 0 ? `, fills ${chosen.map(pathOf).join(' + ')}` : ''}`;
}

function pathOf(steps: Steps): string {
  return steps
    .map(({ sel, enter }) => `${sel}${enter === 'shadow' ? ' >>> ' : enter ? ' |> ' : ''}`)
    .join('');
}

function timing(outcomes: readonly Outcome[]): string {
  const times = outcomes.filter(({ lookedAt }) => lookedAt).map(({ ms }) => ms);
  if (times.length === 0) return 'no page could be looked at';
  const { median, p95 } = summarize(times);
  return `a look at a page: median ${median.toFixed(1)} ms, 95th percentile ${p95.toFixed(1)} ms`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', value = '']) => `${name.padEnd(width)}  ${value}`).join('\n');
}

/** What other programs read of it. */
export function plain(outcomes: readonly Outcome[]): object {
  return {
    pages: Object.fromEntries(
      outcomes.map(({ file, class: told, chosen, ms, reasons }) => [
        file,
        { class: told, chosen, ms, reasons },
      ]),
    ),
  };
}
