import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf, sameGroup, twoPlaces } from '../../../../components/text/recovery-groups';

const KEY = 'ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567-QB';
const groups = groupsOf(KEY);

describe('the groups asked for again', () => {
  it('are two different whole ones, in order, and any of them', () => {
    const seen = new Set<number>();
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), fc.nat({ max: 0xffffffff }), (a, b) => {
        const [first, second] = twoPlaces(groups, (numbers) => numbers.set([a, b]));
        seen.add(first).add(second);
        expect(first).toBeLessThan(second);
        expect([groups[first]?.length, groups[second]?.length]).toEqual([4, 4]);
      }),
    );
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('can’t be asked for where there are too few', () => {
    expect(() => twoPlaces(['ABCD', 'EF'], () => undefined)).toThrow(RangeError);
  });
});

describe('a group typed back', () => {
  it.each([
    ['MNOP', 'MNOP', true],
    ['mnop', 'MNOP', true],
    [' mn-op ', 'MNOP', true],
    ['01QB', 'OIQB', true],
    ['MNOQ', 'MNOP', false],
    ['MNO', 'MNOP', false],
    ['', 'MNOP', false],
  ])('%j is or is not %s', (typed, group, expected) => {
    expect(sameGroup(typed, group)).toBe(expected);
  });
});
