/** What the words on a button say that it does, in whatever language. */
import { attributeOf, nameOf, textOf } from './dom';
import { createLexicon, listOf } from './lexicon';
import { identifier, normalise } from './text';
import words from './words/buttons.json';
import { says, without } from './words';

export interface Saying {
  /** Nothing that it says speaks against pressing it. */
  readonly harmless: boolean;
  /** It says that it goes on. */
  readonly goes: boolean;
  /** It says nothing besides: "Verify", "Confirm the code", but not "Confirm the order". */
  readonly plainly: boolean;
}

type List = keyof (typeof words)['shared'];

/**
 * `go` speaks for a button, `avoid` against it, `send` against it where it speaks of the code, which is sent to the
 * user, or of the way that it takes. `plain` changes nothing.
 */
const scan = createLexicon<List>(
  Object.values(words).flatMap((lists) =>
    Object.entries(lists).map(([list, entries]) => [list as List, listOf(entries).map(normalise)] as const),
  ),
);

const MAX_TEXT = 200;
const WORD = /[\p{L}\p{N}]+/gu;
/** What is not understood is pressed only where it is a word or two, and no amount. */
const BRIEF = /^[^\p{N}]{0,24}$/u;
const MAX_WORDS = 2;

/** Its authors' name for it counts too: those words are English in most languages' pages. */
export function sayingOf(button: HTMLElement): Saying {
  const shown = normalise(textOf(button).slice(0, MAX_TEXT) || valueOn(button));
  const told = ['aria-label', 'title', 'alt'].map((name) => attributeOf(button, name));
  const said = normalise([shown, ...told].join(' . '));
  const called = ['id', 'name'].map((name) => identifier(attributeOf(button, name)));
  const all = normalise([said, ...called].join(' . '));
  const goes = saysGo(all);
  const face = shown || said;
  return {
    harmless: !isAgainst(all) && (saysGo(said) || isBrief(face)),
    goes,
    plainly: goes && isPlain(face),
  };
}

const valueOn = (button: HTMLElement): string =>
  nameOf(button) === 'input' ? attributeOf(button, 'value').slice(0, MAX_TEXT) : '';

function isAgainst(text: string): boolean {
  const lists = scan(text).map(({ list }) => list);
  if (lists.includes('avoid')) return true;
  if (lists.includes('send') && (says('code', text) || says('channel', text))) return true;
  return (['recovery', 'again', 'sent'] as const).some((kind) => says(kind, text));
}

const saysGo = (text: string): boolean =>
  says('factor', text) || scan(text).some(({ list }) => list === 'go');

const isBrief = (text: string): boolean => BRIEF.test(text) && (text.match(WORD)?.length ?? 0) <= MAX_WORDS;

/** Entries are beginnings of words: a word is known where its beginning is. */
function isPlain(text: string): boolean {
  let rest = without('code', without('factor', without('step', text)));
  for (const { start, end } of scan(text))
    rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
  return [...text.matchAll(WORD)].every(({ index }) => rest.charAt(index) === ' ');
}
