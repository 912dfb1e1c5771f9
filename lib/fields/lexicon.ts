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
const SPACED = /^[\p{Script=Latin}\p{Script=Cyrillic}\d]/u;
const LETTER = /[\p{L}\p{N}]/u;

/** Entries as the files of word lists join them. */
export const listOf = (entries: string): string[] => entries.split(/, ?/);

/** @param lists Entries spelled as `normalise` leaves texts. */
export function createLexicon<List>(
  lists: Iterable<readonly [List, readonly string[]]>,
): (text: string) => readonly Hit<List>[] {
  const byStart = new Map<string, Entry<List>[]>();
  for (const [list, entries] of lists) {
    for (const text of entries) {
      const whole = text.endsWith('|');
      const free = text.startsWith('~');
      const word = text.slice(free ? 1 : 0, whole ? -1 : undefined);
      const start = word.slice(0, 2);
      const known = byStart.get(start) ?? [];
      known.push({ list, word, whole, anywhere: free || !SPACED.test(word) });
      byStart.set(start, known);
    }
  }
  return (text) => {
    const hits: Hit<List>[] = [];
    const look = (start: number, length: number): void => {
      for (const { list, word, anywhere, whole } of byStart.get(text.slice(start, start + length)) ?? []) {
        const end = start + word.length;
        if (!text.startsWith(word, start) || (whole && isLetter(text, end))) continue;
        if (anywhere || !isLetter(text, start - 1)) hits.push({ list, start, end });
      }
    };
    for (let start = 0; start < text.length; start += 1) {
      look(start, 1);
      if (start + 1 < text.length) look(start, 2);
    }
    return hits;
  };
}

function isLetter(text: string, index: number): boolean {
  return LETTER.test(text.charAt(index));
}
