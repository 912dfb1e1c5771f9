/** Rows drawn beyond those in sight, so that scrolling never shows a gap. */
const SPARE = 3;

/** Which rows of equal height are in sight, of a list that begins `top` pixels above the upper edge. */
export function windowOf({
  count,
  row,
  top,
  height,
}: {
  readonly count: number;
  readonly row: number;
  readonly top: number;
  readonly height: number;
}): { readonly first: number; readonly end: number } {
  const first = Math.floor(top / row) - SPARE;
  const end = Math.ceil((top + height) / row) + SPARE;
  return { first: Math.min(Math.max(first, 0), count), end: Math.min(Math.max(end, 0), count) };
}
