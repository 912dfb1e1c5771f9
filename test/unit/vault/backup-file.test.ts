import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { toBase64Url, utf8 } from '../../../lib/encoding/bytes';
import { encodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import { Problem } from '../../../lib/problem';
import { backupName, forBackup, readBackup, writeBackup } from '../../../lib/vault/backup-file';
import { KINDS, type Stored } from '../../../lib/vault/engines/store';

const header = Uint8Array.of(1, 2, 3);
const id = (fill: number) => toBase64Url(new Uint8Array(32).fill(fill));
const key = (fill: number, kind = 'account') => `${kind}/${id(fill)}`;
const record = (fill: number, kind?: string) => ({ key: key(fill, kind), bytes: Uint8Array.of(fill) });
const content = { magic: 'LOCKSTEP-BACKUP', format: 1, madeAt: 5, header, records: {} };
const file = (changes: Record<string, Cbor | undefined>) => encodeCanonical({ ...content, ...changes });

const problemOf = (bytes: Uint8Array): string | undefined => {
  try {
    readBackup(bytes);
    return undefined;
  } catch (error) {
    return error instanceof Problem ? (error as Problem).code : 'not a problem at all';
  }
};

const bytes = fc.uint8Array({ maxLength: 300 });
const stored: fc.Arbitrary<Stored> = fc.record({
  header: fc.option(bytes, { nil: undefined }),
  records: fc.uniqueArray(
    fc.record({
      key: fc
        .tuple(
          fc.constantFrom('', 'aside/'),
          fc.constantFrom(...KINDS),
          fc.uint8Array({ minLength: 32, maxLength: 32 }),
        )
        .map(([aside, kind, blinded]) => `${aside}${kind}/${toBase64Url(blinded)}`),
      bytes,
    }),
    { selector: (each) => each.key, maxLength: 20 },
  ),
});
const time = fc.nat({ max: 8_640_000_000_000 });
const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);

describe('a sealed backup', () => {
  it('gives back what was put into it', () => {
    fc.assert(
      fc.property(stored, time, (whole, now) => {
        const read = readBackup(writeBackup(whole, now));
        expect(read.madeAt).toBe(now);
        expect(read.header).toEqual(whole.header);
        expect([...read.records].sort(byKey)).toEqual([...whole.records].sort(byKey));
      }),
    );
  });

  it('is written in one way only, whatever order its records come in', () => {
    const records = [record(3), record(1, 'usage'), record(2, 'label')];
    expect(writeBackup({ header, records }, 5)).toEqual(
      writeBackup({ header, records: records.toReversed() }, 5),
    );
  });

  it('leaves out what lies under a key that no vault makes', () => {
    const foreign = { key: 'account/short', bytes: header };
    expect(readBackup(writeBackup({ header, records: [foreign, record(1)] }, 5)).records).toEqual([
      record(1),
    ]);
  });

  it('is made without the lists of snapshots, which lead nowhere elsewhere', () => {
    const aside = { ...record(2, 'snapshot'), key: `aside/${record(2, 'snapshot').key}` };
    const records = [record(1), record(2, 'snapshot'), aside, record(3, 'log')];
    expect(forBackup({ header, records })).toEqual({ header, records: [record(1), record(3, 'log')] });
  });

  it('holds on to nothing of the file it was read from', () => {
    const written = writeBackup({ header, records: [record(1)] }, 5);
    const read = readBackup(written);
    written.fill(0);
    expect(read.records).toEqual([record(1)]);
    expect(read.records[0]?.bytes.buffer.byteLength).toBe(1);
    expect(read.header).toEqual(header);
  });

  it('is named by the day', () => {
    expect(backupName(new Date(2026, 2, 7, 23, 59).getTime())).toBe('lockstep-2026-03-07.lockstep');
  });
});

describe('a file', () => {
  const many = Object.fromEntries(
    Array.from({ length: 100_001 }, (_, i) => [`account/${String(i).padStart(43, '0')}`, new Uint8Array()]),
  );

  test.each<[string, string | undefined, Uint8Array]>([
    ['of ours', undefined, file({})],
    ['of ours whose header was lost', undefined, file({ header: undefined })],
    ['of nothing', 'not-backup', new Uint8Array()],
    ['of text', 'not-backup', utf8('{"magic":"LOCKSTEP-BACKUP"}')],
    ['that is a picture', 'not-backup', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)],
    ['with another magic', 'not-backup', file({ magic: 'LOCKSTEP-BACKUQ' })],
    ['without a format', 'not-backup', file({ format: undefined })],
    ['with a format that is no number', 'not-backup', file({ format: 'one' })],
    ['of a later format', 'backup-newer', file({ format: 2 })],
    ['of a later format with parts unknown here', 'backup-newer', file({ format: 9, sealed: [1, 2] })],
    ['of no format', 'backup-damaged', file({ format: 0 })],
    ['with a part unknown here', 'backup-damaged', file({ sealed: header })],
    [
      'with another part in place of its header',
      'backup-damaged',
      file({ header: undefined, headex: header }),
    ],
    ['with a header that is no bytes', 'backup-damaged', file({ header: 'text' })],
    ['without a time', 'backup-damaged', file({ madeAt: undefined })],
    ['with a time before all times', 'backup-damaged', file({ madeAt: -1 })],
    ['with a time after all times', 'backup-damaged', file({ madeAt: 8_640_000_000_000_001 })],
    ['without records', 'backup-damaged', file({ records: undefined })],
    ['with records in a list', 'backup-damaged', file({ records: [] })],
    ['with a record that is no bytes', 'backup-damaged', file({ records: { [key(1)]: 'text' } })],
    ['with a record of no kind', 'backup-damaged', file({ records: { [id(1)]: header } })],
    ['with a record of an unknown kind', 'backup-damaged', file({ records: { [key(1, 'other')]: header } })],
    ['with a record of a short id', 'backup-damaged', file({ records: { 'account/abc': header } })],
    [
      'with a record that means to leave its place',
      'backup-damaged',
      file({ records: { 'account/../../header': header } }),
    ],
    [
      'with a prototype for a record',
      'backup-damaged',
      file({ records: Object.fromEntries([['__proto__', header]]) }),
    ],
    ['with too many records', 'backup-damaged', file({ records: many })],
    ['cut short', 'backup-damaged', file({ records: { [key(1)]: header } }).slice(0, -1)],
    ['with something behind its end', 'backup-damaged', Uint8Array.of(...file({}), 0)],
    [
      'that claims more records than it has',
      'backup-damaged',
      Uint8Array.of(...file({}).slice(0, -1), 0xb9, 0xff, 0xff),
    ],
    [
      'that claims a record larger than itself',
      'backup-damaged',
      Uint8Array.of(...file({}).slice(0, -1), 0xa1, 0x78, 51, ...utf8(key(1)), 0x5a, 0x7f, 0xff, 0xff, 0xff),
    ],
    ['with a number spelled too long', 'backup-damaged', spelledLong()],
    ['with the same record twice', 'backup-damaged', repeated(0xa2)],
  ])('%s is told: %s', (_, expected, given) => {
    expect(problemOf(given)).toBe(expected);
  });

  function spelledLong(): Uint8Array {
    const whole = file({});
    const at = whole.length - 'records'.length - 2;
    return Uint8Array.of(...whole.slice(0, at - 1), 0x18, 5, ...whole.slice(at));
  }

  function repeated(head: number): Uint8Array {
    const one = file({ records: { [key(1)]: header } });
    const row = one.slice(file({}).length);
    return Uint8Array.of(...file({}).slice(0, -1), head, ...row, ...row);
  }

  it('of more than 256 MB is refused before it is read', () => {
    const size = 256 * 1024 * 1024;
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, size);
    const begun = Uint8Array.of(...file({}).slice(0, -1), 0xa1, 0x78, 51, ...utf8(key(1)), 0x5a, ...length);
    const large = new Uint8Array(begun.length + size);
    large.set(begun);
    expect(problemOf(large)).toBe('backup-damaged');
  });

  it('that was changed anywhere is refused as what it is, or is another backup in its one spelling', () => {
    const whole = writeBackup({ header, records: [record(1), record(2, 'label'), record(3, 'log')] }, 1000);
    const change = fc.record({
      at: fc.nat({ max: whole.length - 1 }),
      to: fc.uint8Array({ minLength: 0, maxLength: 9 }),
      gone: fc.nat({ max: 9 }),
    });
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let given: Uint8Array = whole;
        for (const { at, to, gone } of changes) {
          given = Uint8Array.of(...given.slice(0, at), ...to, ...given.slice(at + gone));
        }
        const problem = problemOf(given);
        if (problem !== undefined) {
          expect(['not-backup', 'backup-newer', 'backup-damaged']).toContain(problem);
          return;
        }
        accepted += 1;
        const read = readBackup(given);
        expect(writeBackup(read, read.madeAt)).toEqual(given);
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(0);
  });

  it('of any bytes is refused as what it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (given) => {
        expect(problemOf(Uint8Array.of(0xa5, ...given))).toBe('not-backup');
        const begun = Uint8Array.of(...file({}).slice(0, 24), ...given);
        expect(['not-backup', 'backup-newer', 'backup-damaged', undefined]).toContain(problemOf(begun));
      }),
    );
  });
});
