import { describe, expect, it } from 'vitest';
import { filesUnder, read } from './files';

/** Types, constants and tables alone: nothing in them runs. */
const TYPES_ONLY = [
  'lib/fields/report.ts',
  'lib/limits.ts',
  'lib/messaging/contract.ts',
  'lib/messaging/requests.ts',
  'lib/messaging/views.ts',
  'lib/otp/otp.ts',
  'lib/problem.ts',
  'lib/vault/parts.ts',
];

const sources = filesUnder('lib', /\.ts$/);
const tests = filesUnder('test/unit', /\.test\.ts$/);
const everything = ['components', 'entrypoints', 'lib', 'scripts', 'test'].flatMap((folder) =>
  filesUnder(folder, /\.(ts|mts|mjs|svelte)$/),
);
const hasTest = (source: string): boolean =>
  tests.includes(source.replace(/^lib\//, 'test/unit/').replace(/\.ts$/, '.test.ts'));

describe('every file of lib/', () => {
  it('has a test at its mirrored path, or is listed as types only', () => {
    expect(sources.filter((source) => !hasTest(source) && !TYPES_ONLY.includes(source))).toEqual([]);
  });

  it('is listed as types only just while it exists and has no test', () => {
    expect(TYPES_ONLY.filter((source) => !sources.includes(source) || hasTest(source))).toEqual([]);
  });
});

describe('every unit test file', () => {
  it('expects something', () => {
    expect(tests).not.toEqual([]);
    expect(tests.filter((test) => !/\bexpect(TypeOf)?\(|\bfc\.assert\(/.test(read(test)))).toEqual([]);
  });
});

describe('no file', () => {
  // Written in halves, so that this file does not find itself.
  const silencers = new RegExp(
    ['eslint', '-disable|@ts', '-ignore|@ts', '-expect-error|@ts', '-nocheck'].join(''),
  );

  it('silences a checker', () => {
    expect(everything.filter((file) => silencers.test(read(file)))).toEqual([]);
  });
});
