/** What texts and identifiers speak of. All languages are looked for on every page: what a page declares is often wrong. */
import { createLexicon, type Hit, listOf } from './lexicon';
import identifiers from './words/identifiers.json';
import languages from './words/languages.json';
import topics from './words/topics.json';

/**
 * `proof` also counts as `factor`; `proof` near `tool` says `app`, `two` before `part` says `step`, and `by` before `channel` says `sent`: so that
 * "authentication app" and "two factor" need no entry for each of their spellings.
 */
export type Kind = keyof (typeof languages)['shared'];
export type Topic = keyof typeof topics;
export type Token = keyof typeof identifiers;
type List = Kind | `${'own' | 'near'} ${Topic}`;

export const TOPICS = Object.keys(topics) as Topic[];

/** Entries after `*` also tell a topic when they stand around the field. */
const scan = createLexicon<List>([
  ...Object.values(languages).flatMap((words) => Object.entries(words).flatMap(listsOfKind)),
  ...TOPICS.flatMap((topic): [List, string[]][] => {
    const words = listOf(topics[topic]);
    const near = words.filter((word) => word.startsWith('*')).map((word) => word.slice(1));
    return [
      [`own ${topic}`, [...words.filter((word) => !word.startsWith('*')), ...near]],
      [`near ${topic}`, near],
    ];
  }),
]);

function listsOfKind([kind, words]: [string, string]): [List, string[]][] {
  const list = listOf(words);
  return [[kind as Kind, list], ...(kind === 'proof' ? ([['factor', list]] as [List, string[]][]) : [])];
}

/** Pairs of words that say a kind together: the first, the second, and how far apart they may stand. */
const PAIRS = [
  ['app', 'proof', 'tool', 14],
  ['app', 'tool', 'proof', 14],
  ['app', 'step', 'tool', 1],
  ['step', 'two', 'part', 1],
  ['sent', 'by', 'channel', 1],
  ['sent', 'channel', 'code', 1],
] as const;

interface Reading {
  readonly hits: readonly Hit<List>[];
  readonly said: ReadonlySet<List>;
}

const read = remembered((text): Reading => {
  const hits = scan(text);
  const said = new Set(hits.map(({ list }) => list));
  for (const [kind, first, second, gap] of PAIRS) {
    const firsts = hits.filter(({ list }) => list === first);
    const seconds = hits.filter(({ list }) => list === second);
    const isPair = (a: Hit<List>, b: Hit<List>): boolean =>
      b.start >= a.end && b.start - a.end <= gap && !/[.!?;]/.test(text.slice(a.end, b.start));
    if (firsts.some((a) => seconds.some((b) => isPair(a, b)))) said.add(kind);
  }
  return { hits, said };
});

/** Texts are asked about many times in one look. */
function remembered<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const found = known.get(text) ?? answer(text);
    if (known.size >= 300) known.clear();
    known.set(text, found);
    return found;
  };
}

/** Whether a normalised text has a word of this kind, in any language. */
export function says(kind: Kind, text: string): boolean {
  return read(text).said.has(kind);
}

/** How many words of this kind a text has; one inside another counts once. */
export function count(kind: Kind, text: string): number {
  let end = 0;
  let found = 0;
  for (const hit of read(text).hits) {
    if (hit.list !== kind) continue;
    if (hit.start >= end) found += 1;
    end = Math.max(end, hit.end);
  }
  return found;
}

export function without(kind: Kind, text: string): string {
  let rest = text;
  for (const { list, start, end } of read(text).hits) {
    if (list === kind) rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
  }
  return rest;
}

/** @param place `own`: the field's own name; `near`: the text around it, which must be clearer. */
export function mentions(topic: Topic, place: 'own' | 'near', text: string): boolean {
  return read(text).said.has(`${place} ${topic}`);
}

/**
 * Whether a text asks for a one-time code: by a word for two-step sign-in, or by a word for "code" in one sentence
 * with one for "verification".
 */
export const asksForCode = remembered((text): boolean =>
  text.split(/[.!?;。！？]/u).some((sentence) => {
    const plain = sentence.replace(/\bqr (?:codes?|kodi?)|二维码|二維碼/gu, ' ');
    return says('step', plain) || (says('factor', plain) && says('code', without('factor', plain)));
  }),
);

const BEFORE = 'input|txt|login|user|my|form|field|confirm|enter|id';
const BEHIND =
  'inputs|input|field|codes|code|token|value|box|pin|text|number|key|form|login|attempt|modal|verify';

const patterns = Object.fromEntries(
  Object.entries(identifiers).map(([token, words]) => [
    token,
    new RegExp(`(?:^|-)(?:${BEFORE})?(?:${words})(?:${BEHIND})?\\d*(?:-|$)`),
  ]),
);

/** Whether identifiers, one per entry, have a token of this kind, alone or joined with words such as `input` or `code`. */
export function names(token: Token, ids: readonly string[]): boolean {
  return ids.some((id) => patterns[token]?.test(id));
}
