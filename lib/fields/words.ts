/**
 * The word lists as matchers. All languages are looked for on every page: the language a page declares is often wrong.
 *
 * An entry is found at the beginning of a word; `~` before it: anywhere; `|` after it: only where the word ends. In
 * scripts that write without spaces or put particles before a word, anywhere.
 */
import identifiers from './words/identifiers.json';
import languages from './words/languages.json';
import topics from './words/topics.json';
import { normalise } from './text';

export type Kind = keyof (typeof languages)['en'];
export type Topic = keyof typeof topics;
export type Token = keyof typeof identifiers;

export const TOPICS = Object.keys(topics) as Topic[];

/** Letters that begin a word only after a character that is not a letter. */
const SPACED =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}\d]/u;

const kinds = new Map<string, RegExp>();
const topicWords = new Map<string, RegExp>();
const tokens = new Map<string, RegExp>();

/** Whether a normalised text has a word of this kind, in any language. */
export function says(kind: Kind, text: string): boolean {
  return text !== '' && kindPattern(kind).test(text);
}

export function without(kind: Kind, text: string): string {
  return text.replace(new RegExp(kindPattern(kind), 'gu'), ' ');
}

export function count(kind: Kind, text: string): number {
  return text.match(new RegExp(kindPattern(kind), 'gu'))?.length ?? 0;
}

/** @param place `own`: the field's own name; `near`: the text around it, which must be clearer. */
export function mentions(topic: Topic, place: 'own' | 'near', text: string): boolean {
  const words = topics[topic][place];
  if (text === '' || words.length === 0) return false;
  return remember(topicWords, `${topic} ${place}`, () => compile(words)).test(text);
}

/** Whether identifiers, one per entry, have a token of this kind, alone or joined with words such as `input` or `code`. */
export function names(token: Token, ids: readonly string[]): boolean {
  const pattern = remember(tokens, token, () => tokenPattern(identifiers[token]));
  return ids.some((id) => pattern.test(id));
}

/**
 * Whether a text asks for a one-time code: by a word for two-step sign-in, or by a word for "code" in one sentence
 * with one for "verification".
 */
export function asksForCode(text: string): boolean {
  return text.split(/[.!?;。！？\n]/u).some((sentence) => {
    const plain = sentence.replace(/\bqr[- ]?codes?|qr-?коды?|二维码|二維碼/gu, ' ');
    return says('step', plain) || (says('factor', plain) && says('code', without('factor', plain)));
  });
}

function kindPattern(kind: Kind): RegExp {
  return remember(kinds, kind, () => compile(Object.values(languages).flatMap((words) => words[kind])));
}

function remember(cache: Map<string, RegExp>, key: string, make: () => RegExp): RegExp {
  const known = cache.get(key) ?? make();
  cache.set(key, known);
  return known;
}

function compile(entries: readonly string[]): RegExp {
  const starts: string[] = [];
  const anywhere: string[] = [];
  for (const entry of new Set(entries)) {
    const [, free, word, end] = /^(~?)(.*?)(\|?)$/u.exec(entry) ?? [];
    if (word === undefined || word === '') continue;
    const pattern =
      escape(normalise(word)) + (word.endsWith(' ') ? ' ' : '') + (end ? '(?![\\p{L}\\p{N}])' : '');
    (free || !SPACED.test(word) ? anywhere : starts).push(pattern);
  }
  const parts = [...anywhere];
  if (starts.length > 0) parts.unshift(`(?<![\\p{L}\\p{N}])(?:${starts.join('|')})`);
  return new RegExp(parts.join('|'), 'u');
}

function tokenPattern(entries: readonly string[]): RegExp {
  const before = '(?:input|txt|login|user|my|form|field|confirm|enter|id)?';
  const after =
    '(?:input|inputs|field|code|codes|token|value|box|pin|text|number|key|form|login|attempt|modal|verify)?';
  return new RegExp(`(?:^|-)${before}(?:${entries.map(escape).join('|')})${after}\\d*(?=-|$)`, 'u');
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
