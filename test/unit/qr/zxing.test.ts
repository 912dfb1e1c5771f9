import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode, type CreatableBarcodeFormat } from 'zxing-wasm/writer';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../lib/qr/engine';
import { toPlane, WHITE, type Plane } from '../../../lib/qr/plane';
import { blank, draw } from './draw';
import { zxing } from './engines';

const effort = { denoise: false };

/** Draws with the same makers' writer, which knows the small relatives of QR codes. */
async function write(format: CreatableBarcodeFormat, text: string): Promise<Plane> {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
  const { buffer, byteOffset, byteLength } = await readFile(file);
  prepareZXingModule({ overrides: { wasmBinary: buffer.slice(byteOffset, byteOffset + byteLength) } });
  const { symbol } = await writeBarcode(text, { format });
  const scale = 5;
  const width = symbol.width * scale;
  const height = symbol.height * scale;
  const data = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return symbol.data[Math.floor(y / scale) * symbol.width + Math.floor(x / scale)] ?? 0;
  });
  return { data, width, height };
}

describe('zxing-cpp', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await zxing();
  });

  it('finds a small code on a large screen', async () => {
    const image = blank(3000, 2000);
    const { size } = draw(image, 'small', { x: 2700, y: 1800, scale: 3 });
    const symbols = await engine(toPlane(image, WHITE).plane, effort);
    expect(symbols).toMatchObject([{ read: true, text: 'small', hasEci: false }]);
    expect(symbols[0]?.place.width).toBeCloseTo(size, -1);
  });

  it('gives the bytes of a code before any character set', async () => {
    const image = blank(200, 200);
    draw(image, [{ data: Uint8Array.of(0x41, 0xe9), mode: 'byte' }], { x: 40, y: 40 });
    const symbols = await engine(toPlane(image, WHITE).plane, effort);
    expect(symbols).toMatchObject([{ bytes: Uint8Array.of(0x41, 0xe9), text: 'Aé' }]);
  });

  it('reads on after its memory had to grow for a large image', async () => {
    const small = blank(150, 150);
    draw(small, 'after', { x: 30, y: 30 });
    expect(await engine(toPlane(blank(6000, 6000), WHITE).plane, effort)).toEqual([]);
    expect(await engine(toPlane(small, WHITE).plane, effort)).toMatchObject([{ text: 'after' }]);
  });

  it('reads what the writer of the next test draws', async () => {
    expect(await engine(await write('QRCode', '741518'), effort)).toMatchObject([{ text: '741518' }]);
  });

  it.each(['MicroQRCode', 'RMQRCode', 'DataMatrix', 'Aztec'] as const)(
    'gives nothing for a %s',
    async (format) => {
      expect(await engine(await write(format, '741518'), effort)).toEqual([]);
    },
  );
});
