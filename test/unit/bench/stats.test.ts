import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { above, interleave, median, percentile, summarize } from '../../bench/stats';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('the median', () => {
  it.each([
    [[7], 7],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (given, expected) => {
    expect(median(given)).toBe(expected);
  });

  it('has as many values above it as below it', () => {
    fc.assert(
      fc.property(values, (given) => {
        const middle = median(given);
        const below = given.filter((value) => value < middle).length;
        const beyond = given.filter((value) => value > middle).length;
        expect(Math.max(below, beyond)).toBeLessThanOrEqual(given.length / 2);
      }),
    );
  });
});

describe('a percentile', () => {
  it.each([
    [[3], 95, 3],
    [range(20), 95, 19],
    [range(100), 95, 95],
    [range(15), 95, 15],
    [range(10), 50, 5],
    [[10, 9, 100], 1, 9],
  ])('of %j at %d is %d', (given, percent, expected) => {
    expect(percentile(given, percent)).toBe(expected);
  });

  it('is a measured value that at least so many do not exceed', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (given, percent) => {
        const found = percentile(given, percent);
        expect(given).toContain(found);
        const within = given.filter((value) => value <= found).length;
        expect(within * 100).toBeGreaterThanOrEqual(percent * given.length);
      }),
    );
  });
});

describe('a summary', () => {
  it('tells the middle, the upper end and how many were taken', () => {
    expect(summarize([30, 10, 20])).toEqual({ median: 20, p95: 30, runs: 3 });
  });

  it('leaves the values in the order in which they came', () => {
    const given = [3, 1, 2];
    summarize(given);
    expect(given).toEqual([3, 1, 2]);
  });

  it('is refused where nothing was measured', () => {
    expect(() => summarize([])).toThrow('Nothing was measured.');
  });
});

describe('what is compared', () => {
  it('is measured in turn, and warm-up rounds do not count', async () => {
    const order: string[] = [];
    const measure = (name: string) => () => Promise.resolve(order.push(name));
    const taken = await interleave({ runs: 2, warmUp: 1 }, { a: measure('a'), b: measure('b') });
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(taken).toEqual({ a: [3, 5], b: [4, 6] });
  });

  it('stands above the middle of what it is compared with', () => {
    expect(above([15, 30], [10, 12, 99])).toEqual([3, 18]);
  });
});

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
