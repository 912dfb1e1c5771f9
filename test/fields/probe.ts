/** What the extension's worker has done in a page that is open, in the order in which it does it for a user. */
import type { Worker } from '@playwright/test';
import { readFrames } from '../../entrypoints/background/reports';
import type { Answer } from '../../lib/platform/scripting';
import type { ProbedDocument } from '../../lib/sites/target';
import type { Steps } from './folder';
import type { Helper, Told } from './helper';
import { HELPER } from './stage';

export interface Wish {
  readonly address: string;
  /** Nothing on the page can change, so nothing is waited for. */
  readonly still: boolean;
  readonly selector?: string;
}

export interface Probe {
  readonly documents: readonly ProbedDocument[];
  /** What each told, by its frame. */
  readonly told: ReadonlyMap<number, Told>;
  /** Nothing had the focus when it was looked at. */
  readonly released: boolean;
  /** Where the selector leads. */
  readonly targets?: readonly Steps[];
}

type Tab = ReturnType<typeof tabOf>;

/** As long as the product waits for a field that is not there yet. */
const FOR_MS = 2000;

export async function probe(worker: Worker, { address, still, selector }: Wish): Promise<Probe> {
  const tab = tabOf(worker, await tabIdOf(worker, address));
  await tab.inject(HELPER);
  const blurred = await tab.help('blur');
  let documents = readFrames(await tab.inject('injected.js'));
  if (!still && documents.every(({ field }) => field !== 'totp')) {
    await tab.inject('extras.js');
    await watched(tab, documents);
    documents = readFrames(await tab.inject('injected.js'));
  }
  await tab.inject('inspector.js');
  const told = await tab.help('tell');
  const [targets] = selector === undefined ? [] : await tab.help('resolve', selector, 0);
  return {
    documents,
    told: new Map(told.map(({ frameId, result }) => [frameId, result as Told])),
    released: blurred.every(({ result }) => result === true),
    ...(targets && { targets: targets.result as readonly Steps[] }),
  };
}

/** Resolves when any document shows a field, at the latest when the time is over. */
async function watched(tab: Tab, documents: readonly ProbedDocument[]): Promise<void> {
  const watches = documents.map(async ({ frameId }) => {
    const [found] = await tab.call('lockstep.extras', 'watch', { forMs: FOR_MS }, frameId);
    if (found?.result !== true) throw new Error('nothing');
  });
  await Promise.any(watches).catch(() => undefined);
}

function tabOf(worker: Worker, tabId: number) {
  const target = (frameId?: number) =>
    frameId === undefined ? { tabId, allFrames: true } : { tabId, frameIds: [frameId] };
  const call = (
    symbol: string,
    method: string,
    request?: unknown,
    frameId?: number,
  ): Promise<readonly Answer[]> =>
    worker.evaluate(callInSite, { target: target(frameId), args: [symbol, method, request ?? null] as Args });
  return {
    call,
    help: (method: keyof Helper, request?: string, frameId?: number) =>
      call('lockstep.measure', method, request, frameId),
    inject: (file: string): Promise<readonly Answer[]> =>
      worker.evaluate(injectInSite, { target: target(), files: [file] }),
  };
}

async function tabIdOf(worker: Worker, address: string): Promise<number> {
  const id = await worker.evaluate(
    async (address) => (await chrome.tabs.query({})).find(({ url }) => url === address)?.id,
    address,
  );
  if (id === undefined) throw new Error('The page has left its address.');
  return id;
}

type Args = [symbol: string, method: string, request: unknown];

interface Where {
  readonly target: { readonly tabId: number };
}

/** In the worker, as everything below: it sees nothing of this file. */
async function injectInSite({
  target,
  files,
}: Where & { readonly files: string[] }): Promise<readonly Answer[]> {
  const results = await chrome.scripting.executeScript({ target, files });
  return results.map(({ frameId, documentId, result }) => ({ frameId, documentId, result }));
}

async function callInSite({ target, args }: Where & { readonly args: Args }): Promise<readonly Answer[]> {
  type Shared = Record<symbol, Record<string, (request: unknown) => unknown> | undefined>;
  // Taken from a list: as a property it would get its name from a helper of the transpiler, which is not there.
  const [func] = [
    (symbol: string, method: string, request: unknown): unknown =>
      (globalThis as unknown as Shared)[Symbol.for(symbol)]?.[method]?.(request),
  ] as const;
  const results = await chrome.scripting.executeScript({ target, args, func });
  return results.map(({ frameId, documentId, result }) => ({ frameId, documentId, result }));
}
