/** What our own pages are shown. Never a secret. */

export type OtpType = 'totp' | 'hotp' | 'steam' | 'unknown';

export interface SiteView {
  /** As `URL.host` has it without the port: lower case, punycode. */
  readonly host: string;
  /** Absent: the scheme's default port. */
  readonly port?: number;
  /** Whether hosts below it belong to the account too. */
  readonly subdomains: boolean;
}

export interface AccountView {
  readonly id: string;
  readonly issuer: string;
  readonly accountName: string;
  readonly type: OtpType;
  /** Seconds; 0 where codes do not follow the clock. */
  readonly period: number;
  readonly digits: number;
  readonly sites: readonly SiteView[];
  /** Added, but no code of it has been confirmed by a site yet. */
  readonly provisional: boolean;
  /** Made by a newer version: shown, never rewritten. */
  readonly readOnly: boolean;
}

export interface CodeView {
  readonly accountId: string;
  readonly text: string;
  readonly next: string;
  /** Milliseconds since the epoch at which `text` gives way to `next`. */
  readonly validUntil: number;
}

/** What the worker leaves in `storage.session` so that a popup paints before the worker has woken. */
export interface Paint {
  readonly accounts: readonly AccountView[];
  readonly codes: readonly CodeView[];
  /** Ids of the accounts bound to an origin, by that origin; for hosts below, by `https://*.` and the host. */
  readonly bySite: Readonly<Record<string, readonly string[]>>;
  /** After this time the vault is locked and nothing here may be shown. */
  readonly lockAt: number;
}

/**
 * `none`: no trace of a vault anywhere. `damaged`: the header can't be read. `newer`: made by a newer version.
 * A vault that opens with some records damaged is `open`; `vault/damage` tells which.
 */
export type VaultState = 'none' | 'locked' | 'open' | 'damaged' | 'newer';

export interface StatusView {
  readonly state: VaultState;
  readonly intent?: IntentView;
}

/** Which accounts can't be read, by their names where those are known. While there are any, nothing is changed. */
export interface DamageView {
  readonly accounts: readonly { readonly issuer: string; readonly accountName: string }[];
  /** Damaged records whose account's name can't be read either. */
  readonly nameless: number;
}

/** What will follow after unlocking, as told to the user. */
export interface IntentView {
  readonly what: 'fill' | 'scan' | 'add' | 'open';
  /** The site it was asked for, as the browser names it; empty where the tab has none. */
  readonly host: string;
}

/** A resumed intent. A fill has been done; the others are for the page to do. */
export type Intent =
  | { readonly what: 'scan' | 'add' | 'open'; readonly tabId: number }
  | {
      readonly what: 'fill';
      readonly tabId: number;
      readonly accountId: string;
      readonly outcome: FillOutcome;
    }
  | { readonly what: 'choose'; readonly tabId: number; readonly accountIds: readonly string[] };

export interface AddOutcome {
  /** `already-there`: the same secret is stored; nothing was added. `same-name`: added beside one of that name. */
  readonly status: 'added' | 'already-there' | 'same-name';
  readonly account: AccountView;
}

export interface HereView {
  /** Host with its port where it is not the scheme's default; empty where the tab shows no web site. */
  readonly host: string;
  readonly site?: SiteView;
  /** Bound accounts, best first. */
  readonly accountIds: readonly string[];
}

export interface FieldsView {
  /** Whether the page could be looked at; browsers close their own pages, stores and viewers to extensions. */
  readonly reachable: boolean;
  /** `totp`: a field for a stored code; `out-of-band`: for a code sent by mail or SMS; `other`: neither. */
  readonly field: 'totp' | 'out-of-band' | 'other';
  /** The page turns two-step sign-in on: its field wants a code of the secret shown there. */
  readonly enrolment: boolean;
}

export type FillOutcome =
  /** Typed and read back. */
  | { readonly result: 'filled'; readonly host: string }
  | { readonly result: 'partly'; readonly host: string; readonly filled: number; readonly of: number }
  /** The page went elsewhere while the code was being typed: it may have been taken. */
  | { readonly result: 'left'; readonly host: string }
  | { readonly result: 'nothing'; readonly host: string }
  /** The account is bound to no site yet: nothing was filled, the user is asked once. */
  | { readonly result: 'ask-bind'; readonly host: string }
  | {
      readonly result: 'refused';
      readonly reason: RefusalReason;
      readonly host: string;
      readonly sites: readonly string[];
    };

export type RefusalReason =
  /** The account belongs to `sites`, the page is `host`. */
  | 'other-site'
  /** The code box sits in a frame of another origin, which `host` names. */
  | 'other-frame'
  /** Sandboxed or `data:` document: it has no origin to check. */
  | 'opaque'
  /** Plain http beyond this machine. */
  | 'insecure'
  /** The browser lets no extension into this page. */
  | 'unreachable'
  /** The page went elsewhere, or the tab closed, before the code was typed. */
  | 'moved'
  /** The field holds something that is not a code. */
  | 'occupied'
  /** Of a kind that this version can't make codes of. */
  | 'no-code';
