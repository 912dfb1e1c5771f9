/** Looks for the document of a tab that a code goes into, and waits a little where the page has yet to show its field. */
import type { LookRequest } from '../../lib/fields/report';
import { lookAtFields, watchFields } from '../../lib/platform/scripting';
import type { Here, Place } from '../../lib/sites/site';
import { chooseDocument, type Choice } from '../../lib/sites/target';
import { readFrames, type Probed } from './reports';

/** How long a field may take to appear: pages draw the next step after the press of a button. */
const WAIT_MS = 2000;
/** A page that changes all the time is not looked at all the time. */
const ROUND_MS = 150;
/** A page must not choose in how many documents it is watched. */
const MAX_WATCHED = 20;

export interface Sought {
  readonly tabId: number;
  readonly here: Here;
  readonly sites: readonly Place[];
  /** Only this frame: the user pointed there, and it is there already. */
  readonly frameId?: number | undefined;
  /** What is known of the field, if anything is. */
  readonly request?: LookRequest | undefined;
  /** Only the field that the user has just shown. */
  readonly only?: 'picked' | undefined;
}

/** @property waited It was not there at the first look. */
export type FoundDocument = Extract<Choice, { readonly kind: 'document' }> & { readonly waited: boolean };

export type Found =
  | FoundDocument
  | Exclude<Choice, { readonly kind: 'document' }>
  | { readonly kind: 'unreachable' | 'opaque' | 'moved' | 'cancelled' };

/** @param signal Ends it, when the user takes the fill back. */
export async function seek(sought: Sought, clock: () => number, signal: AbortSignal): Promise<Found> {
  const deadline = clock() + WAIT_MS;
  const givenUp = aborted(signal);
  for (let waited = false; ; waited = true) {
    const documents = await Promise.race([probe(sought.tabId, sought.request), givenUp]);
    if (signal.aborted) return { kind: 'cancelled' };
    const found = choose(sought, wanted(documents ?? undefined, sought, waited), waited);
    const left = deadline - clock();
    if (found.kind !== 'nothing' || sought.frameId !== undefined || left <= 0) return found;
    const changed = Promise.race([...watches(sought, documents ?? [], left), pause(left), givenUp]);
    await Promise.all([changed, pause(Math.min(ROUND_MS, left))]);
  }
}

/** The top document, whatever it shows: where the code goes behind a password, that is looked for when it is typed. */
export async function seekTop(sought: Sought, signal: AbortSignal): Promise<Found> {
  const documents = await Promise.race([probe(sought.tabId), aborted(signal)]);
  if (signal.aborted) return { kind: 'cancelled' };
  const top = documents?.map((each) => ({ ...each, picked: each.frameId === 0, occupied: false }));
  return choose(sought, top, false);
}

export async function probe(tabId: number, request?: LookRequest): Promise<readonly Probed[] | undefined> {
  const answers = await lookAtFields(tabId, request);
  return answers && readFrames(answers);
}

/**
 * What came after the first look may have taken the focus by itself: from then on the focus says nothing of what the
 * user wants.
 */
function wanted(
  documents: readonly Probed[] | undefined,
  { only }: Sought,
  waited: boolean,
): readonly Probed[] | undefined {
  return documents?.map((each) => {
    if (only === 'picked' && !each.picked) return { ...each, field: 'other', focused: false };
    return waited ? { ...each, focused: false } : each;
  });
}

function choose(
  { here, sites, frameId }: Sought,
  documents: readonly Probed[] | undefined,
  waited: boolean,
): Found {
  const top = documents?.find((document) => document.frameId === 0);
  if (!documents || !top) return { kind: 'unreachable' };
  if (top.opaque) return { kind: 'opaque' };
  if (top.origin !== here.origin) return { kind: 'moved' };
  const choice = chooseDocument(documents, here, sites, frameId);
  return choice.kind === 'document' ? { ...choice, waited } : choice;
}

/** Each resolves when its document shows a field or is gone. */
function watches(
  { tabId, request: known }: Sought,
  documents: readonly Probed[],
  forMs: number,
): readonly Promise<unknown>[] {
  const request = { forMs, ...known };
  return documents
    .slice(0, MAX_WATCHED)
    .map(({ frameId, documentId }) => watchFields({ tabId, frameId, documentId }, request));
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
