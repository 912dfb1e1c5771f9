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
  /** The user showed it once: it is the field, whatever it looks like. */
  readonly picked: boolean;
  /** The page turns two-step sign-in on: its field wants a code of the secret shown there. */
  readonly enrolment: boolean;
  readonly reasons: readonly string[];
}

/**
 * Where a field is that the user showed: what it says of itself and where it stands, each worth something, so that it is
 * found again on a page that has changed a little. Never a value, never text beyond a label.
 */
export interface Locator {
  /** Each as `kind=text`: `id=otp`, `name=code`, `type=text`, `form=login`, `path=...`; of its label only a mark. */
  readonly traits: readonly string[];
  /** How many inputs share the code there: 1, or the length of a row. */
  readonly cells: number;
}

export interface LookRequest {
  /** A field that the user showed on this site. */
  readonly locator?: Locator;
  /** Length of the code at hand: what it does not fit into is not for it. */
  readonly digits?: number;
}

export interface WatchRequest extends LookRequest {
  readonly forMs: number;
}

export interface FillRequest extends LookRequest {
  readonly code: string;
  /** The origin that the document must still have. */
  readonly origin: string;
  /** Origins that may contain it. */
  readonly ancestors: readonly string[];
  /** The user pointed at the field that has the focus. */
  readonly pointed?: boolean;
  /**
   * `sure`: what merely has the focus is not filled; it may have come there after the user asked. `picked`: only the
   * field that was just shown.
   */
  readonly only?: 'sure' | 'picked';
  /** The site wants the code behind the password, in one field. */
  readonly append?: boolean;
  /** Press the form's own button afterwards, once, unless the page has gone on by itself. */
  readonly submit?: boolean;
}

export type FillReport =
  /** Typed and read back, or taken by the page at once. */
  | { readonly result: 'filled'; readonly sent: Sent }
  /** @property wrong Which characters of the code the page did not keep: 0 is the first. */
  | {
      readonly result: 'partly';
      readonly filled: number;
      readonly of: number;
      readonly wrong: readonly number[];
    }
  | { readonly result: 'nothing' }
  | { readonly result: 'refused'; readonly reason: FillRefusal };

/** `no`: nobody pressed a button. `page`: it went on by itself. `us`: we did. `no-button`: we should have, and found none. */
export type Sent = 'no' | 'page' | 'us' | 'no-button';

/**
 * `short`: the field takes fewer characters than the code has. `no-password`: the code goes behind the password, and
 * none is typed.
 */
export type FillRefusal = 'moved' | 'opaque' | 'occupied' | 'other-frame' | 'short' | 'no-password';

/** What became of one field that was looked at. */
export type SeenState =
  /** It is the one. */
  | 'chosen'
  /** It could take text, and is not the one. */
  | 'beside'
  | 'hidden'
  | 'disabled'
  /** Of a kind that takes no code: an e-mail address, a date, a long text. */
  | 'other-type';

export interface SeenField {
  /** As a person would call it: its label, else its placeholder or name. */
  readonly name: string;
  readonly state: SeenState;
  readonly field: FieldClass;
  readonly score: number;
  readonly cells: number;
  readonly focused: boolean;
  readonly occupied: boolean;
  readonly reasons: readonly string[];
  /** The way from the document to each of its inputs. */
  readonly steps: readonly (readonly Step[])[];
}

/** A selector within one tree, and what to enter behind the element that it finds. */
export interface Step {
  readonly sel: string;
  readonly enter?: 'shadow' | 'iframe';
}

/** Why a document's fields were judged as they were, for the user who wonders. */
export interface Explanation {
  readonly origin: string;
  /** Origins of the documents around this one, nearest first. */
  readonly ancestors: readonly string[];
  readonly opaque: boolean;
  readonly enrolment: boolean;
  /** Best first; hidden and disabled ones last. */
  readonly fields: readonly SeenField[];
  /** Structure and attributes of the fields and what they stand in: no values, no text beyond labels. */
  readonly outline: string;
}

/** What came of letting the user show the field. */
export type PickReport =
  | { readonly result: 'picked'; readonly locator: Locator }
  | { readonly result: 'cancelled' }
  /** Nothing yet: ask again. */
  | { readonly result: 'waiting' };
