/** Scripts put into a tab on the user's gesture. They need no permission but the one that the gesture gives. */
import { browser } from './browser';

const FIELDS = { file: '/injected.js', symbol: 'lockstep.fields' };
/** What few fills want, and would make the first script larger for all. */
const EXTRAS = { file: '/extras.js', symbol: 'lockstep.extras' };
const INSPECTOR = { file: '/inspector.js', symbol: 'lockstep.inspector' };
/** A page can hold up a script for as long as it likes; the user who asked is not there for as long. */
const LOOK_WITHIN_MS = 10_000;

/** One document of a tab, and what a script of ours said of it. */
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

/**
 * Asks every document within reach what code field it shows; `undefined` where no script may enter the page.
 * @param request What is known of the field already, if anything is.
 */
export async function lookAtFields(
  tabId: number,
  request?: { readonly locator?: object },
): Promise<readonly Answer[] | undefined> {
  const target = { tabId, allFrames: true };
  return answersOf(async () => {
    // Knowing again what the user showed is among what few fills want.
    const files = request?.locator === undefined ? [FIELDS.file] : [FIELDS.file, EXTRAS.file];
    const looked = await browser.scripting.executeScript({ target, files });
    if (request === undefined) return looked;
    const args = [FIELDS.symbol, 'look', request];
    return browser.scripting.executeScript({ target, func: runInSite, args });
  });
}

/** Asks every document within reach why its fields were judged as they were. */
export async function explainFields(tabId: number, request: object): Promise<readonly Answer[] | undefined> {
  const target = { tabId, allFrames: true };
  return answersOf(async () => {
    await browser.scripting.executeScript({ target, files: [FIELDS.file, EXTRAS.file, INSPECTOR.file] });
    const args = [INSPECTOR.symbol, 'explain', request];
    return browser.scripting.executeScript({ target, func: runInSite, args });
  });
}

/** Resolves when the document shows a field, or the time of the request is over; false too where it is gone. */
export async function watchFields(address: DocumentAddress, request: object): Promise<boolean> {
  if (!(await putExtras(address))) return false;
  return (await runIn(address, EXTRAS.symbol, 'watch', request).catch(() => false)) === true;
}

/** One round of letting the user show the field, in one document; `undefined` where it is gone. */
export function pickField(address: DocumentAddress, request: object): Promise<unknown> {
  return runIn(address, INSPECTOR.symbol, 'pick', request).catch(() => undefined);
}

/** Ends showing the field, in one document. */
export async function stopPicking(address: DocumentAddress): Promise<void> {
  await runIn(address, INSPECTOR.symbol, 'stop', null).catch(() => undefined);
}

/** `gone`: the document was not there any more, nothing was handed over. `left`: it went while the script ran in it. */
export type Cut = 'gone' | 'left';

/**
 * Hands a request, with its code, to the script in exactly this document. It travels as an argument of the injection,
 * never as a message.
 */
export async function fillDocument(
  address: DocumentAddress,
  request: object & { readonly submit?: boolean; readonly append?: boolean },
): Promise<{ readonly report: unknown } | Cut> {
  if ((request.submit === true || request.append === true) && !(await putExtras(address))) return 'gone';
  try {
    const report = await runIn(address, FIELDS.symbol, 'fill', request);
    return report === undefined ? 'left' : { report };
  } catch (error) {
    return error instanceof Error && NEVER_RAN.test(error.message) ? 'gone' : 'left';
  }
}

/** Whether it came in. Nothing was handed over yet, however it failed. */
async function putExtras(address: DocumentAddress): Promise<boolean> {
  try {
    await browser.scripting.executeScript({ target: targetOf(address), files: [EXTRAS.file] });
    return true;
  } catch {
    return false;
  }
}

/** What browsers say when there was nothing to run in. Anything else may have come after the code was typed. */
const NEVER_RAN =
  /^(No (document|frame|tab) with|Cannot access|Invalid (tab|frame) ID|Missing host permission)/i;

type Results = Awaited<ReturnType<typeof browser.scripting.executeScript>>;

async function answersOf(run: () => Promise<Results>): Promise<readonly Answer[] | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), LOOK_WITHIN_MS);
  });
  try {
    const results = await Promise.race([run(), late]);
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

function targetOf({ tabId, frameId, documentId }: DocumentAddress) {
  return documentId === undefined ? { tabId, frameIds: [frameId] } : { tabId, documentIds: [documentId] };
}

async function runIn(
  address: DocumentAddress,
  ...args: [symbol: string, method: string, request: unknown]
): Promise<unknown> {
  const target = targetOf(address);
  const [answer] = await browser.scripting.executeScript({ target, func: runInSite, args });
  return answer?.result ?? undefined;
}

/** Runs in the site, cut out of this file: it sees nothing but its arguments and what the script before it left. */
function runInSite(symbol: string, method: string, request: unknown): unknown {
  type Shared = Record<symbol, Record<string, (request: unknown) => unknown> | undefined>;
  return (globalThis as unknown as Shared)[Symbol.for(symbol)]?.[method]?.(request);
}
