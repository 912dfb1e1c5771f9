import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeDocument } from '../platform/fake-tabs';
import { PASSPHRASE, place, startWorker, totpUri, type Worker } from './worker';

const TAB = 3;
const HERE = 'https://github.com';
const field = {
  name: 'Code',
  state: 'chosen',
  field: 'totp',
  score: 80,
  cells: 1,
  focused: false,
  occupied: false,
  reasons: ['strong-id', 'class: totp'],
};
let worker: Worker;
let page: FakeDocument;

beforeEach(async () => {
  worker = await startWorker();
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
  page = worker.show(TAB, `${HERE}/`);
});

const explanation = (changes: object = {}) => ({
  origin: HERE,
  ancestors: [],
  opaque: false,
  fields: [],
  outline: 'input type="text"',
  ...changes,
});

/** What both looks say of a document with this field: the one that chooses it, and the one that explains it. */
function says(document: FakeDocument, changes: object, around: object = {}): void {
  const seen = { ...field, ...changes };
  const { field: kind, score, focused, occupied, reasons } = seen;
  const picked = reasons.includes('picked');
  document.report = {
    ...(document.report as object),
    ...around,
    field: kind,
    score,
    focused,
    occupied,
    picked,
  };
  document.explain = () => explanation({ ...around, fields: [seen] });
}

function frame(frameId: number, changes: object, around: object = {}): FakeDocument {
  const made: FakeDocument = { ...page, frameId, documentId: `frame-${frameId}` };
  says(made, changes, { ancestors: [HERE], ...around });
  return made;
}

const add = async (...sites: ReturnType<typeof place>[]) =>
  (await worker.popup('accounts/add', { keyUri: totpUri('GitHub'), sites })).account.id;
const explain = (accountId: string | null = null) =>
  worker.popup('fields/explain', { tabId: TAB, accountId });
const states = ({ documents }: Awaited<ReturnType<typeof explain>>) =>
  documents.map(({ fields }) => fields.map(({ state }) => state));

describe('a field is said to be the one', () => {
  it.each([
    ['where it is for a code of an app', {}],
    ['where the user showed it, whatever it looks like', { reasons: ['picked'], score: 1000 }],
    ['for a code that was sent, where the user stands in it', { field: 'out-of-band', focused: true }],
  ])('%s', async (_, changes) => {
    says(page, changes);
    const told = await explain(await add(place('github.com')));
    expect(told.would).toBe('fill');
    expect(states(told)).toEqual([['chosen']]);
  });

  it('for an account that belongs to nowhere yet, which would be asked about', async () => {
    says(page, {});
    expect((await explain(await add())).would).toBe('fill');
  });

  it('in one document alone', async () => {
    says(page, { score: 60 });
    worker.fake.documents.set(TAB, [page, frame(7, {}), frame(8, { score: 70 })]);
    expect(states(await explain())).toEqual([['beside'], ['chosen'], ['beside']]);
  });
});

describe('no field is said to be the one', () => {
  it.each([
    ['for a recovery code', { field: 'recovery' }, 'nothing'],
    ['for a code that was sent', { field: 'out-of-band' }, 'nothing'],
    ['for a PIN, though the user stands in it', { field: 'static-pin', focused: true }, 'nothing'],
    ['for something else', { field: 'other', focused: true, reasons: ['not: shop'] }, 'nothing'],
    ['where it holds something else', { occupied: true }, 'occupied'],
  ])('%s', async (_, changes, would) => {
    says(page, changes);
    const told = await explain(await add(place('github.com')));
    expect(told.would).toBe(would);
    expect(states(told)).toEqual([['beside']]);
    expect(told.report).toContain(`would: ${would}`);
  });

  it('on a site that the account does not belong to', async () => {
    says(page, {});
    const told = await explain(await add(place('gitlab.com')));
    expect(told.would).toBe('other-site');
    expect(states(told)).toEqual([['beside']]);
  });

  it('on a page that anyone on the way can read', async () => {
    page = worker.show(TAB, 'http://github.com/');
    const origin = 'http://github.com';
    says(page, {}, { origin });
    expect((await explain()).would).toBe('insecure');
  });

  it.each([
    ['another field is the one', { state: 'beside' }],
    ['something else was typed into it', { occupied: true }],
  ])('where between the two looks at it %s', async (_, changes) => {
    says(page, {});
    page.explain = () => explanation({ fields: [{ ...field, ...changes }] });
    expect((await explain()).would).toBe('nothing');
  });

  it('where the code goes behind the password', async () => {
    says(page, {});
    const told = await explain(await add({ ...place('github.com'), append: true } as never));
    expect(told.would).toBe('append');
    expect(states(told)).toEqual([['beside']]);
  });

  it.each([
    ['of another site', { origin: 'https://evil.com' }, 'elsewhere', 'evil.com'],
    [
      'inside a frame of another site',
      { ancestors: ['https://evil.com', HERE] },
      'inside-other',
      'github.com',
    ],
    ['without an address', { origin: 'null', opaque: true }, 'no-address', ''],
  ])('in a frame %s', async (_, around, where, host) => {
    says(page, { field: 'other', score: 0, reasons: [] });
    worker.fake.documents.set(TAB, [page, frame(7, {}, around)]);
    const told = await explain(await add(place('github.com')));
    expect(told.would).toBe(where === 'no-address' ? 'opaque' : 'other-frame');
    expect(told.documents[1]).toMatchObject({ host, place: where, fields: [{ state: 'beside' }] });
    expect(told.report).toContain(`frame (${where})`);
  });
});

describe('an explanation', () => {
  it('is told of all documents, the top one first, with what may be handed on', async () => {
    says(page, { state: 'beside', field: 'recovery', score: 12, reasons: ['weak-id'] });
    worker.fake.documents.set(TAB, [frame(7, {}, { origin: 'https://login.example.org' }), page]);
    const told = await explain();
    expect(told).toMatchObject({ host: 'github.com', reachable: true, leftOut: { documents: 0, fields: 0 } });
    expect(told.documents.map(({ host, place: where }) => [host, where])).toEqual([
      ['github.com', 'within'],
      ['login.example.org', 'elsewhere'],
    ]);
    expect(told.report).toContain('beside recovery 12 cells=1: weak-id');
    expect(told.report).not.toMatch(/Code|github|example/);
  });

  it('is that the page can’t be reached, where it can’t', async () => {
    worker.fake.documents.delete(TAB);
    expect(await explain()).toMatchObject({
      host: 'github.com',
      reachable: false,
      documents: [],
      report: '',
    });
  });

  it('of 150 frames is of twenty documents: the top one, those with a field, the first ones', async () => {
    says(page, { field: 'other', score: 0, reasons: [] });
    const empty = Array.from({ length: 148 }, (_, at) => {
      const made = frame(at + 1, {});
      made.report = { ...(made.report as object), field: 'other', score: 0 };
      made.explain = () => explanation({ ancestors: [HERE] });
      return made;
    });
    worker.fake.documents.set(TAB, [
      ...empty,
      frame(200, { state: 'beside', score: 1 }),
      frame(300, {}),
      page,
    ]);
    const told = await explain();
    expect(told.documents).toHaveLength(20);
    expect(states(told).slice(0, 4)).toEqual([['beside'], ['chosen'], ['beside'], []]);
    expect(told.leftOut).toEqual({ documents: 131, fields: 0 });
  });

  it('of fields and a page without end keeps to its measure, and says what is left out', async () => {
    const fields = Array.from({ length: 100 }, () => ({ ...field, state: 'hidden', name: '字'.repeat(100) }));
    const documents = Array.from({ length: 20 }, (_, at) => ({
      ...page,
      frameId: at,
      documentId: `frame-${at}`,
      explain: () => explanation({ fields, outline: 'x\n'.repeat(20_000) }),
    }));
    worker.fake.documents.set(TAB, documents);
    const told = await explain();
    expect(told.documents.flatMap((each) => each.fields)).toHaveLength(200);
    expect(told.leftOut).toEqual({ documents: 0, fields: 1800 });
    expect(told.report.length).toBeLessThan(60_100);
    expect(told.report).toMatch(/\(\d+ more lines\)$/);
    expect(JSON.stringify(told).length).toBeLessThan(300_000);
  });
});
