import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../../lib/limits';
import { createDecodeImage, type Decoder } from '../../../lib/platform/decoder';
import type { DecodeReply } from '../../../lib/qr/serve';

vi.mock('../../../lib/platform/browser', () => ({
  browser: { runtime: { getURL: (path: string) => `chrome-extension://lockstep/${path}` } },
}));

const found: DecodeReply = { ok: true, result: { codes: [], unreadable: 1 } };
const image = new Blob(['image']);

/** A worker that answers each image with the next of its replies, and stays silent without one. */
function fakeWorker(...replies: (DecodeReply | 'error')[]) {
  const worker: Decoder & { images: unknown[]; ended: boolean } = {
    images: [],
    ended: false,
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    terminate: () => void (worker.ended = true),
    postMessage: (data: unknown) => {
      worker.images.push(data);
      const reply = replies.shift();
      if (reply === 'error') worker.onerror?.call(worker as never, new Event('error') as ErrorEvent);
      else if (reply) worker.onmessage?.call(worker as never, new MessageEvent('message', { data: reply }));
    },
  };
  return worker;
}

/** Starts the given workers in turn. */
function decoderWith(...workers: ReturnType<typeof fakeWorker>[]) {
  const start = vi.fn(() => {
    const worker = workers[start.mock.calls.length - 1];
    if (!worker) throw new Error('The test started more workers than it gave: add one.');
    return worker;
  });
  return { decode: createDecodeImage(start), start };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('an image sent to be decoded', () => {
  it('starts no worker before it is needed, and comes back with its result', async () => {
    const worker = fakeWorker(found);
    const { decode, start } = decoderWith(worker);
    expect(start).not.toHaveBeenCalled();
    expect(await decode(image)).toEqual({ codes: [], unreadable: 1 });
    expect(worker.images).toEqual([image]);
  });

  it('comes back with the problem the worker had', async () => {
    const { decode } = decoderWith(fakeWorker({ ok: false, problem: 'image-unreadable' }));
    await expect(decode(image)).rejects.toThrow('image-unreadable');
  });

  it('is refused over the limit, with no worker', async () => {
    const { decode, start } = decoderWith();
    const huge = { size: LIMITS.imageBytes + 1 } as Blob;
    await expect(decode(huge)).rejects.toThrow('image-too-large');
    expect(start).not.toHaveBeenCalled();
  });

  it('ends the worker that is silent for too long', async () => {
    const worker = fakeWorker();
    const outcome = expect(decoderWith(worker).decode(image)).rejects.toThrow('decode-timeout');
    await vi.advanceTimersByTimeAsync(LIMITS.imageMs);
    expect(worker.ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1500);
    await outcome;
    expect(worker.ended).toBe(true);
  });

  it('ends the worker that breaks, and starts another for the next image', async () => {
    const broken = fakeWorker('error');
    const { decode } = decoderWith(broken, fakeWorker(found));
    await expect(decode(image)).rejects.toThrow('decoder-failed');
    expect(broken.ended).toBe(true);
    await expect(decode(image)).resolves.toBeDefined();
  });

  it('ends the worker when the user gives up', async () => {
    const worker = fakeWorker();
    const controller = new AbortController();
    const outcome = expect(decoderWith(worker).decode(image, controller.signal)).rejects.toThrow('enough');
    controller.abort(new Error('enough'));
    await outcome;
    expect(worker.ended).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('starts nothing when the user gave up before', async () => {
    const { decode, start } = decoderWith();
    await expect(decode(image, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(start).not.toHaveBeenCalled();
  });
});

describe('a worker that is done', () => {
  it('takes the next image', async () => {
    const worker = fakeWorker(found, found);
    const { decode, start } = decoderWith(worker);
    await decode(image);
    await decode(image);
    expect(start).toHaveBeenCalledOnce();
    expect(worker.images).toHaveLength(2);
  });

  it.each([
    ['kept after an image that is none', 'image-unreadable', false],
    ['ended after its engine failed', 'decoder-failed', true],
  ] as const)('is %s', async (_, problem, ended) => {
    const worker = fakeWorker({ ok: false, problem });
    await expect(decoderWith(worker).decode(image)).rejects.toThrow(problem);
    expect(worker.ended).toBe(ended);
  });

  it('ends when none comes', async () => {
    const worker = fakeWorker(found);
    const { decode, start } = decoderWith(worker, fakeWorker(found));
    await decode(image);
    expect(worker.ended).toBe(false);
    await vi.advanceTimersByTimeAsync(5000);
    expect(worker.ended).toBe(true);
    await decode(image);
    expect(start).toHaveBeenCalledTimes(2);
  });

  it('is kept alone: of two at work, one ends', async () => {
    const [first, second] = [fakeWorker(found), fakeWorker(found)];
    const { decode } = decoderWith(first, second);
    await Promise.all([decode(image), decode(image)]);
    expect([first.ended, second.ended].filter(Boolean)).toHaveLength(1);
  });
});

describe('the script of the worker', () => {
  const WORKER = 'chrome-extension://lockstep/worker.js';
  const PLAIN = 'chrome-extension://lockstep/worker-plain.js';

  /** A fresh module in a browser of our making: its policy is made once in its life. */
  async function start(globals: Record<string, unknown> = {}): Promise<unknown[]> {
    vi.useRealTimers();
    vi.resetModules();
    const urls: unknown[] = [];
    class Worker {
      onmessage?: (event: MessageEvent) => void;
      constructor(url: unknown) {
        urls.push(url);
      }
      postMessage = () =>
        this.onmessage?.(new MessageEvent('message', { data: { ok: false, problem: 'decoder-failed' } }));
      terminate = () => undefined;
    }
    vi.stubGlobal('Worker', Worker);
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    const { decodeImage } = await import('../../../lib/platform/decoder');
    await Promise.allSettled([decodeImage(image), decodeImage(image)]);
    return urls;
  }

  afterEach(() => vi.unstubAllGlobals());

  it('is the one with zxing-cpp', async () => {
    expect(await start()).toEqual([WORKER, WORKER]);
  });

  it('is the plain one where a policy forbids WebAssembly', async () => {
    const blocked = function (): never {
      throw new Error('blocked by policy');
    };
    expect(await start({ WebAssembly: { Module: blocked } })).toEqual([PLAIN, PLAIN]);
    vi.unstubAllGlobals();
    expect(await start({ WebAssembly: undefined })).toEqual([PLAIN, PLAIN]);
  });

  it('goes through one policy that lets through nothing else', async () => {
    let rule: (url: string) => string = () => '';
    const createPolicy = vi.fn((_: string, rules: { createScriptURL: (url: string) => string }) => {
      rule = rules.createScriptURL;
      return { createScriptURL: (url: string) => ({ trusted: rule(url) }) };
    });
    expect(await start({ trustedTypes: { createPolicy } })).toEqual([
      { trusted: WORKER },
      { trusted: WORKER },
    ]);
    expect(createPolicy.mock.calls.map(([name]) => name)).toEqual(['lockstep-worker']);
    expect(rule(PLAIN)).toBe(PLAIN);
    for (const other of [
      'https://site.example/worker.js',
      'blob:x',
      `${WORKER}?x`,
      'data:text/javascript,1',
    ]) {
      expect(() => rule(other)).toThrow(TypeError);
    }
  });
});
