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
  /** It holds something which is not a code. */
  readonly occupied: boolean;
  /** The user showed it once. */
  readonly picked: boolean;
}

type RefusedFor = 'opaque' | 'insecure' | 'other-frame' | 'other-site' | 'occupied';

export type Choice =
  | { readonly kind: 'document'; readonly document: ProbedDocument; readonly here: Here }
  | { readonly kind: 'nothing' }
  /** @property origin Of the document that was refused. */
  | { readonly kind: 'refused'; readonly reason: RefusedFor; readonly origin: string };

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
  const best = bestOf(documents, top, frameId);
  if (!best) return { kind: 'nothing' };
  const { origin } = best;
  const refuse = (reason: RefusedFor): Choice => ({ kind: 'refused', reason, origin });
  if (best.opaque) return refuse('opaque');
  if (!top.secure) return refuse('insecure');
  const here = siteOf(origin);
  if (!here || !isWithin(best, top)) return refuse('other-frame');
  if (!belongs(sites, here.place)) return refuse('other-site');
  // Of a field that was pointed at, the script in the page knows more: this may be said of another one.
  if (best.occupied && frameId === undefined) return refuse('occupied');
  return { kind: 'document', document: best, here };
}

/**
 * Where the user stands, whatever comes of it; else the surest of those within reach. One that could not be filled
 * anyway is chosen, and refused by name, only where there is no other.
 */
function bestOf(
  documents: readonly ProbedDocument[],
  top: Here,
  frameId?: number,
): ProbedDocument | undefined {
  const able = documents.filter(
    (document) => (frameId === undefined || document.frameId === frameId) && rankOf(document) > 0,
  );
  const within = able.filter((document) => !document.opaque && isWithin(document, top));
  const picked = within.filter((document) => document.picked);
  const focused = able.filter((document) => document.focused && rankOf(document) > 1);
  const pool = [picked, focused, within, able].find(({ length }) => length > 0) ?? [];
  return pool.toSorted((a, b) => rankOf(b) - rankOf(a) || b.score - a.score)[0];
}

/**
 * A field for a code sent by mail or SMS, and one that merely lacks a sign, are filled only where the user stands in
 * them; the script in the page refuses what speaks of something else.
 */
function rankOf({ field, focused, picked }: ProbedDocument): number {
  if (picked) return 5;
  if (field === 'totp') return focused ? 4 : 2;
  if (!focused) return 0;
  return field === 'out-of-band' ? 3 : field === 'other' ? 1 : 0;
}

/** Its own origin and those around it are the top document's. */
export function isWithin(
  { origin, ancestors }: Pick<ProbedDocument, 'origin' | 'ancestors'>,
  top: Here,
): boolean {
  return [origin, ...ancestors].every((each) => each === top.origin);
}
