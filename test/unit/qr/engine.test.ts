import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../lib/qr/engine';

const point = fc.record({ x: fc.integer({ min: -50, max: 9000 }), y: fc.integer({ min: -50, max: 9000 }) });

describe('the place of a symbol', () => {
  it('is the upright rectangle around its corners', () => {
    const turned = [
      { x: 30, y: 10 },
      { x: 50, y: 30 },
      { x: 30, y: 50 },
      { x: 10, y: 30 },
    ];
    expect(placeOf(turned)).toEqual({ x: 10, y: 10, width: 40, height: 40 });
  });

  it('does not depend on which corner comes first', () => {
    fc.assert(
      fc.property(fc.tuple(point, point, point, point), ([a, b, c, d]) => {
        expect(placeOf([b, d, a, c])).toEqual(placeOf([a, b, c, d]));
      }),
    );
  });
});
