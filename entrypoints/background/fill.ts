/** Types a code into a page: looks, chooses the document, checks, and only then makes the code. */
import type { FillReport, FillRequest, FrameReport } from '../../lib/fields/report';
import type { FieldsView, FillOutcome, RefusalReason } from '../../lib/messaging/views';
import { codeAt } from '../../lib/otp/code';
import { fillDocument, lookAtFields, type DocumentAddress } from '../../lib/platform/scripting';
import { tabAddress } from '../../lib/platform/tabs';
import { Problem } from '../../lib/problem';
import { formatPlace, siteOf, type Here, type Place } from '../../lib/sites/site';
import { chooseDocument, type Choice, type ProbedDocument } from '../../lib/sites/target';
import type { Account } from '../../lib/vault/account';
import { advanceCounter, changeAccount } from '../../lib/vault/accounts';
import type { Vault } from '../../lib/vault/vault';
import { liveAccount } from './live';

export interface FillWish {
  readonly tabId: number;
  readonly accountId: string;
  /** The user agreed that the account belongs to this site from now on. */
  readonly bind: boolean;
  /** Only in this frame. */
  readonly frameId?: number | undefined;
}

export interface FillerOptions {
  readonly vault: Vault;
  readonly now: () => number;
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
  { tabId, bind }: FillWish,
  account: Account,
  here: Here,
  choice: Choice,
): Promise<FillOutcome> {
  const host = formatPlace(here.place);
  if (choice.kind === 'nothing') return { result: 'nothing', host };
  if (choice.kind === 'refused') return refused(choice.reason, host, account);
  if (account.otp.type === 'unknown') return refused('no-code', host, account);
  if (account.sites.length === 0) {
    if (!bind) return { result: 'ask-bind', host };
    if (!(await isOwner(options))) throw new Problem('need-owner');
    await bindTo(options, account, here.place);
  }
  const { frameId, documentId, origin, ancestors } = choice.document;
  const code = await codeOf(options, account);
  const outcome = await type({ tabId, frameId, documentId }, { code, origin, ancestors }, host, account);
  if (outcome.result === 'filled' && account.provisional && (await isOwner(options)))
    await confirm(options, account);
  return outcome;
}

async function type(
  address: DocumentAddress,
  request: FillRequest,
  host: string,
  account: Account,
): Promise<FillOutcome> {
  const report = await fillDocument<FillReport>(address, request);
  if (report === 'gone') return refused('moved', host, account);
  if (report === 'left') return { result: 'left', host };
  return report.result === 'refused' ? refused(report.reason, host, account) : { ...report, host };
}

/** A viewer sees and fills codes; which account belongs where is not theirs to change. */
async function isOwner({ vault }: FillerOptions): Promise<boolean> {
  return (await vault.session())?.role === 'owner';
}

async function bindTo({ vault, now, onchange }: FillerOptions, { id }: Account, place: Place): Promise<void> {
  const site = { ...place, confirmedAt: now() };
  await vault.change((open) => changeAccount(open, id, { sites: [site] }, now()));
  await onchange();
}

async function confirm({ vault, now, onchange }: FillerOptions, { id }: Account): Promise<void> {
  await vault.change((open) => changeAccount(open, id, { provisional: false }, now()));
  await onchange();
}

/** An HOTP counter is used up here, when everything else is settled. */
async function codeOf({ vault, now }: FillerOptions, { id, otp }: Account): Promise<string> {
  if (otp.type === 'totp' || otp.type === 'steam') return codeAt(otp, now()).text;
  return vault.change((open) => advanceCounter(open, id, now()));
}

async function probe(tabId: number): Promise<readonly ProbedDocument[] | undefined> {
  const answers = await lookAtFields<FrameReport>(tabId);
  return answers?.map(({ frameId, documentId, result }) => ({ ...result, frameId, documentId }));
}

/** What the page shows, for the popup to choose its words and its first button. */
async function look(tabId: number): Promise<FieldsView> {
  const answers = await lookAtFields<FrameReport>(tabId);
  if (!answers?.length) return { reachable: false, field: 'other', enrolment: false };
  const fields = answers.map(({ result }) => result.field);
  const field = (['totp', 'out-of-band'] as const).find((kind) => fields.includes(kind)) ?? 'other';
  return { reachable: true, field, enrolment: answers.some(({ result }) => result.enrolment) };
}

function refused(reason: RefusalReason, host: string, { sites }: Account): FillOutcome {
  return { result: 'refused', reason, host, sites: sites.map(formatPlace) };
}
