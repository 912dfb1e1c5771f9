/** The worker's side: one image per request, its result or the reason of its failure by value. */
import { LIMITS } from '../limits';
import { Problem, type ProblemCode } from '../problem';
import { decode, type DecodeResult } from './decode';
import type { Engine } from './engine';
import { HEADER_BYTES, imageSize, type ImageSize } from './image-size';
import type { Rgba } from './plane';

export type DecodeReply =
  | { readonly ok: true; readonly result: DecodeResult }
  | { readonly ok: false; readonly problem: ProblemCode };

/** What is used of the global scope of a dedicated worker. */
export interface WorkerScope {
  addEventListener: (type: 'message', listener: (event: MessageEvent) => void) => void;
  postMessage: (reply: DecodeReply) => void;
}

/** @param open Starts the engine; called at once, so that it gets ready while the image is still on its way. */
export function serve(
  scope: WorkerScope,
  open: () => Promise<Engine>,
  unpack: (image: Blob) => Promise<Rgba>,
): void {
  const engine = open();
  engine.catch(() => undefined); // Told with the first request, and not before.
  scope.addEventListener('message', (event: MessageEvent<Blob>) => {
    void answer(event.data, engine, unpack).then((reply) => scope.postMessage(reply));
  });
}

async function answer(
  image: Blob,
  opening: Promise<Engine>,
  unpack: (image: Blob) => Promise<Rgba>,
): Promise<DecodeReply> {
  try {
    const engine = await opening;
    refuse(imageSize(new Uint8Array(await image.slice(0, HEADER_BYTES).arrayBuffer())));
    const pixels = await unpack(image);
    const startedAt = performance.now();
    return {
      ok: true,
      result: await decode(pixels, engine, () => performance.now() - startedAt < LIMITS.imageMs),
    };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error.code as ProblemCode };
    return { ok: false, problem: 'decoder-failed' }; // Its text may hold input: it stays here.
  }
}

/** Lets the browser unpack the image. Formats whose size could not be told before are measured here, before any copy. */
export async function unpackImage(image: Blob): Promise<Rgba> {
  const bitmap = await createImageBitmap(image).catch(() => {
    throw new Problem('image-unreadable');
  });
  try {
    refuse(bitmap);
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Problem('decoder-failed');
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, width, height);
  } finally {
    bitmap.close();
  }
}

function refuse(size: ImageSize | undefined): void {
  if (size && size.width * size.height > LIMITS.imagePixels) throw new Problem('image-too-large');
}
