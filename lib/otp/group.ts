/** Where codes of a length are parted: never more than four digits in a row, a longer group last. */
const GROUPS = new Map([
  [6, /^(...)(...)$/],
  [7, /^(...)(....)$/],
  [8, /^(....)(....)$/],
  [9, /^(...)(...)(...)$/],
  [10, /^(...)(...)(....)$/],
]);

/**
 * Groups a code for the eye. For display only: what is copied or filled stays ungrouped.
 *
 * A plain space, because the font for codes has one and a thin space would come from another font. Up to five
 * characters, Steam's letters among them, are read as one word.
 */
export function groupCode(text: string): string {
  return GROUPS.get(text.length)?.exec(text)?.slice(1).join(' ') ?? text;
}
