/** Reads QR codes with zxing-cpp compiled to WebAssembly. The options are those measured best on screenshots. */
import {
  BINARIZERS,
  defaultReaderOptions,
  encodeFormats,
  prepareZXingModule,
  TEXT_MODES,
  type ZXingReaderModule,
  type ZXingReaderOptions,
  type ZXingReadResult,
} from 'zxing-wasm/reader';
import { placeOf, type Engine, type QrSymbol } from './engine';
import type { Plane } from './plane';

const options: ZXingReaderOptions = {
  ...defaultReaderOptions,
  // Asking for `QRCodeModel2` alone would hide the symbols that were seen but not read.
  formats: encodeFormats(['QRCode']),
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  downscaleFactor: 3,
  downscaleThreshold: 500,
  binarizer: BINARIZERS.indexOf('LocalAverage'),
  maxNumberOfSymbols: 255,
  returnErrors: true,
  textMode: TEXT_MODES.indexOf('Plain'),
  characterSet: 0,
  eanAddOnSymbol: 0,
};

/** What every Emscripten module has. The package's own types leave it to a package that is not among ours. */
interface Memory {
  readonly HEAPU8: Uint8Array;
  readonly _malloc: (size: number) => number;
  readonly _free: (pointer: number) => void;
}

type Zxing = ZXingReaderModule & Memory;

/** @param wasmBinary The bytes of `zxing_reader.wasm`, of the very version of this package. */
export async function createZxingEngine(wasmBinary: ArrayBuffer): Promise<Engine> {
  const zxing = (await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })) as Zxing;
  return (plane, { denoise }) => {
    const results = read(zxing, plane, { ...options, tryDenoise: denoise });
    return Promise.resolve(results.flatMap((result) => toSymbol(result) ?? []));
  };
}

/** One byte per pixel goes in, so an image is never copied as RGBA into the memory of the engine. */
function read(zxing: Zxing, plane: Plane, withOptions: ZXingReaderOptions): ZXingReadResult[] {
  const pointer = zxing._malloc(plane.data.length);
  if (pointer === 0) throw new RangeError('The QR engine has no memory for an image of this size.');
  try {
    zxing.HEAPU8.set(plane.data, pointer);
    const found = zxing.readBarcodesFromPixmap(pointer, plane.width, plane.height, withOptions);
    return Array.from({ length: found.size() }, (_, index) => found.get(index)).filter(
      (result) => result !== undefined,
    );
  } finally {
    zxing._free(pointer);
  }
}

function toSymbol(result: ZXingReadResult): QrSymbol | undefined {
  if (result.format === 'MicroQRCode' || result.format === 'RMQRCode') return undefined;
  const { topLeft, topRight, bottomRight, bottomLeft } = result.position;
  const place = placeOf([topLeft, topRight, bottomRight, bottomLeft]);
  if (result.isValid) {
    return { read: true, place, bytes: result.bytes, hasEci: result.hasECI, text: result.text };
  }
  // Other errors mean that it was no QR code after all.
  return result.error.includes('Checksum') ? { read: false, place } : undefined;
}
