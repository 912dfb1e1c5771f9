/** Which snapshots stay: some of the last days, some of the last weeks, and some that were made before a restore. */

export const TIERS = ['daily', 'weekly', 'before'] as const;
/** `before`: made because everything was about to be put back. */
export type Tier = (typeof TIERS)[number];

export interface Dated {
  readonly id: string;
  readonly at: number;
  readonly tier: Tier;
}

const DAY = 24 * 60 * 60 * 1000;
const DAYS = 7;
const WEEKS = 4;
const BEFORE = 3;
const BEFORE_DAYS = 30;

/** The day of a time, counted in UTC since 1970. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY);
}

/** The ISO week of a time: 1 January 1970 was a Thursday, weeks begin on Monday. */
export function weekOf(at: number): number {
  return Math.floor((dayOf(at) + 3) / 7);
}

/** The ids to keep, each with the tier for which it stays. A time without snapshots takes no place. */
export function keep(snapshots: readonly Dated[], now: number): ReadonlyMap<string, Tier> {
  const sorted = newestFirst(snapshots, now);
  const dated = sorted.filter(({ tier }) => tier !== 'before');
  const before = sorted.filter(({ at, tier }) => tier === 'before' && now - at <= BEFORE_DAYS * DAY);
  return new Map<string, Tier>([
    ...newestOfEach(dated, weekOf, WEEKS).map((id) => [id, 'weekly'] as const),
    ...newestOfEach(dated, dayOf, DAYS).map((id) => [id, 'daily'] as const),
    ...before.slice(0, BEFORE).map(({ id }) => [id, 'before'] as const),
  ]);
}

/** What a wrong clock dated into the future counts as oldest: it must not push out what is made now. */
export function newestFirst<T extends Dated>(snapshots: readonly T[], now: number): readonly T[] {
  const rank = ({ at }: T) => (at > now ? -at : at);
  return [...snapshots].sort((a, b) => rank(b) - rank(a));
}

function newestOfEach(
  sorted: readonly Dated[],
  unit: (at: number) => number,
  most: number,
): readonly string[] {
  const newest = new Map<number, string>();
  for (const { id, at } of sorted) if (!newest.has(unit(at))) newest.set(unit(at), id);
  return [...newest.values()].slice(0, most);
}
