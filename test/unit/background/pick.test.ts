import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeDocument } from '../platform/fake-tabs';
import { OTHER_SECRET, PASSPHRASE, place, startWorker, totpUri, type Worker } from './worker';

const TAB = 3;
const LOCATOR = { traits: ['id=box', 'type=text'], cells: 1 };
let worker: Worker;
let page: FakeDocument;

beforeEach(async () => {
  worker = await startWorker();
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
  page = worker.show(TAB, 'https://github.com/', { field: 'other' });
  page.explain = () => explanation();
  page.pick = () => ({ result: 'picked', locator: LOCATOR });
  page.stop = () => undefined;
});

const explanation = (changes: object = {}) => ({
  origin: 'https://github.com',
  ancestors: [],
  opaque: false,
  fields: [],
  outline: 'input type=text',
  ...changes,
});
const add = async (...sites: ReturnType<typeof place>[]) =>
  (await worker.popup('accounts/add', { keyUri: totpUri('GitHub'), sites })).account.id;
const pick = (accountId: string, bind: string | null = null) =>
  worker.popup('fields/pick', { tabId: TAB, accountId, bind });
const titles = () =>
  worker.fake.calls.filter(({ call }) => call === 'action.setTitle').map(({ args }) => args[0]);
const sites = async () => (await worker.popup('accounts/list', null))[0]?.sites;
/** From now on the page knows the field by what was shown. */
const knowsIt = () => {
  page.report = { ...(page.report as object), picked: true };
};

describe('a field that the user shows', () => {
  it('is remembered for the account on this site, and filled', async () => {
    const id = await add(place('github.com'));
    const asked: unknown[] = [];
    page.fill = (request) => (asked.push(request), { result: 'filled', sent: 'no' });
    knowsIt();
    expect(await pick(id)).toEqual({ begun: true });
    await expect.poll(() => asked).toEqual([expect.objectContaining({ locator: LOCATOR })]);
    expect(await sites()).toEqual([{ ...place('github.com'), picked: true }]);
  });

  it('stays remembered while the account is changed, until the user drops it', async () => {
    const id = await add(place('github.com'));
    knowsIt();
    await pick(id);
    await expect.poll(() => worker.typed.length).toBe(1);
    const edit = async (picked: boolean) =>
      (
        await worker.popup('accounts/edit', {
          accountId: id,
          issuer: 'GitHub',
          accountName: 'other',
          sites: [{ ...place('github.com'), picked }],
        })
      ).sites;
    expect(await edit(true)).toEqual([{ ...place('github.com'), picked: true }]);
    expect(await edit(false)).toEqual([place('github.com')]);
    expect(await edit(true)).toEqual([place('github.com')]);
  });

  it('is asked for again and again while the user looks for it', async () => {
    const id = await add(place('github.com'));
    knowsIt();
    let rounds = 0;
    page.pick = () => {
      rounds += 1;
      return rounds < 3 ? { result: 'waiting' } : { result: 'picked', locator: LOCATOR };
    };
    await pick(id);
    await expect.poll(() => worker.typed.length).toBe(1);
    expect(rounds).toBe(3);
  });

  it.each([
    ['is not remembered where the user has had enough', { result: 'cancelled' }],
    ['is not taken from a page that answers something else', { result: 'picked', locator: { traits: 1 } }],
  ])('%s', async (_, report) => {
    const id = await add(place('github.com'));
    let stopped = false;
    page.pick = () => report;
    page.stop = () => (stopped = true);
    await pick(id);
    await expect.poll(() => stopped).toBe(true);
    expect(await sites()).toEqual([place('github.com')]);
    expect(worker.typed).toEqual([]);
  });

  it('is asked for in documents of the page’s own origin alone', async () => {
    const id = await add(place('github.com'));
    const asked: number[] = [];
    const frame = (frameId: number, changes: object): FakeDocument => ({
      ...page,
      frameId,
      documentId: `frame-${frameId}`,
      explain: () => explanation(changes),
      pick: () => (asked.push(frameId), { result: 'cancelled' }),
    });
    page.pick = () => new Promise(() => undefined);
    const frames = [
      frame(4, { ancestors: ['https://evil.com', 'https://github.com'] }),
      frame(5, { origin: 'https://evil.com' }),
      frame(6, { opaque: true }),
      frame(7, {}),
    ];
    worker.fake.documents.set(TAB, [page, ...frames]);
    await pick(id);
    await expect.poll(() => asked).toEqual([7]);
  });
});

describe('showing a field', () => {
  it('does not begin on a site that the account does not belong to', async () => {
    const id = await add(place('gitlab.com'));
    expect(await pick(id, 'github.com')).toEqual({ begun: false, why: 'other-site' });
  });

  it('binds an account that belongs to nowhere, once the user has said so', async () => {
    const id = await add();
    knowsIt();
    const refusal = { begun: false, why: 'other-site' };
    expect(await pick(id)).toEqual(refusal);
    expect(await pick(id, 'gitlab.com')).toEqual(refusal);
    expect(await pick(id, 'github.com')).toEqual({ begun: true });
    await expect.poll(() => worker.typed.length).toBe(1);
    expect(await sites()).toEqual([{ ...place('github.com'), picked: true }]);
  });

  it('does not begin where no script may enter', async () => {
    const id = await add(place('github.com'));
    worker.fake.documents.delete(TAB);
    expect(await pick(id)).toEqual({ begun: false, why: 'unreachable' });
  });

  it('does not begin where anyone on the way could read the code', async () => {
    const id = await add();
    worker.show(TAB, 'http://github.com/').explain = () => explanation();
    expect(await pick(id, 'github.com')).toEqual({ begun: false, why: 'insecure' });
  });

  it('binds nothing where nothing was shown', async () => {
    const id = await add();
    let stopped = false;
    page.pick = () => ({ result: 'cancelled' });
    page.stop = () => (stopped = true);
    expect(await pick(id, 'github.com')).toEqual({ begun: true });
    await expect.poll(() => stopped).toBe(true);
    expect(await sites()).toEqual([]);
  });

  it('for another account takes the place of the one before', async () => {
    const first = await add(place('github.com'));
    const keyUri = totpUri('Other', OTHER_SECRET);
    const second = (await worker.popup('accounts/add', { keyUri, sites: [place('github.com')] })).account.id;
    let show: (report: unknown) => void = () => undefined;
    let rounds = 0;
    page.pick = () => {
      rounds += 1;
      return new Promise((resolve) => (show = resolve));
    };
    knowsIt();
    await pick(first);
    await expect.poll(() => rounds).toBe(1);
    await pick(second);
    await expect.poll(() => rounds).toBe(2);
    show({ result: 'picked', locator: LOCATOR });
    await expect.poll(() => worker.typed.length).toBe(1);
    const accounts = await worker.popup('accounts/list', null);
    const picked = accounts.map(({ id, sites: [site] }) => [id, site?.picked ?? false]);
    expect(picked).toEqual([
      [first, false],
      [second, true],
    ]);
  });

  it('is not for a viewer, who may have taken the owner’s place meanwhile', async () => {
    const id = await add(place('github.com'));
    const proof = { type: 'passphrase', passphrase: PASSPHRASE } as const;
    const viewer = { type: 'viewer', name: 'Ann', passphrase: 'a passphrase of a viewer' } as const;
    await worker.manager('ways/add', { proof, way: viewer });
    let show: (report: unknown) => void = () => undefined;
    let stopped = false;
    page.pick = () => new Promise((resolve) => (show = resolve));
    page.stop = () => (stopped = true);
    await pick(id);
    await worker.popup('vault/lock', null);
    await worker.popup('vault/unlock', { proof: { type: 'passphrase', passphrase: viewer.passphrase } });
    show({ result: 'picked', locator: LOCATOR });
    await expect.poll(() => stopped).toBe(true);
    await expect.poll(() => titles()).toHaveLength(1);
    expect(await sites()).toEqual([place('github.com')]);
    expect(worker.typed).toEqual([]);
  });

  it('that came to nothing is told on the button', async () => {
    const id = await add(place('github.com'));
    page.pick = () => undefined;
    await pick(id);
    await expect
      .poll(() => titles())
      .toEqual([
        { tabId: TAB, title: 'No field was shown in time, or the page went elsewhere. Nothing was filled.' },
      ]);
  });

  it('fills nothing but the field that was shown', async () => {
    const id = await add(place('github.com'));
    page.report = { ...(page.report as object), field: 'totp' };
    await pick(id);
    await expect
      .poll(() => titles().at(-1), { timeout: 5000 })
      .toEqual({
        tabId: TAB,
        title: 'The field that you showed was not found again. Nothing was filled.',
      });
    expect(worker.typed).toEqual([]);
  });
});
