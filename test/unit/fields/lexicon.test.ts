import { describe, expect, test } from 'vitest';
import { createLexicon, listOf } from '../../../lib/fields/lexicon';

const scan = createLexicon<string>([
  ['a', listOf('code, pin|, ~kode|, x')],
  ['b', listOf('码,验证码,רמז')],
]);
const lists = (text: string) => scan(text).map(({ list, start, end }) => `${list} ${text.slice(start, end)}`);

describe('a word is found', () => {
  test.each([
    ['at the beginning of a word', 'the codes', ['a code']],
    ['not inside one', 'decode', []],
    ['whole where it must end', 'pin, pinned', ['a pin']],
    ['inside where it may stand anywhere', 'engangskode', ['a kode']],
    ['in a script without spaces', '输入验证码', ['b 验证码', 'b 码']],
    ['after a particle', 'הרמז', ['b רמז']],
    ['when it is one letter', 'x y', ['a x']],
    ['after a digit or a sign only where a word begins', '1code -code', ['a code']],
  ])('%s', (_, text, expected) => {
    expect(lists(text)).toEqual(expected);
  });
});
