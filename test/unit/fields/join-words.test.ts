import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLexicon, listOf } from '../../../lib/fields/lexicon';
import languages from '../../../lib/fields/words/languages.json';
import { joinWords } from '../../../scripts/support/words.mjs';

type Lists = Record<string, Record<string, string>>;
const read = (name: string): string =>
  readFileSync(new URL(`../../../lib/fields/words/${name}.json`, import.meta.url), 'utf8');
const lexicon = (lists: Lists) =>
  createLexicon(
    Object.values(lists).flatMap((words) =>
      Object.entries(words).map(([kind, list]) => [kind, listOf(list)] as const),
    ),
  );

test('what is shipped of the languages finds the same words', () => {
  const [written, shipped] = [lexicon(languages), lexicon(JSON.parse(joinWords(read('languages'))) as Lists)];
  const words = Object.values(languages).flatMap((lists) =>
    Object.values(lists).flatMap((list) => listOf(list).map((entry) => entry.replace(/^~|\|$/g, ''))),
  );
  const part = fc.oneof(fc.constantFrom(...words), fc.constantFrom(' ', '. ', 'a', '1', ''));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const found = (scan: typeof written) =>
        new Set(scan(parts.join('')).map((hit) => `${hit.list} ${hit.start} ${hit.end}`));
      expect(found(shipped)).toEqual(found(written));
    }),
  );
});

test.each(['topics', 'identifiers'])('what is shipped of %s are the same words', (name) => {
  const [written, shipped] = [read(name), joinWords(read(name))].map((json) =>
    Object.entries(JSON.parse(json) as Record<string, string>).map(([key, list]) => [key, listOf(list)]),
  );
  expect(shipped).toEqual(written);
});
