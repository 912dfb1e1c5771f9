/** Has QR codes read in a dedicated worker: what an image from a site makes of its reader stays there. */
import { LIMITS } from '../limits';
import { Problem } from '../problem';
import type { DecodeResult } from '../qr/decode';
import type { DecodeReply } from '../qr/serve';
import { browser } from './browser';

export type DecodeImage = (image: Blob, signal?: AbortSignal) => Promise<DecodeResult>;

/** What is used of a `Worker`. */
export type Decoder = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'>;

/** Starting the worker and unpacking the image, which the limit of the stages does not count. */
const START_AND_UNPACK_MS = 1500;
/** A second image soon after the first finds the worker warm; then its memory goes, and what it had read with it. */
const IDLE_MS = 5000;

/** Rejects with a `CaptureProblem`, or with the signal's reason. Each image has a worker for itself while it is read. */
export const decodeImage = createDecodeImage(startWorker);

export function createDecodeImage(start: () => Decoder): DecodeImage {
  let idle: Decoder | undefined;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;
  const take = (): Decoder => {
    clearTimeout(idleTimer);
    const worker = idle ?? start();
    idle = undefined;
    return worker;
  };
  const putBack = (worker: Decoder): void => {
    clearTimeout(idleTimer);
    idle?.terminate();
    idle = worker;
    idleTimer = setTimeout(() => {
      idle = undefined;
      worker.terminate();
    }, IDLE_MS);
  };

  return async (image, signal) => {
    if (image.size > LIMITS.imageBytes) throw new Problem('image-too-large');
    signal?.throwIfAborted();
    const worker = take();
    let reply: DecodeReply;
    try {
      reply = await ask(worker, image, signal);
    } catch (error) {
      worker.terminate();
      throw error;
    }
    if (reply.ok) {
      putBack(worker);
      return reply.result;
    }
    // Its engine did not start or broke down: it would fail the next image, too.
    if (reply.problem === 'decoder-failed') worker.terminate();
    else putBack(worker);
    throw new Problem(reply.problem);
  };
}

async function ask(worker: Decoder, image: Blob, signal: AbortSignal | undefined): Promise<DecodeReply> {
  let stopWaiting = (): void => undefined;
  try {
    return await new Promise((resolve, reject) => {
      const fail = (): void => reject(new Problem('decoder-failed'));
      const abort = (): void => reject(signal?.reason as Error);
      const timer = setTimeout(
        () => reject(new Problem('decode-timeout')),
        LIMITS.imageMs + START_AND_UNPACK_MS,
      );
      signal?.addEventListener('abort', abort);
      stopWaiting = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      worker.onmessage = ({ data }: MessageEvent<DecodeReply>) => resolve(data);
      worker.onerror = fail;
      worker.onmessageerror = fail;
      worker.postMessage(image);
    });
  } finally {
    stopWaiting();
  }
}

function startWorker(): Decoder {
  const url = browser.runtime.getURL(mayCompile() ? 'worker.js' : 'worker-plain.js');
  // The DOM's types know no TrustedScriptURL; the constructor demands one under our policy.
  return new Worker(trusted(url) as string, { name: 'lockstep-decoder' });
}

/** An empty module: compiling it shows whether a policy of the browser forbids WebAssembly. */
function mayCompile(): boolean {
  try {
    return (
      new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)) instanceof WebAssembly.Module
    );
  } catch {
    return false;
  }
}

interface TrustedTypes {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => { createScriptURL: (url: string) => unknown };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** Lets through our two scripts. Browsers without Trusted Types take the address as it is. */
function trusted(url: string): unknown {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  // A second policy of this name would be refused: it is made once.
  policy ??= trustedTypes?.createPolicy('lockstep-worker', { createScriptURL: allow });
  return policy ? policy.createScriptURL(url) : url;
}

function allow(url: string): string {
  const scripts = [browser.runtime.getURL('worker.js'), browser.runtime.getURL('worker-plain.js')];
  if (!scripts.includes(url)) throw new TypeError('Only our own workers may be started.');
  return url;
}
