/**
 * Every message between parts of the extension: who may send it, in which state of the vault, what it carries,
 * what it returns.
 *
 * A script injected into a site runs in a renderer the site may control. It may send nothing: what it finds out
 * comes back as the result of its injection, and a code reaches a page only as the argument of the function that
 * the worker injects.
 */
import * as v from 'valibot';
import { LIMITS } from '../limits';
import type {
  AccountView,
  AddOutcome,
  CodeView,
  DamageView,
  FieldsView,
  FillOutcome,
  HereView,
  Intent,
  StatusView,
} from './views';

/** Our own pages by name, and scripts injected into sites. */
export type Sender = 'popup' | 'manager' | 'offscreen' | 'injected';
/** What the session must be able to do: nothing, see codes, change things, or have proven itself just now. */
export type Need = 'anyone' | 'viewer' | 'owner' | 'elevated';

const nothing = v.null();
const accountId = v.pipe(v.string(), v.uuid());
const tabId = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const keyUri = v.pipe(v.string(), v.maxLength(LIMITS.keyUriLength));
const name = v.pipe(v.string(), v.maxLength(LIMITS.nameLength));
const passphrase = v.pipe(v.string(), v.maxLength(LIMITS.maxPassphrase));
const hostname = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.hostLength));
/** With its port, as the user was shown it. */
const host = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.hostLength + 6));
const site = v.strictObject({
  host: hostname,
  port: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
  subdomains: v.boolean(),
});
const sites = v.pipe(v.array(site), v.maxLength(LIMITS.sitesPerAccount));
const accountIds = v.pipe(v.array(accountId), v.maxLength(LIMITS.accounts));
const pages = ['popup', 'manager'] as const;

export const contract = {
  'vault/status': from(...pages)
    .needs('anyone')
    .carries(nothing)
    .returns<StatusView>(),
  'vault/create': from('manager').needs('anyone').carries(v.strictObject({ passphrase })).returns<null>(),
  'vault/unlock': from(...pages)
    .needs('anyone')
    .carries(v.strictObject({ passphrase }))
    .returns<null>(),
  'vault/lock': from(...pages)
    .needs('anyone')
    .carries(nothing)
    .returns<null>(),
  /** Looks through the whole vault: ask after the codes are painted, not before. */
  'vault/damage': from(...pages)
    .needs('viewer')
    .carries(nothing)
    .returns<DamageView | null>(),
  /** Moves damaged records out of the way, kept, so that the vault takes changes again. */
  'vault/set-aside': from(...pages)
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
  'accounts/add': from(...pages)
    .needs('owner')
    .carries(v.strictObject({ keyUri, sites }))
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

  /** Which accounts belong to the site in this tab, as the browser names it. */
  'sites/here': from('popup').needs('viewer').carries(v.strictObject({ tabId })).returns<HereView>(),
  /** Whether this tab shows a field for a stored code, and whether it is an enrolment page. */
  'fields/look': from('popup').needs('viewer').carries(v.strictObject({ tabId })).returns<FieldsView>(),
  /** @property bind The host that the user agreed to use the account on from now on, if it was asked. */
  'fill/start': from('popup')
    .needs('viewer')
    .carries(v.strictObject({ accountId, tabId, bind: v.nullable(host) }))
    .returns<FillOutcome>(),

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
