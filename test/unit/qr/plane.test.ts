import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLACK, double, toPlane, WHITE } from '../../../lib/qr/plane';
import { blank, type Ink } from './draw';

describe('brightness', () => {
  it.each<[string, Ink, number, number, boolean]>([
    ['black', [0, 0, 0, 255], WHITE, 0, false],
    ['white', [255, 255, 255, 255], BLACK, 255, false],
    ['red', [255, 0, 0, 255], WHITE, 76, false],
    ['green', [0, 255, 0, 255], WHITE, 150, false],
    ['blue', [0, 0, 255, 255], WHITE, 29, false],
    ['nothing on white', [0, 0, 0, 0], WHITE, 255, true],
    ['nothing on black', [255, 255, 255, 0], BLACK, 0, true],
    ['half of black on white', [0, 0, 0, 128], WHITE, 127, true],
    ['half of white on black', [255, 255, 255, 128], BLACK, 128, true],
  ])('of %s is what the eye makes of it', (_, ink, background, value, clear) => {
    const result = toPlane(blank(2, 1, ink), background);
    expect([...result.plane.data]).toEqual([value, value]);
    expect(result.clear).toBe(clear);
  });
});

describe('doubling', () => {
  it('mixes neighbours in parts of 9, 3, 3 and 1', () => {
    const { data, width, height } = double({ data: Uint8Array.of(0, 160, 0, 160), width: 2, height: 2 });
    expect([width, height]).toEqual([4, 4]);
    expect([...data.subarray(4, 8)]).toEqual([0, 40, 120, 160]);
    expect([
      ...double({ data: Uint8Array.of(160, 0, 0, 0), width: 2, height: 2 }).data.subarray(4, 8),
    ]).toEqual([120, 90, 30, 0]);
  });

  it('keeps an even plane even, whatever its size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(255),
        (width, height, value) => {
          const { data } = double({ data: new Uint8Array(width * height).fill(value), width, height });
          expect(data).toEqual(new Uint8Array(4 * width * height).fill(value));
        },
      ),
    );
  });
});
