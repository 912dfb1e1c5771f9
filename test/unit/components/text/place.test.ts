import { describe, expect, it } from 'vitest';
import { placeKey } from '../../../../components/text/place';

const picture = { width: 900, height: 600 };

describe('the place of a QR code', () => {
  it.each([
    ['place_top_left', 0, 0],
    ['place_top', 400, 0],
    ['place_top_right', 800, 0],
    ['place_left', 0, 250],
    ['place_middle', 400, 250],
    ['place_right', 800, 250],
    ['place_bottom_left', 0, 500],
    ['place_bottom', 400, 500],
    ['place_bottom_right', 800, 500],
  ])('is %s', (key, x, y) => {
    expect(placeKey({ x, y, width: 100, height: 100 }, picture)).toBe(key);
  });

  it('goes by the middle of a code that reaches over several', () => {
    expect(placeKey({ x: 0, y: 0, width: 900, height: 600 }, picture)).toBe('place_middle');
  });
});
