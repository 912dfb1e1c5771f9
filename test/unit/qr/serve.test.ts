import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../../lib/qr/engine';
import type { Rgba } from '../../../lib/qr/plane';
import { serve, unpackImage, type DecodeReply } from '../../../lib/qr/serve';
import { Problem } from '../../../lib/problem';
import { blank, draw } from './draw';
import { zxing } from './engines';

const png = (width: number, height: number): Blob => {
  const header = Buffer.alloc(24);
  header.write('\x89PNG\r\n\x1a\n', 'latin1');
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return new Blob([header], { type: 'image/png' });
};

const nothing: Engine = () => Promise.resolve([]);

/** A worker's scope: hands in one image, gives the reply. */
function ask(
  image: Blob,
  open: () => Promise<Engine>,
  unpack: (image: Blob) => Promise<Rgba>,
): Promise<DecodeReply> {
  return new Promise((resolve) => {
    const listeners: ((event: MessageEvent) => void)[] = [];
    serve(
      { addEventListener: (_, listener) => listeners.push(listener), postMessage: resolve },
      open,
      unpack,
    );
    for (const listener of listeners) listener(new MessageEvent('message', { data: image }));
  });
}

describe('the worker', () => {
  it('answers an image with its codes', async () => {
    const image = blank(200, 200);
    draw(image, 'hello', { x: 40, y: 40 });
    const reply = await ask(png(200, 200), zxing, () => Promise.resolve(image));
    expect(reply).toMatchObject({ ok: true, result: { codes: [{ text: 'hello' }], unreadable: 0 } });
  });

  it('refuses an image by the size in its header, before it is unpacked', async () => {
    const unpack = vi.fn(() => Promise.resolve(blank(1, 1)));
    const reply = await ask(png(50_000, 50_000), () => Promise.resolve(nothing), unpack);
    expect(reply).toEqual({ ok: false, problem: 'image-too-large' });
    expect(unpack).not.toHaveBeenCalled();
  });

  it.each<[string, () => Promise<Engine>, () => Promise<Rgba>, string]>([
    [
      'the engine does not start',
      () => Promise.reject(new Error('no wasm')),
      () => Promise.resolve(blank(1, 1)),
      'decoder-failed',
    ],
    [
      'the engine fails',
      () => Promise.resolve(() => Promise.reject(new Error('a secret'))),
      () => Promise.resolve(blank(1, 1)),
      'decoder-failed',
    ],
    [
      'the browser cannot unpack the image',
      () => Promise.resolve(nothing),
      () => Promise.reject(new Problem('image-unreadable')),
      'image-unreadable',
    ],
  ])('says by its code alone that %s', async (_, open, unpack, problem) => {
    expect(await ask(png(10, 10), open, unpack)).toEqual({ ok: false, problem });
  });
});

describe('unpacking', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('gives the pixels, and frees the bitmap', async () => {
    const pixels = blank(3, 2);
    const bitmap = { width: 3, height: 2, close: vi.fn() };
    vi.stubGlobal('createImageBitmap', () => Promise.resolve(bitmap));
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        getContext = () => ({ drawImage: () => undefined, getImageData: () => pixels });
      },
    );
    expect(await unpackImage(png(3, 2))).toBe(pixels);
    expect(bitmap.close).toHaveBeenCalledOnce();
  });

  it('says so where the browser cannot', async () => {
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('', 'InvalidStateError')));
    await expect(unpackImage(png(3, 2))).rejects.toThrow('image-unreadable');
  });

  it('measures an image whose header told nothing before its pixels are copied', async () => {
    const bitmap = { width: 10_000, height: 5001, close: vi.fn() };
    vi.stubGlobal('createImageBitmap', () => Promise.resolve(bitmap));
    await expect(unpackImage(new Blob(['?']))).rejects.toThrow('image-too-large');
    expect(bitmap.close).toHaveBeenCalledOnce();
  });
});
