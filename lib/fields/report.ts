/** What a script in a site tells the worker, and what it is asked to do. JSON-serialisable: it crosses as a result. */

/** Which kind of code a field wants. A stored secret makes only the first. */
export type FieldClass = 'totp' | 'out-of-band' | 'recovery' | 'static-pin' | 'other';

export interface FrameReport {
  /** `self.origin`: `location.origin` is wrong in `srcdoc` and in sandboxed documents. */
  readonly origin: string;
  /** Origins of the documents around this one, nearest first. */
  readonly ancestors: readonly string[];
  /** No origin to check a site against: sandboxed, or a `data:` document. */
  readonly opaque: boolean;
  /** The class of the winning field; `other` when there is none. */
  readonly field: FieldClass;
  readonly score: number;
  /** The winner holds the focus. */
  readonly focused: boolean;
  /** How many inputs share the code: 1, or the length of a row of one-character inputs; 0 when none. */
  readonly cells: number;
  /** It holds something which is not a code. */
  readonly occupied: boolean;
  /** The page turns two-step sign-in on: its field wants a code of the secret shown there. */
  readonly enrolment: boolean;
  readonly reasons: readonly string[];
}

export interface FillRequest {
  readonly code: string;
  /** The origin that the document must still have. */
  readonly origin: string;
  /** Origins that may contain it. */
  readonly ancestors: readonly string[];
  /** The user pointed at the field that has the focus. */
  readonly pointed?: boolean;
}

export type FillReport =
  /** Typed and read back, or taken by the page at once. */
  | { readonly result: 'filled' }
  | { readonly result: 'partly'; readonly filled: number; readonly of: number }
  | { readonly result: 'nothing' }
  | { readonly result: 'refused'; readonly reason: 'moved' | 'opaque' | 'occupied' | 'other-frame' };
