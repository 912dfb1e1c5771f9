/** Types a code into a page: looks, chooses the document, checks, and only then makes the code. */
import type { FillRequest } from '../../lib/fields/report';
import type { FieldsView, FillOutcome, RefusalReason } from '../../lib/messaging/views';
import { codeAt } from '../../lib/otp/code';
import { fillDocument, lookAtFields } from '../../lib/platform/scripting';
import { tabAddress } from '../../lib/platform/tabs';
import { Problem } from '../../lib/problem';
import { belongs, formatPlace, siteOf, type Here, type Place } from '../../lib/sites/site';
import { chooseDocument, type Choice, type ProbedDocument } from '../../lib/sites/target';
import type { Account } from '../../lib/vault/accounts/account';
import { changeAccount } from '../../lib/vault/accounts/accounts';
import type { Vault } from '../../lib/vault/vault';
import type { Counters } from './counters';
import type { Journal } from './journal';
import { liveAccount } from './live';
import { readFill, readFrames, type Probed } from './reports';

export interface FillWish {
  readonly tabId: number;
  readonly accountId: string;
  /** The host that the user agreed to use the account on from now on, if it was asked. */
  readonly bind: string | null;
  /** The frame whose field the user pointed at. */
  readonly frameId?: number | undefined;
}

export interface FillerOptions {
  readonly vault: Vault;
  readonly now: () => number;
  readonly counters: Counters;
  readonly journal: Journal;
  readonly onchange: () => Promise<void>;
}

export type Filler = ReturnType<typeof createFiller>;

export function createFiller(options: FillerOptions) {
  return {
    look,
    async fill(wish: FillWish): Promise<FillOutcome> {
      const account = await options.vault.read((vault) => liveAccount(vault, wish.accountId));
      const address = await tabAddress(wish.tabId);
      const here = address === undefined ? undefined : siteOf(address);
      if (!here) return refused('unreachable', '', account);
      const host = formatPlace(here.place);
      const documents = await probe(wish.tabId);
      const top = documents?.find(({ frameId }) => frameId === 0);
      if (!documents || !top) return refused('unreachable', host, account);
      if (top.opaque) return refused('opaque', host, account);
      if (top.origin !== here.origin) return refused('moved', host, account);
      return fillChosen(options, wish, account, here, chooseFor(account, documents, here, wish.frameId));
    },
  };
}

/** An account bound to nothing is looked at as if it were bound to this site; nothing is typed before the user says so. */
function chooseFor(
  account: Account,
  documents: readonly ProbedDocument[],
  here: Here,
  frameId?: number,
): Choice {
  const sites: readonly Place[] = account.sites.length > 0 ? account.sites : [here.place];
  return chooseDocument(documents, here, sites, frameId);
}

async function fillChosen(
  options: FillerOptions,
  wish: FillWish,
  account: Account,
  here: Here,
  choice: Choice,
): Promise<FillOutcome> {
  const host = formatPlace(here.place);
  if (choice.kind === 'nothing') return { result: 'nothing', host };
  if (choice.kind === 'refused') return refused(choice.reason, hostOf(choice.origin) ?? host, account);
  if (account.otp.type === 'unknown') return refused('no-code', host, account);
  if (account.sites.length === 0) {
    if (wish.bind !== host) return { result: 'ask-bind', host };
    await bindTo(options, account, here.place);
  }
  return type(options, wish, here, choice.document);
}

async function type(
  options: FillerOptions,
  { tabId, accountId, frameId: pointed }: FillWish,
  { place }: Here,
  { frameId, documentId, origin, ancestors }: ProbedDocument,
): Promise<FillOutcome> {
  const host = formatPlace(place);
  // Read again: a page can hold up the look at it for as long as it likes, and the user may have locked, deleted or
  // unbound the account meanwhile.
  const account = await options.vault.read((vault) => liveAccount(vault, accountId));
  if (!belongs(account.sites, place)) return refused('other-site', host, account);
  const code = await codeOf(options, account);
  const request: FillRequest = { code, origin, ancestors, pointed: pointed !== undefined };
  const answer = await fillDocument({ tabId, frameId, documentId }, request);
  if (answer === 'gone') return refused('moved', host, account);
  const report = answer === 'left' ? undefined : readFill(answer.report);
  if (report?.result === 'refused') return refused(report.reason, host, account);
  if (report?.result === 'nothing') return { result: 'nothing', host };
  void options.journal.note(options.vault, { kind: 'fill', account, host });
  await afterTyping(options, account, report?.result === 'filled');
  return report ? { ...report, host } : { result: 'left', host };
}

async function bindTo(options: FillerOptions, { id }: Account, place: Place): Promise<void> {
  const { vault, now, onchange } = options;
  if (!(await isOwner(options))) throw new Problem('need-owner');
  await vault.change(async (open) => {
    const { sites } = await liveAccount(open, id);
    // Bound to another site while this page was looked at: that stands.
    if (sites.length > 0) return;
    await changeAccount(open, id, { sites: [{ ...place, confirmedAt: now() }] }, now());
  });
  await onchange();
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
    if (!filled || !provisional || !(await isOwner(options))) return;
    await vault.change((open) => changeAccount(open, id, { provisional: false }, now()));
    await onchange();
  } catch (error) {
    console.error('after a fill', error instanceof Problem ? error.code : typeof error);
  }
}

/** A viewer sees and fills codes; which account belongs where is not theirs to change. */
async function isOwner({ vault }: FillerOptions): Promise<boolean> {
  return (await vault.session())?.role === 'owner';
}

/** An HOTP counter is used up here, when everything else is settled, unless its code is on the screen already. */
async function codeOf({ now, counters }: FillerOptions, { id, otp }: Account): Promise<string> {
  if (otp.type === 'totp' || otp.type === 'steam') return codeAt(otp, now()).text;
  return (await counters.shown(id)) ?? counters.next(id);
}

async function probe(tabId: number): Promise<readonly Probed[] | undefined> {
  const answers = await lookAtFields(tabId);
  return answers && readFrames(answers);
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
