import type { Plane } from './plane';

/** In pixels of the image that was looked at. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A QR code as an engine saw it. Micro QR and rMQR are none: they are too easily seen where there is no code. */
export type QrSymbol =
  | {
      readonly read: true;
      readonly place: Place;
      /** The content before any character set is applied. */
      readonly bytes: Uint8Array;
      /** Whether the symbol names its character set (ECI). */
      readonly hasEci: boolean;
      /** The content in the character set the symbol names, else in the one the engine takes it for. */
      readonly text: string;
    }
  /** Seen, but with more errors than the symbol can correct. */
  | { readonly read: false; readonly place: Place };

export interface Effort {
  /** Fills small gaps first; costs as much again. */
  readonly denoise: boolean;
}

export type Engine = (plane: Plane, effort: Effort) => Promise<readonly QrSymbol[]>;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The upright rectangle around corners in any order. */
export function placeOf(corners: readonly Point[]): Place {
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
