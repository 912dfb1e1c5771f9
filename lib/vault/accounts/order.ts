/** Places in a hand-sorted list: numbers with room between them, so that a move rewrites one account, not all. */

export interface Placed {
  readonly id: string;
  readonly order: number;
}

const STEP = 1024;

/** The place behind everything. */
export function orderLast(list: readonly Placed[]): number {
  return list.reduce((highest, { order }) => Math.max(highest, order), 0) + STEP;
}

/**
 * New places that put `id` before `before` (or last where `before` is absent): usually one, all where the numbers
 * between two neighbours have run out, none where `id` is to stand before itself.
 * @param list In its present order.
 */
export function move(
  list: readonly Placed[],
  id: string,
  before: string | undefined,
): ReadonlyMap<string, number> {
  if (before === id) return new Map();
  const others = list.filter((item) => item.id !== id);
  const found = others.findIndex((item) => item.id === before);
  const at = found < 0 ? others.length : found;
  const previous = others[at - 1]?.order ?? (others[at]?.order ?? 0) - 2 * STEP;
  const next = others[at]?.order ?? previous + 2 * STEP;
  const middle = (previous + next) / 2;
  if (middle > previous && middle < next) return new Map([[id, middle]]);
  const ids = others.map((item) => item.id);
  ids.splice(at, 0, id);
  return new Map(ids.map((each, index) => [each, (index + 1) * STEP]));
}
