/** Names from outside, made safe to look at: what can't be seen, or would reorder its surroundings, is shown as a mark. */

/** Controls, invisible and direction-changing characters, and halves of surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u3164\u115F\u1160]/gu;

/** Joiners shape emoji and several scripts; between two letters of ASCII they only hide. */
const JOINERS = new Set(['\u200C', '\u200D']);

/** Each by its code point, so that two different names never look the same. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character, at: number) =>
    joins(text, character, at) ? character : mark(character),
  );
}

/** The visible form, cut after `length` characters as a reader counts them. */
export function shortened(text: string, length = 80): string {
  const shown = visible(text);
  if (shown.length <= length) return shown;
  const characters = [
    ...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(shown.slice(0, length * 16)),
  ];
  if (characters.length <= length && shown.length <= length * 16) return shown;
  return `${characters
    .slice(0, length)
    .map(({ segment }) => segment)
    .join('')}…`;
}

function joins(text: string, character: string, at: number): boolean {
  if (!JOINERS.has(character)) return false;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at + 1);
  return before > 0x7f && after > 0x7f;
}

function mark(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}
