/** Figures and how they are shown. */
import { summarize, type Summary } from './stats';

export interface Figure extends Summary {
  readonly name: string;
  readonly unit: 'ms' | 'kB' | 'x';
  /** The median should not exceed it. */
  readonly reach?: number;
  readonly note?: string;
}

type More = Pick<Figure, 'reach' | 'note'>;

export function timed(name: string, values: readonly number[], more: More = {}): Figure {
  return { name, unit: 'ms', ...summarize(values), ...more };
}

/** Bytes that vary. */
export function gathered(name: string, bytes: readonly number[], more: More = {}): Figure {
  return { name, unit: 'kB', ...summarize(bytes.map((each) => each / 1000)), ...more };
}

/** Measured once: nothing about it varies. */
export function sized(name: string, bytes: number, more: More = {}): Figure {
  const kB = bytes / 1000;
  return { name, unit: 'kB', median: kB, p95: kB, runs: 1, ...more };
}

const HEAD = ['', 'median', 'p95', 'runs', 'reach', '', 'note'];

export function table(group: string, figures: readonly Figure[]): string {
  const rows = [[group, ...HEAD.slice(1)], ...figures.map(row)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const isText = column === 0 || column >= 5;
        return isText ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!);
      })
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}

function row({ name, unit, median, p95, runs, reach, note }: Figure): string[] {
  const holds = reach === undefined ? '' : median <= reach ? 'holds' : 'MISSED';
  const spread = runs === 1 ? '' : shown(p95);
  return [
    name,
    `${shown(median)} ${unit}`,
    spread,
    `${runs}`,
    reach === undefined ? '' : `${reach}`,
    holds,
    note ?? '',
  ];
}

function shown(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);
}
