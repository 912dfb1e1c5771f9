import { describe, expect, test } from 'vitest';
import { parseSecret, readQuery } from '../../../lib/otp/key-uri-parameters';

describe('readQuery', () => {
  test.each([
    [
      'keeps the first value and names a duplicate once',
      'digits=6&digits=7&digits=8',
      { digits: '6' },
      ['digits'],
    ],
    ['leaves unknown parameters out, however often they come', 'image=a&image=b&toString=c', {}, []],
    ['reads names in any case', 'Digits=6&PERIOD=30', { digits: '6', period: '30' }, []],
    ['reads ampersands out of HTML source', 'digits=6&amp;period=30', { digits: '6', period: '30' }, []],
    ['keeps an empty value apart from none', 'digits=', { digits: '' }, []],
    ['keeps an equals sign within a value', 'secret=MY======', { secret: 'MY======' }, []],
    ['reads a plus as a space, but not at the end of an issuer', 'issuer=A+B++', { issuer: 'A B++' }, []],
  ])('%s', (_, query, values, duplicates) => {
    const parameters = readQuery(query);
    expect(Object.fromEntries(parameters.values)).toEqual(values);
    expect(parameters.duplicates).toEqual(duplicates);
  });
});

describe('parseSecret', () => {
  test('takes 1,024 bytes', () => {
    expect(parseSecret('A'.repeat(1639))).toHaveLength(1024);
  });

  test('refuses one more', () => {
    expect(() => parseSecret('A'.repeat(1640))).toThrow(/^bad-secret$/);
  });
});
