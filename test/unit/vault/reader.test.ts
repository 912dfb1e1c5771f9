/** A second reader, in another language and sharing no code with ours, finds the same in every vector. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findIn, type EngineImage, type Vector } from './vectors/find';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const FOLDER = path.join(ROOT, 'test/corpus/vault-vectors');
const PYTHON = '/usr/bin/python3';

const python = (...given: string[]) => spawnSync(PYTHON, ['-B', ...given], { encoding: 'utf8', cwd: ROOT });

/** What keeps this reader from running, if anything. */
function whatIsMissing(): string | undefined {
  if (python('--version').status !== 0) return PYTHON;
  const packages = ['cryptography', 'argon2'];
  const missing = packages.filter((name) => python('-c', `import ${name}`).status !== 0);
  return missing.length > 0 ? `Python's ${missing.join(' and ')}` : undefined;
}

const missing = whatIsMissing();
const because = missing ? ` (not tried: ${missing} is missing here)` : '';

const pathsOf = (folder: string) => readdirSync(folder).map((file) => path.join(folder, file));
const readIn = (folder: string) => python('test/reader/lockstep_reader.py', ...pathsOf(folder));
const vectorOf = (file: string) => JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Vector;

let own: string;
beforeAll(() => {
  own = mkdtempSync(path.join(tmpdir(), 'vectors-'));
});
afterAll(() => rmSync(own, { recursive: true }));

function put(vectors: readonly Vector[]): void {
  for (const file of pathsOf(own)) rmSync(file);
  vectors.forEach((vector, i) => writeFileSync(path.join(own, `${i}.json`), JSON.stringify(vector)));
}

describe(`the reader in Python${because}`, () => {
  test.skipIf(missing)('finds in every vector what it expects', () => {
    const { stdout, stderr, status } = readIn(FOLDER);
    expect(stdout.split('\n').filter((line) => line.includes('MISMATCH'))).toEqual([]);
    // Two files are worked examples.
    expect(stdout.trim().split('\n').at(-1)).toBe(`${pathsOf(FOLDER).length - 2} vectors, 0 not as expected`);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  test.skipIf(missing)('says so where it finds something else', () => {
    const good = vectorOf('two-alike.json');
    const bad = vectorOf('slot-wrapped.json');
    put([
      good,
      { ...good, expect: { ...good.expect, role: 'viewer' } },
      { ...bad, expect: { refused: 'header-damaged' } },
      { ...bad, expect: good.expect },
    ]);
    const { stdout, status } = readIn(own);
    expect(status).toBe(1);
    expect(stdout).toContain('4 vectors, 3 not as expected');
  });

  test.skipIf(missing)(
    'makes of any damage what our own makes of it',
    async () => {
      const bases = [
        'two-alike',
        'furnished',
        'removed-way-recovery',
        'several-passkey',
        'each-lost-another',
      ];
      const damaged = fc.record({
        base: fc.constantFrom(...bases.map((name) => vectorOf(`${name}.json`))),
        engine: fc.nat({ max: 1 }),
        place: fc.nat(),
        at: fc.nat(),
        gone: fc.nat({ max: 2 }),
        put: fc.uint8Array({ maxLength: 2 }),
      });
      const vectors: Vector[] = [];
      for (const { base, engine, ...edit } of fc.sample(damaged)) {
        const engines = (base.engines ?? []).map((image, i) =>
          i === engine % base.engines!.length ? damage(image, edit) : image,
        );
        const given = { ...base, engines };
        vectors.push({ ...given, expect: await findIn(given) });
      }
      put(vectors);
      const { stdout, status } = readIn(own);
      expect(stdout.split('\n').filter((line) => line.includes('found '))).toEqual([]);
      expect(status).toBe(0);
      expect(new Set(vectors.map((vector) => Object.keys(vector.expect)[0]))).toEqual(
        new Set(['opens', 'refused']),
      );
    },
    600_000,
  );
});

interface Edit {
  readonly place: number;
  readonly at: number;
  readonly gone: number;
  readonly put: Uint8Array;
}

/** Some bytes of one stored thing in the place of others: the header as often as everything else. */
function damage(image: EngineImage, edit: Edit): EngineImage {
  if ('indexeddb' in image) {
    const { header, records } = image.indexeddb;
    if (edit.place % 2 === 0) return { indexeddb: { header: spoil(header ?? '', edit), records } };
    const keys = Object.keys(records);
    const key = keys[edit.place % keys.length]!;
    return { indexeddb: { header, records: { ...records, [key]: spoil(records[key]!, edit) } } };
  }
  const area = image['storage.local'];
  if (edit.place % 2 === 0)
    return { 'storage.local': { ...area, 'vault/header': spoil(String(area['vault/header']), edit) } };
  const names = Object.keys(area).filter((name) => name.startsWith('vault/') && name !== 'vault/header');
  const name = names[edit.place % names.length]!;
  const shard = area[name] as Record<string, string>;
  const [id = ''] = Object.keys(shard);
  return { 'storage.local': { ...area, [name]: { ...shard, [id]: spoil(shard[id] ?? '', edit) } } };
}

function spoil(text: string, { at, gone, put: added }: Edit): string {
  const bytes = Buffer.from(text, 'base64');
  const start = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, start), added, bytes.subarray(start + gone)]).toString('base64');
}
