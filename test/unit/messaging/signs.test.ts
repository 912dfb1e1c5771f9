import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SIGNS as given } from '../../../lib/fields/signals';
import { TOPICS as listed } from '../../../lib/fields/words';
import { SIGNS, TOPICS } from '../../../lib/messaging/signs';

test('users are told of the signs that a page’s script gives, all of them and no others', () => {
  expect([...SIGNS].sort()).toEqual([...given].sort());
});

test('users are told of the topics that a page’s script names, all of them and no others', () => {
  const source = (file: string): string =>
    readFileSync(new URL(`../../../lib/fields/${file}.ts`, import.meta.url), 'utf8');
  const named = [
    ...source('veto').matchAll(/(?:return|\?) '([a-z]+)'/g),
    ...source('detect').matchAll(/'not: ([a-z]+)'/g),
  ].map(([, topic]) => topic);
  expect([...TOPICS].sort()).toEqual([...new Set([...listed, ...named])].sort());
});
