/**
 * Reads QR codes in plain JavaScript, for browsers in which a policy forbids WebAssembly, and there alone: it reads
 * fewer codes than zxing-cpp and takes ten times as long.
 */
import jsQR, { type QRCode } from 'jsqr';
import { LIMITS } from '../limits';
import { placeOf, type Engine, type Place, type Point, type QrSymbol } from './engine';
import type { Plane } from './plane';

/** Time for all looks at one image; the look under way at its end is finished. */
const MOST_MS = LIMITS.imageMs / 2;
/** Parts no longer than this are not divided further. */
const SMALLEST_PART = 400;
/** How much of the longer side either part takes: what the cut goes through is whole in one of them. */
const PART = 0.6;

/**
 * It finds one code at a time, and none where it mixes up the corners of several. So each find is painted over before
 * the next look, and where nothing is found the image is looked at in parts, as long as there is time.
 */
export function createJsqrEngine(now: () => number): Engine {
  return (original) => {
    const startedAt = now();
    const plane = { ...original, data: original.data.slice() };
    const symbols: QrSymbol[] = [];
    const parts: Place[] = [{ x: 0, y: 0, width: plane.width, height: plane.height }];
    for (let part = parts.shift(); part && now() - startedAt < MOST_MS; part = parts.shift()) {
      const code = jsQR(toRgba(plane, part), part.width, part.height, { inversionAttempts: 'attemptBoth' });
      if (code) {
        const place = placeOf(cornersOf(code, part));
        symbols.push(toSymbol(code, place));
        paintOver(plane, place);
        parts.unshift(part);
      } else {
        parts.push(...divide(part));
      }
    }
    return Promise.resolve(symbols);
  };
}

function divide({ x, y, width, height }: Place): Place[] {
  if (Math.max(width, height) <= SMALLEST_PART) return [];
  if (width >= height) {
    const part = Math.ceil(width * PART);
    return [x, x + width - part].map((left) => ({ x: left, y, width: part, height }));
  }
  const part = Math.ceil(height * PART);
  return [y, y + height - part].map((top) => ({ x, y: top, width, height: part }));
}

function cornersOf({ location }: QRCode, part: Place): Point[] {
  const { topLeftCorner, topRightCorner, bottomRightCorner, bottomLeftCorner } = location;
  return [topLeftCorner, topRightCorner, bottomRightCorner, bottomLeftCorner].map(({ x, y }) => ({
    x: x + part.x,
    y: y + part.y,
  }));
}

function toSymbol(code: QRCode, place: Place): QrSymbol {
  return {
    read: true,
    place,
    bytes: Uint8Array.from(code.binaryData),
    hasEci: code.chunks.some((chunk) => 'assignmentNumber' in chunk),
    text: code.chunks.map(textOf).join(''),
  };
}

/** It leaves out, without a word, bytes that are not UTF-8: these are taken as Latin-1, the default of the standard. */
function textOf(chunk: QRCode['chunks'][number]): string {
  if ('text' in chunk && chunk.text !== '') return chunk.text;
  return 'bytes' in chunk ? String.fromCharCode(...chunk.bytes) : '';
}

function toRgba(plane: Plane, part: Place): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * part.width * part.height).fill(255);
  let at = 0;
  for (let y = part.y; y < part.y + part.height; y++) {
    for (let x = part.x; x < part.x + part.width; x++, at += 4) {
      rgba.fill(plane.data[y * plane.width + x] ?? 0, at, at + 3);
    }
  }
  return rgba;
}

function paintOver({ data, width, height }: Plane, place: Place): void {
  const left = Math.max(0, Math.floor(place.x));
  const right = Math.min(width, Math.ceil(place.x + place.width));
  const top = Math.max(0, Math.floor(place.y));
  const bottom = Math.min(height, Math.ceil(place.y + place.height));
  for (let y = top; y < bottom && left < right; y++) data.fill(255, y * width + left, y * width + right);
}
