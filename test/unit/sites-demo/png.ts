import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** The text of the one QR code in a picture. */
export async function textInPng(png: Uint8Array): Promise<string> {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = (await readFile(wasm)).buffer;
  prepareZXingModule({ overrides: { wasmBinary } });
  const [found] = await readBarcodes(png, { formats: ['QRCode'] });
  if (found === undefined) throw new Error('There is no QR code in the picture.');
  return found.text;
}
