import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../../lib/vault/log';
import { logCsv } from '../../../lib/vault/log-csv';
import injections from '../../corpus/csv-injections.json';

const text = {
  headings: ['When', 'What', 'Issuer', 'Account', 'Site', 'Way', 'Role', 'Number'],
  kind: (kind: string) => `kind ${kind}`,
  time: (at: number) => `time ${at}`,
};

/** Reads RFC 4180, to the letter: anything else throws. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  const cells = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  while (cells.lastIndex < csv.length) {
    const match = cells.exec(csv);
    if (!match) throw new Error('This is no CSV.');
    const [, cell = '', end] = match;
    rows.at(-1)!.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

function named(issuer: string, accountName: string): LogEntry {
  return { at: 1, kind: 'copy', account: { id: '1', issuer, accountName } };
}

describe('the log as CSV', () => {
  test('has a row for each entry under the headings, every line ended by CRLF', () => {
    const entries: LogEntry[] = [
      { at: 1, kind: 'unlock', by: { type: 'passkey', role: 'viewer' } },
      { ...named('One', 'a'), kind: 'fill', host: 'one.example' },
      { at: 3, kind: 'unlock-failed', count: 0 },
    ];
    expect(logCsv(entries, text)).toBe(
      'When,What,Issuer,Account,Site,Way,Role,Number\r\n' +
        'time 1,kind unlock,,,,passkey,viewer,\r\n' +
        'time 1,kind fill,One,a,one.example,,,\r\n' +
        'time 3,kind unlock-failed,,,,,,0\r\n',
    );
    expect(logCsv([], text)).toBe('When,What,Issuer,Account,Site,Way,Role,Number\r\n');
  });

  test.each(injections)('takes the force out of %j', (cell) => {
    const [, row] = parse(logCsv([{ ...named(cell, 'b'), host: cell }], text));
    expect(row).toHaveLength(8);
    for (const shown of [row![2]!, row![4]!]) {
      expect(shown).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      expect([cell, `'${cell}`]).toContain(shown);
    }
  });

  test.each([
    'plain',
    'with space',
    'a=b',
    'x-y',
    "it's",
    'a,b',
    'say "hi"',
    'two\nlines',
    'ümlaut 漢字 🔑',
    '',
  ])('leaves %j as it is', (cell) => {
    expect(parse(logCsv([named(cell, cell)], text))[1]!.slice(2, 4)).toEqual([cell, cell]);
  });
});
