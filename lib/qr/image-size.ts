/**
 * The size an image file claims, from its first bytes, so that a few kilobytes cannot make the browser unpack
 * gigabytes. PNG, GIF, BMP, WebP and JPEG; every browser lays out the image by these very fields.
 */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Enough for all but a JPEG with a long preamble of metadata. */
export const HEADER_BYTES = 256 * 1024;

/** Undefined where the format is another one or the file is cut short. */
export function imageSize(header: Uint8Array): ImageSize | undefined {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  try {
    return formats.find(({ magic, at = 0 }) => startsWith(header, magic, at))?.size(view);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // Read past the end.
    throw error;
  }
}

interface Format {
  readonly magic: string;
  /** Where the magic stands. */
  readonly at?: number;
  /** Throws a `RangeError` where the header ends early. */
  readonly size: (view: DataView) => ImageSize | undefined;
}

const formats: readonly Format[] = [
  { magic: '\x89PNG\r\n\x1a\n', size: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }) },
  { magic: 'GIF8', size: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }) },
  // A negative height means that the rows run from the top.
  {
    magic: 'BM',
    size: (view) => ({ width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) }),
  },
  { magic: '\xff\xd8\xff', size: jpegSize },
  {
    magic: 'WEBPVP8 ',
    at: 8,
    size: (view) => ({ width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }),
  },
  { magic: 'WEBPVP8L', at: 8, size: losslessWebpSize },
  {
    magic: 'WEBPVP8X',
    at: 8,
    size: (view) => ({ width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 }),
  },
];

function losslessWebpSize(view: DataView): ImageSize {
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** Walks the segments up to the frame header (ITU-T T.81, B.2.2). */
function jpegSize(view: DataView): ImageSize | undefined {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // Padding before a marker.
    } else if (isFrame(marker)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return undefined;
}

/** SOF0 to SOF15; C4, C8 and CC in their midst are tables. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const uint24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

const startsWith = (header: Uint8Array, magic: string, at: number): boolean =>
  Array.from(magic, (char) => char.charCodeAt(0)).every((byte, index) => header[at + index] === byte);
