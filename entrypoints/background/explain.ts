/** Why the fields of a page were judged as they were, for a user who wonders: read from all documents within reach. */
import type { ExplainedDocument, ExplainView, SeenFieldView, WouldFill } from '../../lib/messaging/views';
import { digitsOf } from '../../lib/otp/code';
import { explainFields } from '../../lib/platform/scripting';
import { tabAddress } from '../../lib/platform/tabs';
import { formatPlace, siteFor, siteOf, type Here } from '../../lib/sites/site';
import { chooseDocument, isWithin, type ProbedDocument } from '../../lib/sites/target';
import type { Account } from '../../lib/vault/accounts/account';
import type { Vault } from '../../lib/vault/vault';
import { reportOf } from './explain-report';
import { liveAccount } from './live';
import { readExplanations, type Explained } from './reports';
import { probe } from './seek';

export interface ExplainWish {
  readonly tabId: number;
  readonly accountId: string | null;
}

type SeenIn = Explained['fields'][number];

/** A page must not choose how much is told of it. */
const MAX_DOCUMENTS = 20;
const MAX_FIELDS = 200;

export async function explain(vault: Vault, { tabId, accountId }: ExplainWish): Promise<ExplainView> {
  const address = await tabAddress(tabId);
  const here = address === undefined ? undefined : siteOf(address);
  if (!here) return unreachable('');
  const account = accountId === null ? undefined : await vault.read((open) => liveAccount(open, accountId));
  const locator = siteFor(account?.sites ?? [], here.place)?.field;
  const digits = account && account.otp.type !== 'unknown' ? digitsOf(account.otp) : undefined;
  const request = { ...(locator && { locator }), ...(digits && { digits }) };
  const probed = await probe(tabId, request);
  const answers = await explainFields(tabId, request);
  if (!probed?.length || !answers?.length) return unreachable(formatPlace(here.place));
  return viewOf(readExplanations(answers), here, wouldFill(probed, here, account));
}

const unreachable = (host: string): ExplainView => ({
  host,
  reachable: false,
  would: 'nothing',
  documents: [],
  leftOut: { documents: 0, fields: 0 },
  report: '',
});

interface Would {
  readonly would: WouldFill;
  /** The document that the code would be typed into. */
  readonly target?: ProbedDocument;
}

/** By the rules of a fill. An account bound to nothing is looked at as if it were bound to this site. */
function wouldFill(documents: readonly ProbedDocument[], here: Here, account: Account | undefined): Would {
  if (account?.otp.type === 'unknown') return { would: 'no-code' };
  const sites = account?.sites ?? [];
  if (siteFor(sites, here.place)?.append) return { would: here.secure ? 'append' : 'insecure' };
  const choice = chooseDocument(documents, here, sites.length > 0 ? sites : [here.place]);
  if (choice.kind === 'document') return { would: 'fill', target: choice.document };
  return { would: choice.kind === 'nothing' ? 'nothing' : choice.reason };
}

function viewOf(explained: readonly Explained[], here: Here, { would, target }: Would): ExplainView {
  const home = target && explained.find((each) => isSame(each, target));
  const filled = home?.fields.find(isTaken);
  // The page may have changed between the two looks at it.
  const outcome = would === 'fill' && !filled ? 'nothing' : would;
  const ranked = explained.toSorted((a, b) => rankOf(a, filled) - rankOf(b, filled) || a.frameId - b.frameId);
  const documents: ExplainedDocument[] = [];
  let room = MAX_FIELDS;
  for (const each of ranked.slice(0, MAX_DOCUMENTS)) {
    const fields = each.fields.slice(0, room).map((field) => fieldOf(field, filled));
    room -= fields.length;
    documents.push({ ...placeOf(each, here), fields });
  }
  const fields = explained.reduce((sum, each) => sum + each.fields.length, 0);
  return {
    host: formatPlace(here.place),
    reachable: true,
    would: outcome,
    documents,
    leftOut: { documents: explained.length - documents.length, fields: fields - (MAX_FIELDS - room) },
    report: reportOf(outcome, ranked.slice(0, MAX_DOCUMENTS), documents),
  };
}

function isSame(a: Pick<Explained, 'frameId' | 'documentId'>, b: typeof a): boolean {
  return a.frameId === b.frameId && a.documentId === b.documentId;
}

/** As the script in the page decides it. */
function isTaken({ state, field, focused, occupied, reasons }: SeenIn): boolean {
  if (state !== 'chosen' || occupied) return false;
  const vetoed =
    field === 'recovery' || field === 'static-pin' || reasons.some((reason) => reason.startsWith('not: '));
  return reasons.includes('picked') || (!vetoed && (field === 'totp' || focused));
}

function rankOf({ frameId, fields }: Explained, filled: SeenIn | undefined): number {
  if (frameId === 0) return 0;
  if (filled && fields.includes(filled)) return 1;
  if (fields.some(({ state }) => state === 'chosen')) return 2;
  return fields.some(({ state }) => state === 'beside') ? 3 : 4;
}

function fieldOf(field: SeenIn, filled: SeenIn | undefined): SeenFieldView {
  const { focused: _, state, ...told } = field;
  return { ...told, state: field === filled ? 'chosen' : state === 'chosen' ? 'beside' : state };
}

function placeOf(
  { origin, ancestors, opaque }: Explained,
  here: Here,
): Pick<ExplainedDocument, 'host' | 'place'> {
  const own = opaque ? undefined : siteOf(origin);
  if (!own) return { host: '', place: 'no-address' };
  const host = formatPlace(own.place);
  if (origin !== here.origin) return { host, place: 'elsewhere' };
  return { host, place: isWithin({ origin, ancestors }, here) ? 'within' : 'inside-other' };
}
