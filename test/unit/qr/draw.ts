import QRCode, { type QRCodeOptions, type QRCodeSegment } from 'qrcode';
import type { Rgba } from '../../../lib/qr/plane';

export type Ink = readonly [red: number, green: number, blue: number, alpha: number];
export const BLACK_INK: Ink = [0, 0, 0, 255];
export const WHITE_INK: Ink = [255, 255, 255, 255];
export const CLEAR: Ink = [0, 0, 0, 0];

export function blank(width: number, height: number, [red, green, blue, alpha]: Ink = WHITE_INK): Rgba {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let at = 0; at < data.length; at += 4) data.set([red, green, blue, alpha], at);
  return { data, width, height };
}

export interface Drawing {
  readonly x: number;
  readonly y: number;
  /** Pixels per module. */
  readonly scale?: number;
  readonly ink?: Ink;
  readonly options?: QRCodeOptions;
}

/** Draws the dark modules alone: the paper, its quiet zone included, is what the image already holds. */
export function draw(image: Rgba, content: string | QRCodeSegment[], drawing: Drawing): { size: number } {
  const { x, y, scale = 4, ink = BLACK_INK, options = {} } = drawing;
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'M', ...options });
  for (let row = 0; row < modules.size * scale; row++) {
    for (let column = 0; column < modules.size * scale; column++) {
      if (!modules.get(Math.floor(row / scale), Math.floor(column / scale))) continue;
      image.data.set(ink, 4 * ((y + row) * image.width + x + column));
    }
  }
  return { size: modules.size * scale };
}

/** Bytes as they are, without the UTF-8 that a text would become. */
export const latin1 = (text: string): QRCodeSegment[] => [
  { data: Buffer.from(text, 'latin1'), mode: 'byte' },
];

/** Repeatable noise, so that a failure can be looked at again. */
export function noise(width: number, height: number, seed = 1): Rgba {
  const image = blank(width, height);
  let state = seed;
  for (let at = 0; at < image.data.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    image.data.fill(state >>> 24, at, at + 3);
  }
  return image;
}
