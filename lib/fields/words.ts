/** What texts and identifiers speak of. All languages are looked for on every page: what a page declares is often wrong. */
import { createLexicon, type Hit } from './lexicon';
import identifiers from './words/identifiers.json';
import languages from './words/languages.json';
import topics from './words/topics.json';

export type Kind = keyof (typeof languages)['shared'];
export type Topic = keyof typeof topics;
export type Token = keyof typeof identifiers;
type List = Kind | `${'own' | 'near'} ${Topic}`;

export const TOPICS = Object.keys(topics) as Topic[];

const scan = createLexicon<List>([
  ...Object.values(languages).flatMap((words) => Object.entries(words) as [Kind, string][]),
  ...TOPICS.flatMap((topic) =>
    Object.entries(topics[topic]).map(([place, words]) => [`${place} ${topic}`, words] as [List, string]),
  ),
]);

/** Texts are asked about many times in one look. */
const MAX_KNOWN = 300;
const known = new Map<string, readonly Hit<List>[]>();

function hitsIn(text: string): readonly Hit<List>[] {
  const hits = known.get(text) ?? scan(text);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(text, hits);
  return hits;
}

/** Whether a normalised text has a word of this kind, in any language. */
export function says(kind: Kind, text: string): boolean {
  return hitsIn(text).some(({ list }) => list === kind);
}

/** How many words of this kind a text has; one inside another counts once. */
export function count(kind: Kind, text: string): number {
  let end = 0;
  let found = 0;
  for (const hit of hitsIn(text)) {
    if (hit.list !== kind) continue;
    if (hit.start >= end) found += 1;
    end = Math.max(end, hit.end);
  }
  return found;
}

export function without(kind: Kind, text: string): string {
  let rest = text;
  for (const { list, start, end } of hitsIn(text)) {
    if (list === kind) rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
  }
  return rest;
}

/** @param place `own`: the field's own name; `near`: the text around it, which must be clearer. */
export function mentions(topic: Topic, place: 'own' | 'near', text: string): boolean {
  return hitsIn(text).some(({ list }) => list === `${place} ${topic}`);
}

/**
 * Whether a text asks for a one-time code: by a word for two-step sign-in, or by a word for "code" in one sentence
 * with one for "verification".
 */
export function asksForCode(text: string): boolean {
  return text.split(/[.!?;。！？]/u).some((sentence) => {
    const plain = sentence.replace(/\bqr codes?|qr коды?|二维码|二維碼/gu, ' ');
    return says('step', plain) || (says('factor', plain) && says('code', without('factor', plain)));
  });
}

const PREFIXES = ['input', 'txt', 'login', 'user', 'my', 'form', 'field', 'confirm', 'enter', 'id'];
const SUFFIXES =
  'inputs|input|field|codes|code|token|value|box|pin|text|number|key|form|login|attempt|modal|verify'.split(
    '|',
  );
/** Words of an identifier that may form one token together. */
const MAX_WORDS = 3;

const tokens = new Map<string, Set<Token>>();
for (const [token, words] of Object.entries(identifiers) as [Token, string][]) {
  for (const word of words.split(', ')) tokens.set(word, (tokens.get(word) ?? new Set()).add(token));
}

/** Whether identifiers, one per entry, have a token of this kind, alone or joined with words such as `input` or `code`. */
export function names(token: Token, ids: readonly string[]): boolean {
  return ids.some((id) => tokensOf(id).has(token));
}

const knownIds = new Map<string, ReadonlySet<Token>>();

function tokensOf(id: string): ReadonlySet<Token> {
  const found = knownIds.get(id) ?? new Set(joinedWords(id).flatMap((word) => [...tokensOfWord(word)]));
  if (knownIds.size >= MAX_KNOWN) knownIds.clear();
  knownIds.set(id, found);
  return found;
}

function joinedWords(id: string): readonly string[] {
  const words = id.split('-');
  return words.flatMap((_, first) =>
    Array.from({ length: MAX_WORDS }, (__, more) => words.slice(first, first + more + 1).join('')),
  );
}

function tokensOfWord(word: string): ReadonlySet<Token> {
  const plain = word.replace(/\d+$/, '');
  const bare = SUFFIXES.find((suffix) => plain.endsWith(suffix) && plain.length > suffix.length);
  const stems = [word, plain, ...(bare === undefined ? [] : [plain.slice(0, -bare.length)])];
  const all = stems.flatMap((stem) => [
    stem,
    ...PREFIXES.filter((prefix) => stem.startsWith(prefix)).map((prefix) => stem.slice(prefix.length)),
  ]);
  return new Set(all.flatMap((stem) => [...(tokens.get(stem) ?? [])]));
}
