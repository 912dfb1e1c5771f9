/** Scripts put into a tab on the user's gesture. They need no permission but the one that the gesture gives. */
import { browser } from './browser';

const SCRIPT = '/injected.js';

/** One document of a tab, and what the injected script said of it. */
export interface Answer<T> {
  readonly frameId: number;
  /** Absent where the browser does not name documents. */
  readonly documentId: string | undefined;
  readonly result: T;
}

export interface DocumentAddress {
  readonly tabId: number;
  readonly frameId: number;
  readonly documentId: string | undefined;
}

/** Asks every document within reach what code field it shows; `undefined` where no script may enter the page. */
export async function lookAtFields<T>(tabId: number): Promise<readonly Answer<T>[] | undefined> {
  try {
    const results = await browser.scripting.executeScript({
      target: { tabId, allFrames: true },
      files: [SCRIPT],
    });
    return results.flatMap((each) => {
      const { frameId, result, documentId } = each as typeof each & { documentId?: string };
      return result === undefined || result === null ? [] : [{ frameId, documentId, result: result as T }];
    });
  } catch {
    return undefined;
  }
}

/**
 * Hands a request, with its code, to the script in exactly this document. It travels as an argument of the injection,
 * never as a message. `undefined` where the document is gone.
 */
export async function fillDocument<Report>(
  { tabId, frameId, documentId }: DocumentAddress,
  request: object,
): Promise<Report | undefined> {
  const target =
    documentId === undefined ? { tabId, frameIds: [frameId] } : { tabId, documentIds: [documentId] };
  try {
    const [answer] = await browser.scripting.executeScript({
      target,
      func: runInSite,
      args: [request],
    });
    return (answer?.result ?? undefined) as Report | undefined;
  } catch {
    return undefined;
  }
}

/** Runs in the site, cut out of this file: it sees nothing but its argument and what the injected script left. */
function runInSite(request: unknown): Promise<unknown> | undefined {
  const { lockstepFields } = globalThis as { lockstepFields?: { fill(request: unknown): Promise<unknown> } };
  return lockstepFields?.fill(request);
}
