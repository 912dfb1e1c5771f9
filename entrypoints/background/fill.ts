/** Types a code into a page: looks, chooses the document, checks, and only then makes the code. */
import type { FillRequest, LookRequest } from '../../lib/fields/report';
import type { FieldsView, FillOutcome, RefusalReason } from '../../lib/messaging/views';
import { codeAt, digitsOf } from '../../lib/otp/code';
import { fillDocument } from '../../lib/platform/scripting';
import { tabAddress } from '../../lib/platform/tabs';
import { Problem } from '../../lib/problem';
import { formatPlace, siteFor, siteOf, type Here, type Place } from '../../lib/sites/site';
import type { Account } from '../../lib/vault/accounts/account';
import { changeAccount } from '../../lib/vault/accounts/accounts';
import type { Vault } from '../../lib/vault/vault';
import { bindTo, isOwner } from './bind';
import type { Counters } from './counters';
import type { Journal } from './journal';
import { liveAccount } from './live';
import { readFill } from './reports';
import { probe, seek, seekTop, type Found, type FoundDocument } from './seek';

export interface FillWish {
  readonly tabId: number;
  readonly accountId: string;
  /** The host that the user agreed to use the account on from now on, if it was asked. */
  readonly bind: string | null;
  /** The frame whose field the user pointed at. */
  readonly frameId?: number | undefined;
  /** Only the field that the user has just shown. */
  readonly only?: 'picked';
}

export interface FillerOptions {
  readonly vault: Vault;
  readonly now: () => number;
  /** Milliseconds that only go forwards. */
  readonly clock: () => number;
  readonly counters: Counters;
  readonly journal: Journal;
  readonly onchange: () => Promise<void>;
}

export type Filler = ReturnType<typeof createFiller>;

export function createFiller(options: FillerOptions) {
  /** Fills that still look for their field, by tab. */
  const seeking = new Map<number, AbortController>();
  return {
    look,
    /** Takes back what has not been typed yet; false where it is too late. */
    cancel: (tabId: number): boolean => {
      const control = seeking.get(tabId);
      control?.abort();
      return control !== undefined;
    },
    async fill(wish: FillWish): Promise<FillOutcome> {
      const account = await options.vault.read((vault) => liveAccount(vault, wish.accountId));
      const address = await tabAddress(wish.tabId);
      const here = address === undefined ? undefined : siteOf(address);
      if (!here) return refused('unreachable', '', account);
      const control = new AbortController();
      seeking.get(wish.tabId)?.abort();
      seeking.set(wish.tabId, control);
      try {
        const found = await find(options, wish, account, here, control.signal);
        return await fillFound(
          options,
          { ...wish, signal: control.signal, ontype: () => seeking.delete(wish.tabId) },
          account,
          here,
          found,
        );
      } finally {
        if (seeking.get(wish.tabId) === control) seeking.delete(wish.tabId);
      }
    },
  };
}

/** An account bound to nothing is looked at as if it were bound to this site; nothing is typed before the user says so. */
async function find(
  { clock }: FillerOptions,
  { tabId, frameId, only }: FillWish,
  { sites, otp }: Account,
  here: Here,
  signal: AbortSignal,
): Promise<Found> {
  const site = siteFor(sites, here.place);
  const places: readonly Place[] = sites.length > 0 ? sites : [here.place];
  // Rows so short are looked at only for a code so short.
  const digits = otp.type === 'unknown' ? 0 : digitsOf(otp);
  const known: LookRequest = {
    ...(site?.field && { locator: site.field }),
    ...(digits > 0 && digits < 5 && { digits }),
  };
  const request = Object.keys(known).length > 0 ? known : undefined;
  const sought = { tabId, here, sites: places, frameId, request, only };
  return site?.append && !only ? seekTop(sought, signal) : seek(sought, clock, signal);
}

async function fillFound(
  options: FillerOptions,
  wish: Underway,
  account: Account,
  here: Here,
  found: Found,
): Promise<FillOutcome> {
  const host = formatPlace(here.place);
  switch (found.kind) {
    case 'nothing':
    case 'cancelled':
      return { result: found.kind, host };
    case 'refused':
      return refused(found.reason, hostOf(found.origin) ?? host, account);
    case 'document':
      break;
    default:
      return refused(found.kind, host, account);
  }
  if (account.otp.type === 'unknown') return refused('no-code', host, account);
  if (account.sites.length === 0) {
    if (wish.bind !== host) return { result: 'ask-bind', host };
    await bindTo(options, account, here.place);
  }
  return type(options, wish, here, found);
}

/** A fill that can be taken back. */
interface Underway extends FillWish {
  readonly signal: AbortSignal;
  /** From now on it can't be. */
  readonly ontype: () => void;
}

async function type(
  options: FillerOptions,
  { tabId, accountId, frameId: pointed, only, signal, ontype }: Underway,
  { place }: Here,
  { document: { frameId, documentId, origin, ancestors }, waited }: FoundDocument,
): Promise<FillOutcome> {
  const host = formatPlace(place);
  // Read again: a page can hold up the look at it for as long as it likes, and the user may have locked, deleted or
  // unbound the account meanwhile.
  const account = await options.vault.read((vault) => liveAccount(vault, accountId));
  const site = siteFor(account.sites, place);
  if (!site) return refused('other-site', host, account);
  if (signal.aborted) return { result: 'cancelled', host };
  ontype();
  const request: FillRequest = {
    code: await codeOf(options, account),
    origin,
    ancestors,
    pointed: pointed !== undefined,
    ...(only ? { only } : waited && { only: 'sure' }),
    ...(site.field && { locator: site.field }),
    ...(site.append && !only && { append: true }),
    ...(site.submit && { submit: true }),
  };
  const answer = await fillDocument({ tabId, frameId, documentId }, request);
  if (answer === 'gone') return refused('moved', host, account);
  const report = answer === 'left' ? undefined : readFill(answer.report);
  if (report?.result === 'refused') return refused(report.reason, host, account);
  if (report?.result === 'nothing') return { result: 'nothing', host };
  void options.journal.note(options.vault, { kind: 'fill', account, host });
  await afterTyping(options, account, report?.result === 'filled');
  return report ? { ...report, host } : { result: 'left', host };
}

/**
 * The code may have reached the page, so it is never typed again. Whatever fails from here on must not make it look as
 * if nothing had been typed: an account that could not be confirmed stays marked so until its next fill.
 */
async function afterTyping(
  options: FillerOptions,
  { id, provisional }: Account,
  filled: boolean,
): Promise<void> {
  const { vault, now, onchange, counters } = options;
  try {
    await counters.forget(id);
    if (!filled || !provisional || !(await isOwner(vault))) return;
    await vault.change((open) => changeAccount(open, id, { provisional: false }, now()));
    await onchange();
  } catch (error) {
    console.error('after a fill', error instanceof Problem ? error.code : typeof error);
  }
}

/** An HOTP counter is used up here, when everything else is settled, unless its code is on the screen already. */
async function codeOf({ now, counters }: FillerOptions, { id, otp }: Account): Promise<string> {
  if (otp.type === 'totp' || otp.type === 'steam') return codeAt(otp, now()).text;
  return (await counters.shown(id)) ?? counters.next(id);
}

/** What the page shows, for the popup to choose its words and its first button. */
async function look(tabId: number): Promise<FieldsView> {
  const frames = await probe(tabId);
  if (!frames?.length) return { reachable: false, field: 'other', enrolment: false };
  const fields = frames.map(({ field }) => field);
  const field = (['totp', 'out-of-band'] as const).find((kind) => fields.includes(kind)) ?? 'other';
  return { reachable: true, field, enrolment: frames.some(({ enrolment }) => enrolment) };
}

function hostOf(origin: string): string | undefined {
  const here = siteOf(origin);
  return here && formatPlace(here.place);
}

function refused(reason: RefusalReason, host: string, { sites }: Account): FillOutcome {
  return { result: 'refused', reason, host, sites: sites.map(formatPlace) };
}
