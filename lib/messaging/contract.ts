/**
 * Every message between parts of the extension: who may send it, in which state of the vault, what it carries,
 * what it returns.
 *
 * A script injected into a site runs in a renderer the site may control. It may send nothing: what it finds out
 * comes back as the result of its injection, and a code reaches a page only as the argument of the function that
 * the worker injects.
 */
import * as v from 'valibot';
import {
  accountId,
  accountIds,
  host,
  keyUri,
  name,
  nothing,
  passphrase,
  pin,
  proof,
  proofOrPin,
  remainsId,
  sites,
  slotId,
  snapshotId,
  tabId,
  way,
  wayName,
} from './requests';
import type {
  AccountView,
  AddOutcome,
  BackupView,
  CodeView,
  ComparedView,
  ExplainView,
  FieldsView,
  FileView,
  FillOutcome,
  HealthView,
  HereView,
  Intent,
  LogView,
  PickBegun,
  RecoveryView,
  RemainsView,
  SnapshotView,
  StatusView,
  TrashView,
  WaysView,
} from './views';

/** Our own pages by name, and scripts injected into sites. */
export type Sender = 'popup' | 'manager' | 'recovery' | 'offscreen' | 'injected';
/** What the session must be able to do: nothing, see codes, change things, or have proven itself just now. */
export type Need = 'anyone' | 'viewer' | 'owner' | 'elevated';

const pages = ['popup', 'manager'] as const;
/** Where a locked vault can be unlocked. */
const doors = ['popup', 'manager', 'recovery'] as const;

export const contract = {
  'vault/status': from(...doors)
    .needs('anyone')
    .carries(nothing)
    .returns<StatusView>(),
  'vault/create': from('manager').needs('anyone').carries(v.strictObject({ passphrase })).returns<null>(),
  'vault/unlock': from(...doors)
    .needs('anyone')
    .carries(v.strictObject({ proof: proofOrPin }))
    .returns<null>(),
  /** Proves once more who is there; for the next minutes the session is elevated. */
  'vault/elevate': from(...pages)
    .needs('owner')
    .carries(v.strictObject({ proof }))
    .returns<null>(),
  'vault/lock': from(...pages)
    .needs('anyone')
    .carries(nothing)
    .returns<null>(),
  /** Looks through both copies of the whole vault and mends what it can: ask after the codes are painted, not before. */
  'vault/health': from(...doors)
    .needs('viewer')
    .carries(nothing)
    .returns<HealthView>(),
  /** Moves damaged records out of the way, kept, so that the vault takes changes again. */
  'vault/set-aside': from(...pages)
    .needs('owner')
    .carries(nothing)
    .returns<null>(),

  /** Destroys the vault on this device: the ways to unlock first, then everything. */
  'vault/erase': from('manager')
    .needs('elevated')
    .carries(v.strictObject({ confirmed: v.literal(true) }))
    .returns<null>(),

  'ways/list': from('manager').needs('owner').carries(nothing).returns<WaysView>(),
  'ways/change-passphrase': from('manager')
    .needs('owner')
    .carries(v.strictObject({ proof, passphrase }))
    .returns<null>(),
  /** A fresh recovery key to be written down. It opens nothing until it is added. */
  'ways/recovery-key': from('manager').needs('owner').carries(nothing).returns<{ text: string }>(),
  /** A recovery key takes the place of the one before. */
  'ways/add': from('manager').needs('owner').carries(v.strictObject({ proof, way })).returns<null>(),
  'ways/remove': from('manager').needs('owner').carries(v.strictObject({ proof, slotId })).returns<null>(),
  /** Sets the PIN of the soft lock, or removes it. */
  'ways/pin': from('manager')
    .needs('owner')
    .carries(v.strictObject({ proof, pin: v.nullable(pin) }))
    .returns<null>(),
  'ways/rename': from('manager')
    .needs('elevated')
    .carries(v.strictObject({ slotId, name: wayName }))
    .returns<null>(),
  /** Goes on without a recovery key. */
  'ways/refuse-recovery': from(...pages)
    .needs('owner')
    .carries(nothing)
    .returns<null>(),

  'accounts/list': from(...pages)
    .needs('viewer')
    .carries(nothing)
    .returns<readonly AccountView[]>(),
  /** Says of each Key URI, before anything is saved, what adding it would do. */
  'accounts/check': from(...pages)
    .needs('owner')
    .carries(v.strictObject({ keyUris: v.pipe(v.array(keyUri), v.maxLength(100)) }))
    .returns<readonly AddOutcome['status'][]>(),
  /** @property recoveryNext The user was asked about a recovery key, and makes one next. */
  'accounts/add': from(...pages)
    .needs('owner')
    .carries(v.strictObject({ keyUri, sites, recoveryNext: v.exactOptional(v.boolean()) }))
    .returns<AddOutcome>(),
  'accounts/edit': from(...pages)
    .needs('owner')
    .carries(v.strictObject({ accountId, issuer: name, accountName: name, sites }))
    .returns<AccountView>(),
  /** Puts an account into the trash; `accounts/restore` takes it out again. */
  'accounts/delete': from(...pages)
    .needs('owner')
    .carries(v.strictObject({ accountId }))
    .returns<null>(),
  'accounts/restore': from(...pages)
    .needs('owner')
    .carries(v.strictObject({ accountId }))
    .returns<AccountView>(),
  /** What lies in the trash, latest first. */
  'accounts/trash': from('manager').needs('owner').carries(nothing).returns<readonly TrashView[]>(),
  /** Erases accounts that lie in the trash, for good. */
  'accounts/erase': from('manager')
    .needs('elevated')
    .carries(v.strictObject({ accountIds: v.pipe(accountIds, v.minLength(1)) }))
    .returns<null>(),
  /** Moves an account before another one, or to the end. */
  'accounts/reorder': from(...pages)
    .needs('owner')
    .carries(v.strictObject({ accountId, before: v.nullable(accountId) }))
    .returns<null>(),

  /** The codes of this step and the next. None for HOTP accounts. An empty list asks for all. */
  'codes/list': from(...pages)
    .needs('viewer')
    .carries(v.strictObject({ accountIds }))
    .returns<readonly CodeView[]>(),
  /** Commits the incremented counter of an HOTP account, then returns the code. */
  'codes/next': from(...pages)
    .needs('viewer')
    .carries(v.strictObject({ accountId }))
    .returns<{ text: string }>(),

  /** A code was copied: noted in the activity log. */
  'codes/copied': from(...pages)
    .needs('viewer')
    .carries(v.strictObject({ accountId }))
    .returns<null>(),

  /** Latest first. */
  'log/list': from('manager').needs('owner').carries(nothing).returns<readonly LogView[]>(),
  /** The whole log as CSV; that it was exported is noted. */
  'log/export': from('manager').needs('elevated').carries(nothing).returns<{ csv: string }>(),
  'log/clear': from('manager').needs('elevated').carries(nothing).returns<null>(),

  'snapshots/list': from('manager').needs('owner').carries(nothing).returns<readonly SnapshotView[]>(),
  'snapshots/compare': from('manager')
    .needs('owner')
    .carries(v.strictObject({ snapshotId }))
    .returns<readonly ComparedView[]>(),
  /** Puts accounts back as they were: those named, or all. Counters never go back, and what was added since stays. */
  'snapshots/restore': from('manager')
    .needs('owner')
    .carries(v.strictObject({ snapshotId, accountIds: v.nullable(accountIds) }))
    .returns<{ restored: number; damaged: number }>(),

  'backup/view': from('manager').needs('owner').carries(nothing).returns<BackupView>(),
  /** The whole vault as it lies, sealed, as a file. */
  'backup/make': from('manager').needs('owner').carries(nothing).returns<FileView>(),
  /** The file was saved: reminders begin anew. */
  'backup/saved': from('manager').needs('owner').carries(nothing).returns<null>(),
  'backup/weeks': from('manager')
    .needs('owner')
    .carries(v.strictObject({ weeks: v.picklist([1, 2, 4, 8, 12]) }))
    .returns<null>(),

  /** Former states of the whole vault that were kept before something took their place, newest first. */
  'remains/list': from('manager').needs('owner').carries(nothing).returns<readonly RemainsView[]>(),
  /** Drops one for good. */
  'remains/drop': from('manager')
    .needs('elevated')
    .carries(v.strictObject({ id: remainsId }))
    .returns<null>(),

  'recovery/look': from('recovery').needs('anyone').carries(nothing).returns<RecoveryView>(),
  /**
   * Puts back the newest snapshot that opens, or the file that was read in. What is there now is kept aside.
   * @property confirmed A vault that the proof does not open may be replaced by the file.
   */
  'recovery/restore': from('recovery')
    .needs('anyone')
    .carries(v.strictObject({ from: v.picklist(['snapshot', 'file']), proof, confirmed: v.boolean() }))
    .returns<{ accounts: number; damaged: number }>(),
  /** Makes room for a new vault; everything that is there now is kept aside. */
  'recovery/start-over': from('recovery')
    .needs('anyone')
    .carries(v.strictObject({ confirmed: v.literal(true) }))
    .returns<null>(),

  /** Which accounts belong to the site in this tab, as the browser names it. */
  'sites/here': from('popup').needs('viewer').carries(v.strictObject({ tabId })).returns<HereView>(),
  /** Whether this tab shows a field for a stored code, and whether it is an enrolment page. */
  'fields/look': from('popup').needs('viewer').carries(v.strictObject({ tabId })).returns<FieldsView>(),
  /** @property bind The host that the user agreed to use the account on from now on, if it was asked. */
  'fill/start': from('popup')
    .needs('viewer')
    .carries(v.strictObject({ accountId, tabId, bind: v.nullable(host) }))
    .returns<FillOutcome>(),
  /** Takes back a fill that still looks for its field; not one that types already. */
  'fill/cancel': from('popup')
    .needs('viewer')
    .carries(v.strictObject({ tabId }))
    .returns<{ cancelled: boolean }>(),
  /** Why the fields of a page were judged as they were. */
  'fields/explain': from('popup')
    .needs('viewer')
    .carries(v.strictObject({ tabId, accountId: v.nullable(accountId) }))
    .returns<ExplainView>(),
  /** Lets the user show the code field in the page, remembers it for this account and site, and fills it. */
  'fields/pick': from('popup')
    .needs('owner')
    .carries(v.strictObject({ tabId, accountId, bind: v.nullable(host) }))
    .returns<PickBegun>(),

  /** Keeps what the user asked of a locked or missing vault, for the tab it was asked in. */
  'intent/keep': from('popup')
    .needs('anyone')
    .carries(v.strictObject({ what: v.picklist(['scan', 'add', 'open']), tabId }))
    .returns<null>(),
  /** After unlocking: checks the kept intent again; a fill is done at once, the rest is left to the page. */
  'intent/resume': from('popup').needs('viewer').carries(nothing).returns<Intent | null>(),
  /** From the manager, after the vault was made: back to the tab in which Lockstep was opened. */
  'intent/return': from('manager').needs('anyone').carries(nothing).returns<{ opened: boolean }>(),
};

export type Contract = typeof contract;
export type MessageName = keyof Contract;
export type RequestOf<Name extends MessageName> = v.InferOutput<Contract[Name]['request']>;
export type ReplyOf<Name extends MessageName> =
  Contract[Name] extends Endpoint<RequestOf<Name>, infer Reply> ? Reply : never;

export interface Endpoint<Request, Reply> {
  readonly senders: readonly Sender[];
  readonly need: Need;
  readonly request: v.GenericSchema<unknown, Request>;
  /** Only there for its type: replies come from our own background. */
  readonly reply?: Reply;
}

function from(...senders: Sender[]) {
  return {
    needs: (need: Need) => ({
      carries: <Request>(request: v.GenericSchema<unknown, Request>) => ({
        returns: <Reply>(): Endpoint<Request, Reply> => ({ senders, need, request }),
      }),
    }),
  };
}
