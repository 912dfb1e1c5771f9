/** To make the vectors anew: WRITE_VECTORS=1 npx vitest run test/unit/vault/vectors */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { findIn, type Vector } from './find';
import { makeVectors, summaryOf, type Made } from './make';

const FOLDER = path.resolve(import.meta.dirname, '../../../corpus/vault-vectors');
/** Worked examples, of another shape. */
const EXAMPLES = ['basic.json', 'layout-1.json'];
const MAX_BYTES = 600_000;

const write = process.env['WRITE_VECTORS'] !== undefined;
const files = readdirSync(FOLDER).filter((file) => !EXAMPLES.includes(file));
const pathOf = (name: string) => path.join(FOLDER, `${name}.json`);
/** One field a line. */
function textOf(vector: object): string {
  const lines = Object.entries(vector).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function read(name: string): Vector {
  return JSON.parse(readFileSync(pathOf(name), 'utf8')) as Vector;
}

let made: readonly Made[];
beforeAll(async () => {
  made = await makeVectors();
  if (!write) return;
  for (const file of files) rmSync(path.join(FOLDER, file));
  for (const { vector } of made) {
    writeFileSync(pathOf(vector.name), textOf({ ...vector, expect: await findIn(vector) }));
  }
}, 60_000);

describe('the vectors', () => {
  test('are what this version makes, byte for byte', () => {
    const names = readdirSync(FOLDER).filter((file) => !EXAMPLES.includes(file));
    expect(names.sort()).toEqual(made.map(({ vector }) => `${vector.name}.json`).sort());
    for (const { vector } of made) {
      const { expect: _, ...given } = read(vector.name);
      expect(textOf(given)).toBe(textOf(vector));
    }
  });

  test('expect what was told of each by hand', () => {
    const found = made.map(({ vector: { name }, told }) => {
      return { name, told: pick(summaryOf(read(name).expect), told) };
    });
    expect(found).toEqual(made.map(({ vector: { name }, told }) => ({ name, told })));
  });

  test('are many, told apart by their names, and small', () => {
    expect(new Set(made.map(({ vector }) => vector.name)).size).toBe(made.length);
    expect(made.length).toBeGreaterThanOrEqual(160);
    const sizes = readdirSync(FOLDER).map((file) => readFileSync(path.join(FOLDER, file)).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_BYTES);
  });
});

describe('our own reader', () => {
  test.skipIf(write).each(files)('finds in %s what it expects', async (file) => {
    const vector = read(path.basename(file, '.json'));
    expect(await findIn(vector)).toEqual(vector.expect);
  });
});

/** Of what was found, what was told of. */
function pick(found: ReturnType<typeof summaryOf>, told: Made['told']): unknown {
  if (typeof found === 'string' || typeof told === 'string') return found;
  return Object.fromEntries(Object.keys(told).map((name) => [name, found[name as keyof typeof found]]));
}
