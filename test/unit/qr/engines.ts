import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Engine } from '../../../lib/qr/engine';
import { createJsqrEngine } from '../../../lib/qr/jsqr';
import { createZxingEngine } from '../../../lib/qr/zxing';

export async function zxing(): Promise<Engine> {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const { buffer, byteOffset, byteLength } = await readFile(file);
  return createZxingEngine(buffer.slice(byteOffset, byteOffset + byteLength));
}

/** @param lookMs What each look takes by its clock, whatever the load of the machine. It has 750 ms for an image. */
export function jsqr(lookMs: number): Engine {
  let now = 0;
  return createJsqrEngine(() => (now += lookMs));
}
