import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageSize } from '../../../lib/qr/image-size';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  );

const jpeg = (...segments: number[][]): Uint8Array => bytes([0xff, 0xd8], ...segments);
const frame = (marker: number): number[] => [0xff, marker, 0, 17, 8, 0x04, 0x38, 0x07, 0x80, 3];

const files: [string, Uint8Array][] = [
  ['PNG', bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 0x07, 0x80, 0, 0, 0x04, 0x38])],
  ['GIF', bytes('GIF89a', [0x80, 0x07, 0x38, 0x04])],
  ['BMP', bytes('BM', Array<number>(16).fill(0), [0x80, 0x07, 0, 0, 0x38, 0x04, 0, 0])],
  ['BMP from the top', bytes('BM', Array<number>(16).fill(0), [0x80, 0x07, 0, 0, 0xc8, 0xfb, 0xff, 0xff])],
  ['JPEG', jpeg([0xff, 0xe0, 0, 4, 1, 2], frame(0xc0))],
  ['progressive JPEG', jpeg([0xff, 0xdb, 0, 3, 0], [0xff, 0xff], [0xc4, 0, 2], frame(0xc2))],
  ['WebP', bytes('RIFF____WEBPVP8 ', Array<number>(10).fill(0), [0x80, 0x47, 0x38, 0x84])],
  ['lossless WebP', bytes('RIFF____WEBPVP8L', [0, 0, 0, 0, 0x2f], [0x7f, 0xc7, 0x0d, 0x01])],
  ['extended WebP', bytes('RIFF____WEBPVP8X', Array<number>(8).fill(0), [0x7f, 0x07, 0, 0x37, 0x04, 0])],
];

describe('the size in the header', () => {
  it.each(files)('of a %s is read', (_, file) => {
    expect(imageSize(file)).toEqual({ width: 1920, height: 1080 });
  });

  it.each(files)('of a %s cut short is unknown', (_, file) => {
    for (let length = 0; length < Math.min(file.length, 19); length++) {
      const size = imageSize(file.subarray(0, length));
      expect(size === undefined || (size.width === 1920 && size.height === 1080)).toBe(true);
    }
  });

  it('of a PNG may be far beyond what any browser should unpack', () => {
    const header = bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]);
    expect(imageSize(header)).toEqual({ width: 50_000, height: 50_000 });
  });

  it('is unknown for other files', () => {
    expect(imageSize(bytes('<svg width="1" height="1">'))).toBeUndefined();
    expect(imageSize(jpeg([0xff, 0xd9]))).toBeUndefined();
  });

  it('never throws, and never runs on, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.uint8Array({ maxLength: 200 }), ([, file], tail) => {
        imageSize(Uint8Array.from([...file.subarray(0, 4), ...tail]));
        imageSize(tail);
      }),
    );
  });
});
