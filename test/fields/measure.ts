/**
 * What would be filled on each page when the user asks for it without standing in a field: every document is looked at
 * as the worker does it, the document is chosen by the worker's own rule, and the script in it says which inputs.
 */
import type { Page, Worker } from '@playwright/test';
import type { FieldClass, SeenField } from '../../lib/fields/report';
import { siteOf } from '../../lib/sites/site';
import { chooseDocument, type Choice, type ProbedDocument } from '../../lib/sites/target';
import { readFolder, stepsOf, type Case, type Known, type Steps } from './folder';
import { probe, type Probe } from './probe';
import { servePages, type PageServer } from './server';
import { withStage } from './stage';

export interface Outcome {
  readonly file: string;
  readonly known?: Known;
  readonly lookedAt: boolean;
  readonly class: FieldClass;
  /** One way for each element that would be filled, in order. */
  readonly chosen: readonly Steps[];
  /** Of one more look at the top document, with its scripts and words warm. */
  readonly ms: number;
  readonly reasons: readonly string[];
  /** What was weighed, best first, for those who wonder. */
  readonly seen: readonly SeenField[];
}

/** Pages that wait for a field that may never come leave the processors to the others. */
const TABS = 4;
const WITHIN_MS = 15_000;

export async function measure(folder: string, only = ''): Promise<readonly Outcome[]> {
  const cases = readFolder(folder).filter(({ file }) => file.includes(only));
  const server = await servePages(folder, cases);
  try {
    return await withStage(async ({ extension: { context }, worker }) => {
      const outcomes = new Map<string, Outcome>();
      const waiting = [...cases];
      const work = async (): Promise<void> => {
        let tab = await context.newPage();
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const measured = await measurePage(tab, worker, server, next);
          outcomes.set(next.file, measured);
          if (measured.lookedAt) continue;
          // A page that holds its tab up holds up no other page.
          void tab.close();
          tab = await context.newPage();
        }
        await tab.close();
      };
      await Promise.all(Array.from({ length: TABS }, work));
      return cases.flatMap(({ file }) => outcomes.get(file) ?? []);
    });
  } finally {
    await server.stop();
  }
}

function notMeasured({ file, known }: Case, error: unknown): Outcome {
  const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  return {
    file,
    ...(known && { known }),
    lookedAt: false,
    class: 'other',
    chosen: [],
    ms: 0,
    reasons: [`could not be looked at: ${why}`],
    seen: [],
  };
}

async function measurePage(tab: Page, worker: Worker, server: PageServer, page: Case): Promise<Outcome> {
  const address = server.addressOf(page);
  const { html, selector } = page;
  try {
    await tab.goto(address, { waitUntil: 'load', timeout: WITHIN_MS });
    const probing = probe(worker, {
      address,
      still: isStill(html),
      ...(selector !== undefined && { selector }),
    });
    return outcomeOf(page, await soon(probing), server.origin);
  } catch (error) {
    return notMeasured(page, error);
  }
}

/** Nothing on it can change: there is no script, in no frame, and no other page comes by itself. */
export function isStill(html: string): boolean {
  return !/(?:<|&lt;)script|[\s"'/]on[a-z]+\s*=|javascript:|http-equiv|<iframe[^>]+\ssrc=/i.test(html);
}

function outcomeOf({ file, known }: Case, found: Probe, origin: string): Outcome {
  const here = siteOf(origin);
  if (!here) throw new Error('The address of the pages is no site.');
  const { documents, told } = found;
  const choice = chooseDocument(documents, here, [here.place]);
  const document = choice.kind === 'document' ? choice.document : surest(documents);
  const frameId = document?.frameId ?? 0;
  const fields = told.get(frameId)?.explanation.fields ?? [];
  const filled = choice.kind === 'document' ? fields.find(isFilled) : undefined;
  return {
    file,
    ...(known && { known: completed(known, found) }),
    lookedAt: true,
    class: document?.field ?? 'other',
    chosen: filled?.steps.map((steps) => stepsOf([...(told.get(frameId)?.frame ?? []), ...steps])) ?? [],
    ms: told.get(0)?.ms ?? 0,
    reasons: [...obstacles(choice, found), ...((filled ?? fields[0])?.reasons ?? [])],
    seen: [...told.values()].flatMap(({ explanation }) => explanation.fields.filter(isWeighed)),
  };
}

/** The script in the page fills what it found under the same conditions. */
function isFilled({ state, field, occupied }: SeenField): boolean {
  return state === 'chosen' && field === 'totp' && !occupied;
}

function isWeighed({ state }: SeenField): boolean {
  return state === 'chosen' || state === 'beside';
}

/** The document that says most about what the page wants, where nothing can be filled. */
function surest(documents: readonly ProbedDocument[]): ProbedDocument | undefined {
  return documents.filter(({ field }) => field !== 'other').toSorted((a, b) => b.score - a.score)[0];
}

function obstacles(choice: Choice, { released }: Probe): readonly string[] {
  const refusal = choice.kind === 'refused' ? [`refused: ${choice.reason}`] : [];
  return released ? refusal : [...refusal, 'the page keeps the focus'];
}

/** What a page's own comment names, found where the page is open. */
function completed(known: Known, { targets }: Probe): Known {
  if (targets === undefined || known.expect !== 'fill') return known;
  return { ...known, split: targets.length > 1, targets };
}

async function soon<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), WITHIN_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
