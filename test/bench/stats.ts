/** What a series of measurements comes to, and how series that are compared are taken. */
export interface Summary {
  readonly median: number;
  readonly p95: number;
  readonly runs: number;
}

export function summarize(values: readonly number[]): Summary {
  return { median: median(values), p95: percentile(values, 95), runs: values.length };
}

export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest value that at least `percent` of all do not exceed (nearest rank): always one that was measured. */
export function percentile(values: readonly number[], percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * values.length));
  return ascending(values)[rank - 1]!;
}

function ascending(values: readonly number[]): number[] {
  if (values.length === 0) throw new Error('Nothing was measured.');
  return values.toSorted((a, b) => a - b);
}

export type Measure = () => Promise<number>;

export interface Rounds {
  readonly runs: number;
  readonly warmUp?: number;
}

/** Measures A, B, A, B …, so that what disturbs the machine for a while disturbs all alike. Warm-up rounds do not count. */
export async function interleave<Name extends string>(
  { runs, warmUp = 2 }: Rounds,
  measures: Readonly<Record<Name, Measure>>,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const entries = Object.entries<Measure>(measures);
  const series = Object.fromEntries(entries.map(([name]) => [name, [] as number[]]));
  for (let round = -warmUp; round < runs; round += 1) {
    for (const [name, measure] of entries) {
      const value = await measure();
      if (round >= 0) series[name]!.push(value);
    }
  }
  return series as Record<Name, number[]>;
}

/** How each value stands above the middle of what it is compared with. */
export function above(values: readonly number[], baseline: readonly number[]): readonly number[] {
  const ground = median(baseline);
  return values.map((value) => value - ground);
}
