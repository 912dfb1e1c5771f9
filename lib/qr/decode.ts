/** What text is in these pixels? Runs an engine over an image in stages, each only where it can still add something. */
import { LIMITS } from '../limits';
import type { Engine, Place, QrSymbol } from './engine';
import { BLACK, double, toPlane, WHITE, type Plane, type Rgba } from './plane';

export interface FoundCode {
  /** Empty where `tooLong`. */
  readonly text: string;
  /** The text is longer than any we take, and was dropped. */
  readonly tooLong: boolean;
  readonly place: Place;
}

export interface DecodeResult {
  /** From the top of the image to its bottom. */
  readonly codes: readonly FoundCode[];
  /** QR codes that were seen but could not be read: too small, too blurred or partly hidden. */
  readonly unreadable: number;
}

interface Stage {
  readonly worthwhile: (soFar: DecodeResult) => boolean;
  /** Places are in pixels of the plane given. */
  readonly look: (plane: Plane, engine: Engine) => Promise<readonly QrSymbol[]>;
}

/** Above this many pixels an enlarged image costs more than it finds. */
const ENLARGE_UP_TO = 4_200_000;
/** Half of the diagonal, in pixels, under which an unread symbol is taken for a chance likeness. */
const CHANCE_LIKENESS = 12;

const stages: readonly Stage[] = [
  { worthwhile: () => true, look: (plane, engine) => engine(plane, { denoise: false }) },
  { worthwhile: ({ unreadable }) => unreadable > 0, look: sweep },
];

/** @param hasTime Asked before each stage but the first: what was found until then is the result. */
export async function decode(image: Rgba, engine: Engine, hasTime: () => boolean): Promise<DecodeResult> {
  const { plane, clear } = toPlane(image, WHITE);
  const onWhite = await decodePlane(plane, engine, hasTime);
  // Light ink on nothing shows only on black. Most images have no clear pixel and are looked at once.
  if (!clear || onWhite.codes.length > 0 || !hasTime()) return onWhite;
  const onBlack = await decodePlane(toPlane(image, BLACK).plane, engine, hasTime);
  return onBlack.codes.length > 0 || onBlack.unreadable > onWhite.unreadable ? onBlack : onWhite;
}

async function decodePlane(plane: Plane, engine: Engine, hasTime: () => boolean): Promise<DecodeResult> {
  const seen: QrSymbol[] = [];
  let result = summarize(seen);
  for (const [index, stage] of stages.entries()) {
    if (index > 0 && !hasTime()) break;
    if (!stage.worthwhile(result)) continue;
    seen.push(...(await stage.look(plane, engine)));
    result = summarize(seen);
  }
  return result;
}

/** A second, closer look at a page of which some codes were read and some only seen. */
async function sweep(plane: Plane, engine: Engine): Promise<readonly QrSymbol[]> {
  if (plane.data.length > ENLARGE_UP_TO) return engine(plane, { denoise: true });
  const symbols = await engine(double(plane), { denoise: true });
  return symbols.map((symbol) => ({ ...symbol, place: halve(symbol.place) }));
}

function summarize(seen: readonly QrSymbol[]): DecodeResult {
  const codes: FoundCode[] = [];
  const unread: Place[] = [];
  for (const symbol of seen) {
    const code = toCode(symbol);
    if (code && !codes.some((other) => other.text === code.text && overlap(other.place, code.place)))
      codes.push(code);
  }
  for (const { read, place } of seen) {
    if (read || radius(place) <= CHANCE_LIKENESS) continue;
    if (![...unread, ...codes.map((code) => code.place)].some((other) => overlap(other, place)))
      unread.push(place);
  }
  codes.sort((a, b) => a.place.y - b.place.y || a.place.x - b.place.x);
  return { codes, unreadable: unread.length };
}

function toCode(symbol: QrSymbol): FoundCode | undefined {
  if (!symbol.read) return undefined;
  const text = textOf(symbol.bytes, symbol.hasEci) ?? symbol.text;
  if (text === '') return undefined; // jsQR takes patterns that only look like a code for one without content.
  const tooLong = text.length > LIMITS.keyUriLength;
  return { text: tooLong ? '' : text, tooLong, place: round(symbol.place) };
}

/** Makers of codes write UTF-8 without saying so; engines guess, and guess wrong where labels are short. */
function textOf(bytes: Uint8Array, hasEci: boolean): string | undefined {
  if (hasEci) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const radius = ({ width, height }: Place): number => Math.hypot(width, height) / 2;

/** Whether two finds can only be one symbol: their centres are nearer than those of neighbours ever are. */
function overlap(a: Place, b: Place): boolean {
  const dx = a.x + a.width / 2 - (b.x + b.width / 2);
  const dy = a.y + a.height / 2 - (b.y + b.height / 2);
  return Math.hypot(dx, dy) < 0.55 * (radius(a) + radius(b));
}

function halve({ x, y, width, height }: Place): Place {
  return { x: x / 2, y: y / 2, width: width / 2, height: height / 2 };
}

function round({ x, y, width, height }: Place): Place {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
