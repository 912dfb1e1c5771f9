/** The project's own pages, each with a line that says what is to be filled, through the built extension. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { measure, type Outcome } from '../fields/measure';
import { isScored, misses } from '../fields/table';
import { expect, test } from './fixtures';

const PAGES = path.resolve(import.meta.dirname, '../corpus/fields');

const GROUPS = [
  ['fill', 'want a code and get it in all their fields, and nowhere else', 60],
  ['none', 'want something else and get nothing', 60],
  ['recovery', 'want a recovery code and get nothing', 18],
  ['sent', 'want a code that was sent and get nothing', 18],
] as const;

// One look at all pages serves all tests.
test.describe.configure({ mode: 'default' });

let outcomes: readonly Outcome[] = [];

test.beforeAll(async ({}, { project }) => {
  test.setTimeout(180_000);
  // After a failed test the next one runs in a new process. Playwright empties the folder before each run.
  const taken = path.join(project.outputDir, 'fields.json');
  if (!existsSync(taken)) {
    mkdirSync(project.outputDir, { recursive: true });
    writeFileSync(taken, JSON.stringify(await measure(PAGES)));
  }
  outcomes = JSON.parse(readFileSync(taken, 'utf8')) as readonly Outcome[];
});

for (const [group, what, atLeast] of GROUPS) {
  test(`pages that ${what}`, () => {
    const pages = outcomes.filter(({ file }) => file.startsWith(`${group}-`)).filter(isScored);
    expect(pages.length).toBeGreaterThanOrEqual(atLeast);
    expect(misses(pages)).toBe('no misses');
  });
}

test('every page says what is expected of it, and could be looked at', () => {
  const bad = outcomes.filter((outcome) => !isScored(outcome) || !outcome.lookedAt);
  expect(bad.map(({ file, reasons }) => `${file}: ${reasons.join(', ')}`)).toEqual([]);
});
