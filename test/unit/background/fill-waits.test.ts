import { beforeEach, describe, expect, it } from 'vitest';
import type { FrameReport } from '../../../lib/fields/report';
import type { FakeDocument } from '../platform/fake-tabs';
import { PASSPHRASE, place, startWorker, totpUri, type Worker } from './worker';

const TAB = 3;
let worker: Worker;
beforeEach(async () => {
  worker = await startWorker();
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
});

const add = async (keyUri: string, ...sites: ReturnType<typeof place>[]) =>
  (await worker.popup('accounts/add', { keyUri, sites })).account.id;
const fill = (accountId: string, bind: string | null = null) =>
  worker.popup('fill/start', { accountId, tabId: TAB, bind });
const titles = () => worker.fake.calls.filter(({ call }) => call === 'action.setTitle');
const popups = () => worker.fake.calls.filter(({ call }) => call === 'action.openPopup').length;
const only = async () => (await worker.popup('accounts/list', null))[0]!;

describe('a field that is not there yet', () => {
  let id: string;
  beforeEach(async () => void (id = await add(totpUri('GitHub'), place('github.com'))));
  const answers = (document: FakeDocument) => document.report as FrameReport;

  it('is waited for, and filled as soon as it is there', async () => {
    const document = worker.show(TAB, 'https://github.com/', { field: 'other' });
    const forMs: unknown[] = [];
    document.watch = (request) => {
      forMs.push((request as { forMs: number }).forMs);
      document.report = { ...answers(document), field: 'totp' };
      return true;
    };
    expect(await fill(id)).toEqual({ result: 'filled', host: 'github.com', sent: 'no' });
    expect(worker.typed).toHaveLength(1);
    expect(forMs).toEqual([expect.closeTo(2000, -2)]);
  });

  it('is told of when it has not come in two seconds', async () => {
    worker.show(TAB, 'https://github.com/', { field: 'other' });
    const startedAt = performance.now();
    expect(await fill(id)).toEqual({ result: 'nothing', host: 'github.com' });
    expect(performance.now() - startedAt).toBeGreaterThan(1900);
  });

  it('is not filled once the user has taken the fill back', async () => {
    const document = worker.show(TAB, 'https://github.com/', { field: 'other' });
    let watched = false;
    document.watch = () => {
      watched = true;
      return new Promise(() => undefined);
    };
    const outcome = fill(id);
    await expect.poll(() => watched).toBe(true);
    expect(await worker.popup('fill/cancel', { tabId: TAB })).toEqual({ cancelled: true });
    document.report = { ...answers(document), field: 'totp' };
    expect(await outcome).toEqual({ result: 'cancelled', host: 'github.com' });
    expect(worker.typed).toEqual([]);
  });

  it('is not filled once it has the focus and nothing else speaks for it: the page may have put it there', async () => {
    const document = worker.show(TAB, 'https://github.com/', { field: 'other' });
    document.watch = () => {
      document.report = { ...answers(document), focused: true };
      return false;
    };
    expect(await fill(id)).toEqual({ result: 'nothing', host: 'github.com' });
    expect(worker.typed).toEqual([]);
  });

  it('is filled only where it is a sure one', async () => {
    const document = worker.show(TAB, 'https://github.com/', { field: 'other' });
    const asked: unknown[] = [];
    document.fill = (request) => (asked.push(request), { result: 'filled', sent: 'no' });
    document.watch = () => {
      document.report = { ...answers(document), field: 'totp' };
      return true;
    };
    await fill(id);
    expect(asked).toEqual([expect.objectContaining({ only: 'sure' })]);
  });

  it('is not waited for on the page that takes the place of this one', async () => {
    const document = worker.show(TAB, 'https://github.com/', { field: 'other' });
    document.watch = () => {
      document.report = { ...answers(document), origin: 'https://evil.com', field: 'totp' };
      return false;
    };
    expect(await fill(id)).toEqual({
      result: 'refused',
      reason: 'moved',
      host: 'github.com',
      sites: ['github.com'],
    });
    expect(worker.typed).toEqual([]);
  });
});

describe('what the user set for a site', () => {
  it.each(['submit', 'append'] as const)('goes with the fill there: %s', async (wish) => {
    const id = await add(totpUri('GitHub'), { ...place('github.com'), [wish]: true });
    const document = worker.show(TAB, 'https://github.com/', wish === 'append' ? { field: 'other' } : {});
    const asked: unknown[] = [];
    document.fill = (request) => (asked.push(request), { result: 'filled', sent: 'us' });
    expect(await fill(id)).toEqual({ result: 'filled', host: 'github.com', sent: 'us' });
    expect(asked).toEqual([expect.objectContaining({ [wish]: true })]);
    expect((await only()).sites).toEqual([{ ...place('github.com'), [wish]: true }]);
  });

  it('is not asked for elsewhere', async () => {
    const sites = [{ ...place('github.com'), submit: true, append: true }, place('gitlab.com')];
    const { account } = await worker.popup('accounts/add', { keyUri: totpUri('GitHub'), sites });
    const asked: object[] = [];
    worker.show(TAB, 'https://gitlab.com/').fill = (request) => (
      asked.push(request as object),
      { result: 'filled', sent: 'no' }
    );
    await fill(account.id);
    expect(asked[0]).not.toHaveProperty('submit');
    expect(asked[0]).not.toHaveProperty('append');
  });
});

describe('a fill that the user takes back', () => {
  it.each([
    ['while the page holds up the look at it', {}],
    ['while the page holds up the look at its password', { append: true }],
  ])('types nothing: %s', async (_, wish) => {
    const id = await add(totpUri('GitHub'), { ...place('github.com'), ...wish });
    worker.show(TAB, 'https://github.com/');
    const { executeScript } = worker.fake.api.scripting;
    let looked = false;
    worker.fake.api.scripting.executeScript = () => {
      looked = true;
      return new Promise(() => undefined);
    };
    const outcome = fill(id);
    await expect.poll(() => looked).toBe(true);
    await worker.popup('fill/cancel', { tabId: TAB });
    expect(await outcome).toEqual({ result: 'cancelled', host: 'github.com' });
    worker.fake.api.scripting.executeScript = executeScript;
    expect(worker.typed).toEqual([]);
  });

  it('types nothing after it was bound meanwhile', async () => {
    const id = await add(totpUri('GitHub'));
    worker.show(TAB, 'https://github.com/');
    const { local } = worker.fake.api.storage;
    const set = local.set.bind(local);
    local.set = async (items) => {
      local.set = set;
      await worker.popup('fill/cancel', { tabId: TAB });
      return set(items);
    };
    expect(await fill(id, 'github.com')).toEqual({ result: 'cancelled', host: 'github.com' });
    expect(worker.typed).toEqual([]);
  });
});

describe('a fill whose popup is gone', () => {
  it('tells on the button how it ended', async () => {
    const id = await add(totpUri('GitHub'), place('github.com'));
    worker.show(TAB, 'https://github.com/', { occupied: true });
    await fill(id);
    expect(titles()).toEqual([]);
    worker.page.onDisconnect.emit(worker.page);
    await fill(id);
    expect(titles().length).toBe(1);
    expect(popups()).toBe(1);
  });

  it('opens none over another tab', async () => {
    const id = await add(totpUri('GitHub'), place('github.com'));
    worker.show(TAB, 'https://github.com/', { occupied: true });
    worker.page.onDisconnect.emit(worker.page);
    worker.show(TAB + 1, 'https://example.org/');
    await fill(id);
    expect(popups()).toBe(0);
  });
});

describe('a fill that types already', () => {
  it('can’t be taken back, and says so', async () => {
    const id = await add(totpUri('GitHub'), place('github.com'));
    const document = worker.show(TAB, 'https://github.com/');
    let end: (report: unknown) => void = () => undefined;
    let typing = false;
    document.fill = () => {
      typing = true;
      return new Promise((resolve) => (end = resolve));
    };
    const outcome = fill(id);
    await expect.poll(() => typing).toBe(true);
    expect(await worker.popup('fill/cancel', { tabId: TAB })).toEqual({ cancelled: false });
    end({ result: 'filled', sent: 'us' });
    expect(await outcome).toEqual({ result: 'filled', host: 'github.com', sent: 'us' });
  });
});

describe('the length of a code', () => {
  const looks = () =>
    worker.fake.calls
      .filter(({ call }) => call === 'scripting.executeScript')
      .map(({ args }) => (args[0] as { args: unknown[] }).args)
      .filter(([, method]) => method === 'look');

  it.each([
    ['is told to the look where it is as short as a lock’s', 4, [['lockstep.fields', 'look', { digits: 4 }]]],
    ['is not asked about otherwise, which would take a second trip', 6, []],
  ])('%s', async (_, digits, asked) => {
    const id = await add(`${totpUri('GitHub')}&digits=${digits}`, place('github.com'));
    worker.show(TAB, 'https://github.com/');
    await fill(id);
    expect(looks()).toEqual(asked);
    expect(worker.typed[0]).toHaveLength(digits);
  });
});
