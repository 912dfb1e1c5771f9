/**
 * Finds the words of many lists in a text in one pass.
 *
 * An entry is found at the beginning of a word; `~` before it: anywhere; `|` after it: only where the word ends. In
 * scripts that write without spaces or put particles before a word, anywhere. Alternations of this size take regular
 * expressions tens of milliseconds to compile, on every page anew.
 */

export interface Hit<List> {
  readonly list: List;
  readonly start: number;
  readonly end: number;
}

interface Entry<List> {
  readonly list: List;
  readonly word: string;
  readonly anywhere: boolean;
  readonly whole: boolean;
}

/** Scripts whose words begin after a character that is no letter. */
const SPACED =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}\d]/u;
const LETTER = /[\p{L}\p{N}]/u;

/** @param lists Entries joined by commas, spelled as `normalise` leaves them. */
export function createLexicon<List>(
  lists: Iterable<readonly [List, string]>,
): (text: string) => readonly Hit<List>[] {
  const byStart = new Map<string, Entry<List>[]>();
  for (const [list, entries] of lists) {
    for (const text of entries.split(', ')) {
      const whole = text.endsWith('|');
      const free = text.startsWith('~');
      const word = text.slice(free ? 1 : 0, whole ? -1 : undefined);
      const entry = { list, word, whole, anywhere: free || !SPACED.test(word) };
      const start = word.slice(0, 2);
      byStart.set(start, [...(byStart.get(start) ?? []), entry]);
    }
  }
  return (text) => {
    const hits: Hit<List>[] = [];
    for (let start = 0; start < text.length; start += 1) {
      const starts = new Set([text.slice(start, start + 2), text.charAt(start)]);
      const entries = [...starts].flatMap((first) => byStart.get(first) ?? []);
      for (const { list, word, anywhere, whole } of entries) {
        const end = start + word.length;
        if (!text.startsWith(word, start) || (whole && isLetter(text, end))) continue;
        if (anywhere || !isLetter(text, start - 1)) hits.push({ list, start, end });
      }
    }
    return hits;
  };
}

function isLetter(text: string, index: number): boolean {
  return LETTER.test(text.charAt(index));
}
