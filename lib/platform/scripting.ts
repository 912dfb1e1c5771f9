/** Scripts put into a tab on the user's gesture. They need no permission but the one that the gesture gives. */
import { browser } from './browser';

const SCRIPT = '/injected.js';
/** A page can hold up a script for as long as it likes; the user who asked is not there for as long. */
const LOOK_WITHIN_MS = 10_000;

/** One document of a tab, and what the injected script said of it. */
export interface Answer {
  readonly frameId: number;
  /** Absent where the browser does not name documents. */
  readonly documentId: string | undefined;
  /** Unchecked: it comes from a renderer that the site may control. */
  readonly result: unknown;
}

export interface DocumentAddress {
  readonly tabId: number;
  readonly frameId: number;
  readonly documentId: string | undefined;
}

/** Asks every document within reach what code field it shows; `undefined` where no script may enter the page. */
export async function lookAtFields(tabId: number): Promise<readonly Answer[] | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), LOOK_WITHIN_MS);
  });
  try {
    const target = { tabId, allFrames: true };
    const looking = browser.scripting.executeScript({ target, files: [SCRIPT] });
    const results = await Promise.race([looking, late]);
    return results.flatMap((each) => {
      const { frameId, result, documentId } = each as typeof each & { documentId?: string };
      return result === undefined || result === null ? [] : [{ frameId, documentId, result }];
    });
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** `gone`: the document was not there any more, nothing was handed over. `left`: it went while the script ran in it. */
export type Cut = 'gone' | 'left';

/**
 * Hands a request, with its code, to the script in exactly this document. It travels as an argument of the injection,
 * never as a message.
 */
export async function fillDocument(
  { tabId, frameId, documentId }: DocumentAddress,
  request: object,
): Promise<{ readonly report: unknown } | Cut> {
  const target =
    documentId === undefined ? { tabId, frameIds: [frameId] } : { tabId, documentIds: [documentId] };
  try {
    const [answer] = await browser.scripting.executeScript({ target, func: runInSite, args: [request] });
    const report: unknown = answer?.result ?? undefined;
    return report === undefined ? 'left' : { report };
  } catch (error) {
    return error instanceof Error && NEVER_RAN.test(error.message) ? 'gone' : 'left';
  }
}

/** What browsers say when there was nothing to run in. Anything else may have come after the code was typed. */
const NEVER_RAN =
  /^(No (document|frame|tab) with|Cannot access|Invalid (tab|frame) ID|Missing host permission)/i;

/** Runs in the site, cut out of this file: it sees nothing but its argument and what the injected script left. */
function runInSite(request: unknown): Promise<unknown> | undefined {
  const shared = globalThis as unknown as Record<
    symbol,
    { fill(request: unknown): Promise<unknown> } | undefined
  >;
  return shared[Symbol.for('lockstep.fields')]?.fill(request);
}
