/** What our own pages are shown. Never a secret. */

export type OtpType = 'totp' | 'hotp' | 'steam' | 'unknown';

export interface SiteView {
  /** As `URL.host` has it without the port: lower case, punycode. */
  readonly host: string;
  /** Absent: the scheme's default port. */
  readonly port?: number;
  /** Whether hosts below it belong to the account too. */
  readonly subdomains: boolean;
  /** Send the form after filling. */
  readonly submit?: boolean;
  /** The code goes behind the password, in its field. */
  readonly append?: boolean;
  /** The user showed the code field there; kept only where it stays true. */
  readonly picked?: boolean;
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
  readonly role: RoleView;
}

/**
 * `none`: no trace of a vault anywhere. `damaged`: the header can't be read. `newer`: made by a newer version.
 * A vault that opens with some records damaged is `open`; `vault/damage` tells which.
 */
export type VaultState = 'none' | 'locked' | 'open' | 'damaged' | 'newer';

/** What can be done in the session: see codes, or everything. */
export type RoleView = 'owner' | 'viewer';

export type WayType = 'passphrase' | 'recovery' | 'passkey';

export interface StatusView {
  readonly state: VaultState;
  readonly intent?: IntentView;
  /** While open. */
  readonly role?: RoleView;
  /** While locked, and for the owner in the manager, who proves things there: how it can be unlocked. */
  readonly unlock?: UnlockView;
}

export interface UnlockView {
  /** Kinds of ways that there are, each with the time until which it takes no try, in milliseconds since the epoch. */
  readonly ways: Readonly<Partial<Record<WayType, { readonly waitUntil: number | null }>>>;
  readonly passkeys: readonly PasskeyView[];
  /** Softly locked: a PIN opens it, with so many tries left. */
  readonly pinTries: number | null;
}

/** What the browser's passkey dialog must be asked for. Bytes as base64. */
export interface PasskeyView {
  /** Hex. */
  readonly slotId: string;
  readonly credential: string;
  readonly salt: string;
}

/** One way to unlock, for its owner. */
export interface WayView {
  /** Hex. */
  readonly slotId: string;
  /** `other`: made by a newer version. */
  readonly type: WayType | 'other';
  readonly role: RoleView;
  readonly name: string;
  /** Absent: not known. */
  readonly createdAt?: number;
  /** The session was unlocked with it. */
  readonly inUse: boolean;
}

export interface WaysView {
  readonly ways: readonly WayView[];
  readonly pin: boolean;
  readonly recovery: RecoveryDecision;
}

/** `due`: a code was confirmed, and nothing is said yet. `must`: the next account needs a decision. */
export type RecoveryDecision = 'made' | 'refused' | 'early' | 'due' | 'must';

/** How the stored vault fares, looked at in full. */
export interface HealthView {
  readonly damage: DamageView | null;
  /** `one`: the last change is in one of the two copies only. */
  readonly copies: 'both' | 'one';
  /** The disk takes no more: codes are shown, changes are refused. */
  readonly full: boolean;
  /** Records that were put right from the other copy since the vault was unlocked. */
  readonly mended: number;
  /** A copy held what the other did not, and was kept as remains before it was put right. */
  readonly kept: boolean;
  /** For owners: what they should be reminded of. */
  readonly reminders: RemindersView;
}

export interface RemindersView {
  readonly recovery: RecoveryDecision;
  /** `first`: there is no backup file yet. `old`: older than `weeks`. `accounts`: so many accounts are newer. */
  readonly backup: BackupReminder | null;
}

export type BackupReminder =
  | { readonly why: 'first' }
  | { readonly why: 'old'; readonly weeks: number }
  | { readonly why: 'accounts'; readonly count: number };

export interface BackupView {
  readonly savedAt: number | null;
  /** Accounts added since. */
  readonly newAccounts: number;
  readonly weeks: number;
}

/** A former state of the whole vault, sealed as it was. */
export interface RemainsView {
  readonly id: string;
  /** When it was kept, where that is known. */
  readonly at: number | null;
  /** Before what. `start-over`: a vault that was left behind. */
  readonly why: 'layout' | 'restore' | 'healing' | 'start-over' | 'other';
  /** How many accounts it holds, readable or not. */
  readonly accounts: number;
}

/** A sealed file, ready to be saved. */
export interface FileView {
  readonly name: string;
  readonly base64: string;
}

export interface TrashView {
  readonly account: AccountView;
  readonly deletedAt: number;
  /** When it is erased by itself. */
  readonly until: number;
}

/** What the activity log notes. */
export const LOG_KINDS = [
  'create',
  'unlock',
  'unlock-failed',
  'elevate',
  'add',
  'edit',
  'delete',
  'restore',
  'erase',
  'copy',
  'fill',
  'export',
  'way-added',
  'way-removed',
  'way-changed',
  'backup',
  'snapshot-restore',
  'mended',
  'set-aside',
  'log-cleared',
] as const;
export type LogKind = (typeof LOG_KINDS)[number];

export interface LogView {
  readonly at: number;
  readonly kind: LogKind;
  /** With what the session had been unlocked. */
  readonly by?: { readonly type: WayType | 'pin' | 'other'; readonly role: RoleView; readonly name?: string };
  readonly account?: { readonly id: string; readonly issuer: string; readonly accountName: string };
  /** The site of a fill. */
  readonly host?: string;
  /** How many: failed tries, records, entries. */
  readonly count?: number;
}

export interface SnapshotView {
  readonly id: string;
  readonly at: number;
  readonly accounts: number;
  /** `before`: made because everything was about to be put back. */
  readonly tier: 'daily' | 'weekly' | 'before';
}

/** How one account of a snapshot differs from today's. */
export interface ComparedView {
  readonly accountId: string;
  readonly issuer: string;
  readonly accountName: string;
  /** `gone`: not there today. `deleted`: in the trash today. `new`: added since. `damaged`: its part of the snapshot can't be read. */
  readonly state: 'same' | 'changed' | 'gone' | 'deleted' | 'new' | 'damaged';
  /** Names of the fields that differ. */
  readonly fields: readonly string[];
}

/** What the recovery page is told. Nothing here needs a key. */
export interface RecoveryView {
  readonly state: VaultState;
  readonly engines: readonly EngineView[];
  readonly snapshots: number;
  /** Of the vault's headers and those of earlier states, whichever can be read. */
  readonly passkeys: readonly PasskeyView[];
  /** A backup file that was read in and waits to be restored. */
  readonly staged: boolean;
  readonly remains: number;
}

export interface EngineView {
  readonly name: 'first' | 'second';
  /** `failed`: the browser does not let it be read. */
  readonly header: 'readable' | 'missing' | 'damaged' | 'newer' | 'failed';
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
  /**
   * Typed and read back. Where the user wants the form sent: `page`: it went on by itself, `us`: its button was pressed,
   * `no-button`: none was found.
   */
  | { readonly result: 'filled'; readonly host: string; readonly sent: 'no' | 'page' | 'us' | 'no-button' }
  /** @property wrong Which digits the page did not keep: 0 is the first. */
  | {
      readonly result: 'partly';
      readonly host: string;
      readonly filled: number;
      readonly of: number;
      readonly wrong: readonly number[];
    }
  /** The user took it back before anything was typed. */
  | { readonly result: 'cancelled'; readonly host: string }
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
  /** The field takes fewer characters than the code has. */
  | 'short'
  /** The code goes behind the password, and none is typed. */
  | 'no-password'
  /** Of a kind that this version can't make codes of. */
  | 'no-code';

/** Whether the user can show the code field in the page now, or why not. */
export type PickBegun =
  | { readonly begun: true }
  | { readonly begun: false; readonly why: 'other-site' | 'unreachable' | 'insecure' };

/** How the fields of a page were judged. */
export interface ExplainView {
  readonly host: string;
  /** Whether the page could be looked at. */
  readonly reachable: boolean;
  /** What filling would come to at this moment. */
  readonly would: WouldFill;
  /** The top document first, then those with something chosen or weighed, then by frame. */
  readonly documents: readonly ExplainedDocument[];
  /** What a page of very many frames and fields has besides. */
  readonly leftOut: { readonly documents: number; readonly fields: number };
  /** Structure and attributes without values, to be handed on. */
  readonly report: string;
}

/** `append`: the code would go behind the password. The others: it would go nowhere, and why. */
export type WouldFill =
  | 'fill'
  | 'append'
  | 'nothing'
  | Extract<RefusalReason, 'opaque' | 'insecure' | 'other-frame' | 'other-site' | 'occupied' | 'no-code'>;

export interface ExplainedDocument {
  /** As the browser names it; empty for a document without an address. */
  readonly host: string;
  /**
   * `within`: it and all around it are of the page's own origin: codes may be typed here, and nowhere else. `elsewhere`:
   * it is of another origin. `inside-other`: a document around it is. `no-address`: it has no origin to check.
   */
  readonly place: 'within' | 'elsewhere' | 'inside-other' | 'no-address';
  readonly fields: readonly SeenFieldView[];
}

export interface SeenFieldView {
  readonly name: string;
  /** `chosen`: a fill would type the code here. */
  readonly state: 'chosen' | 'beside' | 'hidden' | 'disabled' | 'other-type';
  readonly field: 'totp' | 'out-of-band' | 'recovery' | 'static-pin' | 'other';
  readonly score: number;
  readonly cells: number;
  readonly occupied: boolean;
  /** Signs, `not: topic` or `class: name`. */
  readonly reasons: readonly string[];
}
