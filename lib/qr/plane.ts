/** Straight RGBA, four bytes per pixel, at the start of a buffer or a word of it: as `ImageData` has it. */
export interface Rgba {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Brightness alone, one byte per pixel: all that reading a QR code needs. */
export interface Plane {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export const WHITE = 255;
export const BLACK = 0;

/** Weighs the colours as ITU-R BT.601 does, in 10-bit integers. `clear` tells whether any of the background shows. */
export function toPlane(image: Rgba, background: number): { plane: Plane; clear: boolean } {
  const { data, width, height } = image;
  // One read per pixel instead of four. Every machine that browsers run on has the lowest byte first.
  const words = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const brightness = new Uint8Array(width * height);
  let clear = false;
  for (let pixel = 0; pixel < brightness.length; pixel++) {
    const word = words[pixel] ?? 0;
    const value =
      (306 * (word & 0xff) + 601 * ((word >> 8) & 0xff) + 117 * ((word >> 16) & 0xff) + 512) >> 10;
    const alpha = word >>> 24;
    if (alpha === 255) {
      brightness[pixel] = value;
    } else {
      brightness[pixel] = Math.round((value * alpha + background * (255 - alpha)) / 255);
      clear = true;
    }
  }
  return { plane: { data: brightness, width, height }, clear };
}

/** Twice the size in both directions, bilinear, pixel centres kept in place. */
export function double({ data, width, height }: Plane): Plane {
  const mixed = new Uint16Array(width);
  const out = new Uint8Array(4 * width * height);
  for (let y = 0; y < 2 * height; y++) {
    // A centre of the finer grid lies a quarter pixel off its source: 3 parts of the near row, 1 of the far one.
    const near = y >> 1;
    const far = Math.min(height - 1, Math.max(0, near + (y & 1 ? 1 : -1)));
    for (let x = 0; x < width; x++) {
      mixed[x] = 3 * (data[near * width + x] ?? 0) + (data[far * width + x] ?? 0);
    }
    const row = y * 2 * width;
    for (let x = 0; x < width; x++) {
      const here = 3 * (mixed[x] ?? 0);
      out[row + 2 * x] = (here + (mixed[Math.max(0, x - 1)] ?? 0) + 8) >> 4;
      out[row + 2 * x + 1] = (here + (mixed[Math.min(width - 1, x + 1)] ?? 0) + 8) >> 4;
    }
  }
  return { data: out, width: 2 * width, height: 2 * height };
}
