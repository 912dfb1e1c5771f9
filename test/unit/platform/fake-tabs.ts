/** Tabs, and the documents in them that scripts can be put into. */
import { runInNewContext } from 'node:vm';
import { copy } from './fake-event';

export interface FakeTab {
  id: number;
  url?: string;
  active: boolean;
  windowId: number;
}

/** A document that extensions may enter. */
export interface FakeDocument {
  frameId: number;
  documentId?: string;
  /** What the injected file answers; `undefined` where it failed. */
  report: unknown;
  /** What the injected script's `fill` answers. Absent: the injected file never ran here. */
  fill?: (request: unknown) => unknown;
  watch?: (request: unknown) => unknown;
  /** What the inspector's functions answer. */
  explain?: (request: unknown) => unknown;
  pick?: (request: unknown) => unknown;
  stop?: () => unknown;
}

interface Query {
  active?: boolean;
  currentWindow?: boolean;
  lastFocusedWindow?: boolean;
  url?: string;
}

export interface Injection {
  target: { tabId: number; allFrames?: boolean; frameIds?: number[]; documentIds?: string[] };
  files?: string[];
  func?: (...args: never[]) => unknown;
  args?: unknown[];
}

type Log = (call: string, ...args: unknown[]) => void;

export function fakeTabs(log: Log) {
  const tabs = new Map<number, FakeTab>();
  const find = (tabId: number): FakeTab => {
    const tab = tabs.get(tabId);
    if (!tab) throw new Error(`No tab with id: ${tabId}.`);
    return tab;
  };
  const api = {
    query: async ({ active, url }: Query): Promise<FakeTab[]> =>
      Promise.resolve(
        [...tabs.values()]
          .filter((tab) => active === undefined || tab.active === active)
          .filter((tab) => url === undefined || tab.url?.startsWith(url.replace(/\*$/, ''))),
      ),
    get: async (tabId: number): Promise<FakeTab> => Promise.resolve().then(() => copy(find(tabId))),
    update: async (tabId: number, changes: Partial<FakeTab>): Promise<FakeTab> => {
      log('tabs.update', tabId, changes);
      return Promise.resolve().then(() => copy(Object.assign(find(tabId), changes)));
    },
    create: async (tab: { url: string }): Promise<FakeTab> => {
      log('tabs.create', tab);
      const id = Math.max(0, ...tabs.keys()) + 1;
      const made = { ...tab, id, active: true, windowId: 1 };
      tabs.set(id, made);
      return Promise.resolve(copy(made));
    },
  };
  return { api, tabs };
}

/** @param documents Of each tab; none: the browser lets no extension in. */
export function fakeScripting(documents: Map<number, FakeDocument[]>, log: Log) {
  /** Runs the function as the browser does: from its text, with copies of its arguments and nothing else. */
  const run = async (document: FakeDocument, func: Injection['func'], args: unknown[]): Promise<unknown> => {
    // The isolated world of a document: a global of its own, with what the injected file left there.
    const { fill, watch, explain, pick, stop, report } = document;
    const look = () => report;
    const left = {
      ...(fill && { [Symbol.for('lockstep.fields')]: { fill, look } }),
      ...(watch && { [Symbol.for('lockstep.extras')]: { watch } }),
      ...(explain && { [Symbol.for('lockstep.inspector')]: { explain, pick, stop } }),
    };
    const inside = runInNewContext(`(${String(func)})`, { ...left, Symbol }) as (
      ...args: unknown[]
    ) => unknown;
    return copy(await inside(...copy(args)));
  };
  return {
    executeScript: async (injection: Injection) => {
      const { target, files, func, args = [] } = injection;
      log('scripting.executeScript', { target, files, func: func && String(func), args });
      const reached = documents.get(target.tabId);
      if (!reached) throw new Error('Cannot access contents of the page.');
      const wanted = reached.filter(
        ({ frameId, documentId }) =>
          (target.frameIds?.includes(frameId) ?? true) &&
          (target.documentIds === undefined ||
            (documentId !== undefined && target.documentIds.includes(documentId))),
      );
      if (wanted.length === 0) throw new Error('No document with the given id.');
      return Promise.all(
        wanted.map(async (document) => ({
          frameId: document.frameId,
          ...(document.documentId === undefined ? {} : { documentId: document.documentId }),
          result: files ? copy(document.report) : await run(document, func, args),
        })),
      );
    },
  };
}
