/** Which document of a tab a code may be typed into, or why none. */
import { belongs, siteOf, type Here, type Place } from './site';

/** What the probe said of one document; the browser names frame and document. */
export interface ProbedDocument {
  readonly frameId: number;
  readonly documentId: string | undefined;
  /** `self.origin` there. */
  readonly origin: string;
  /** Origins of the documents it sits in. */
  readonly ancestors: readonly string[];
  /** It has no origin to check: sandboxed, or a `data:` document. */
  readonly opaque: boolean;
  readonly field: 'totp' | 'out-of-band' | 'recovery' | 'static-pin' | 'other';
  readonly score: number;
  readonly focused: boolean;
}

export type Choice =
  | { readonly kind: 'document'; readonly document: ProbedDocument; readonly here: Here }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly reason: 'opaque' | 'insecure' | 'other-frame' | 'other-site' };

/**
 * @param top The site of the tab's top document.
 * @param sites Where the account belongs; for an account bound to nothing, pass the place it is about to be bound to.
 * @param frameId Only this frame: the one that the user pointed at.
 */
export function chooseDocument(
  documents: readonly ProbedDocument[],
  top: Here,
  sites: readonly Place[],
  frameId?: number,
): Choice {
  const best = documents
    .filter((document) => (frameId === undefined || document.frameId === frameId) && takesCode(document))
    .sort((a, b) => Number(b.focused) - Number(a.focused) || b.score - a.score)[0];
  if (!best) return { kind: 'nothing' };
  if (best.opaque) return { kind: 'refused', reason: 'opaque' };
  if (!top.secure) return { kind: 'refused', reason: 'insecure' };
  const here = siteOf(best.origin);
  if (!here || ![best.origin, ...best.ancestors].every((origin) => origin === top.origin)) {
    return { kind: 'refused', reason: 'other-frame' };
  }
  return belongs(sites, here.place)
    ? { kind: 'document', document: best, here }
    : { kind: 'refused', reason: 'other-site' };
}

/** A field for a code sent by mail or SMS is filled only where the user stands in it. */
function takesCode({ field, focused }: ProbedDocument): boolean {
  return field === 'totp' || (field === 'out-of-band' && focused);
}
