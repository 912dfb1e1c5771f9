import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowOf } from '../../../../components/text/window';

describe('the rows to draw', () => {
  it('are those in sight and a few more', () => {
    expect(windowOf({ count: 1000, row: 50, top: 5000, height: 500 })).toEqual({ first: 97, end: 113 });
  });

  it('hold every row in sight, and few others, wherever one scrolls', () => {
    const places = fc.record({
      count: fc.nat(5000),
      row: fc.integer({ min: 24, max: 80 }),
      top: fc.integer({ min: -2000, max: 500_000 }),
      height: fc.integer({ min: 0, max: 2000 }),
    });
    fc.assert(
      fc.property(places, ({ count, row, top, height }) => {
        const { first, end } = windowOf({ count, row, top, height });
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(count);
        expect(first).toBeLessThanOrEqual(end);
        expect(end - first).toBeLessThanOrEqual(height / row + 8);
        for (let index = 0; index < count; index += Math.max(1, Math.floor(count / 50))) {
          const inSight = (index + 1) * row > top && index * row < top + height;
          if (inSight) expect(index >= first && index < end).toBe(true);
        }
      }),
    );
  });
});
