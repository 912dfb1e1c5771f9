import { describe, expect, it } from 'vitest';
import { toPlane, WHITE } from '../../../lib/qr/plane';
import { blank, draw, noise } from './draw';
import { jsqr } from './engines';

const effort = { denoise: false };

describe('jsQR', () => {
  it('finds a small code on a large screen', async () => {
    const image = blank(3000, 2000);
    draw(image, 'small', { x: 2700, y: 1800, scale: 3 });
    expect(await jsqr(400)(toPlane(image, WHITE).plane, effort)).toMatchObject([
      { read: true, text: 'small' },
    ]);
  });

  it('looks at parts where it finds nothing in the whole, and keeps the places of their codes', async () => {
    const image = blank(700, 400);
    draw(image, 'left', { x: 40, y: 80 });
    draw(image, 'right', { x: 500, y: 120 });
    const symbols = await jsqr(50)(toPlane(image, WHITE).plane, effort);
    expect(symbols.map(({ place }) => [Math.round(place.x), Math.round(place.y)])).toEqual([
      [40, 80],
      [500, 120],
    ]);
  });

  it('ends when its time is over, with what it has', async () => {
    const image = blank(700, 400);
    draw(image, 'left', { x: 40, y: 80 });
    draw(image, 'right', { x: 500, y: 120 });
    expect(await jsqr(250)(toPlane(image, WHITE).plane, effort)).toHaveLength(1);
  });

  it('leaves the image it was given as it was', async () => {
    const image = blank(200, 200);
    draw(image, 'once', { x: 40, y: 40 });
    const { plane } = toPlane(image, WHITE);
    const before = plane.data.slice();
    await jsqr(50)(plane, effort);
    expect(plane.data).toEqual(before);
  });

  it('takes no noise for a code', async () => {
    for (const seed of [1, 2, 3, 4]) {
      expect(await jsqr(200)(toPlane(noise(300, 200, seed), WHITE).plane, effort)).toEqual([]);
    }
  });
});
