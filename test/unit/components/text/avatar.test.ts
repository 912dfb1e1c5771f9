import { describe, expect, it } from 'vitest';
import { initialOf, TINTS, tintOf } from '../../../../components/text/avatar';

describe('an avatar', () => {
  it.each([
    ['github', 'G'],
    ['  <b>', 'B'],
    ['éclair', 'É'],
    ['1Password', '1'],
    ['银行', '银'],
    ['—', ''],
  ])('of %s shows "%s"', (name, letter) => {
    expect(initialOf(name)).toBe(letter);
  });

  it('has one tint for a name, whatever its case, and all tints among many names', () => {
    expect(tintOf('GitHub')).toBe(tintOf('github'));
    const tints = new Set(Array.from({ length: 200 }, (_, at) => tintOf(`name ${at}`)));
    expect([...tints].sort()).toEqual(Array.from({ length: TINTS }, (_, at) => at));
  });
});
