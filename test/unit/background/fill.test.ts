import { beforeEach, describe, expect, it, vi } from 'vitest';
import { codeAt } from '../../../lib/otp/code';
import { parseKeyUri } from '../../../lib/otp/key-uri';
import type { Totp } from '../../../lib/otp/otp';
import { HOTP_CODES, hotpUri, PASSPHRASE, place, START, startWorker, totpUri, type Worker } from './worker';

const TAB = 3;
const CODE = codeAt(parseKeyUri(totpUri('GitHub')).otp as Totp, START).text;
const refused = (reason: string, host = 'github.com', sites = ['github.com']) => ({
  result: 'refused',
  reason,
  host,
  sites,
});

let worker: Worker;
beforeEach(async () => {
  worker = await startWorker();
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
});

const add = async (keyUri: string, ...sites: ReturnType<typeof place>[]) =>
  (await worker.popup('accounts/add', { keyUri, sites })).account.id;
const fill = (accountId: string, bind: string | null = null) =>
  worker.popup('fill/start', { accountId, tabId: TAB, bind });
/** Something happens after the page was looked at and before the code is typed. */
function holdUpLook(meanwhile: () => Promise<unknown>): void {
  const { executeScript } = worker.fake.api.scripting;
  worker.fake.api.scripting.executeScript = async (injection) => {
    const results = await executeScript(injection);
    worker.fake.api.scripting.executeScript = executeScript;
    await meanwhile();
    return results;
  };
}
const only = async () => (await worker.popup('accounts/list', null))[0]!;

describe('an account bound to the site', () => {
  let id: string;
  beforeEach(async () => void (id = await add(totpUri('GitHub'), place('github.com'))));

  it('is filled into the document that was looked at, and confirmed by it', async () => {
    const { documentId } = worker.show(TAB, 'https://github.com/two-factor');
    expect((await only()).provisional).toBe(true);
    expect(await fill(id)).toEqual({ result: 'filled', host: 'github.com', sent: 'no' });
    expect(worker.typed).toEqual([CODE]);
    expect((await only()).provisional).toBe(false);
    const [, typing] = worker.fake.calls.filter(({ call }) => call === 'scripting.executeScript');
    expect(typing?.args[0]).toMatchObject({
      target: { tabId: TAB, documentIds: [documentId] },
      args: ['lockstep.fields', 'fill', { code: CODE, origin: 'https://github.com', ancestors: [] }],
    });
  });

  it.each([
    ['another site', 'https://gitlab.com/', refused('other-site', 'gitlab.com')],
    ['a look-alike', 'https://github.com.evil.com/', refused('other-site', 'github.com.evil.com')],
    ['another port', 'https://github.com:8443/', refused('other-site', 'github.com:8443')],
    ['a host below', 'https://gist.github.com/', refused('other-site', 'gist.github.com')],
    ['plain http', 'http://github.com/', refused('insecure')],
  ])('is refused on %s, with both named', async (_, url, outcome) => {
    worker.show(TAB, url);
    expect(await fill(id, outcome.host)).toEqual(outcome);
    expect(worker.typed).toEqual([]);
    expect((await only()).sites).toEqual([place('github.com')]);
  });

  it.each([
    ['a sandboxed page', { opaque: true, origin: 'null' }, refused('opaque')],
    ['a page that went elsewhere meanwhile', { origin: 'https://evil.com' }, refused('moved')],
    ['a page without a field', { field: 'other' }, { result: 'nothing', host: 'github.com' }],
    ['a mailed code’s field', { field: 'out-of-band' }, { result: 'nothing', host: 'github.com' }],
    ['a page that another site holds', { ancestors: ['https://evil.com'] }, refused('other-frame')],
  ] as const)('is not filled into %s', async (_, report, outcome) => {
    worker.show(TAB, 'https://github.com/', report);
    expect(await fill(id)).toEqual(outcome);
    expect(worker.typed).toEqual([]);
    expect((await only()).provisional).toBe(true);
  });

  it.each([
    ['the browser lets no script in', () => worker.fake.documents.delete(TAB), refused('unreachable')],
    ['its top document says nothing', () => worker.fake.documents.set(TAB, []), refused('unreachable')],
    ['the tab is gone', () => worker.fake.tabs.delete(TAB), refused('unreachable', '')],
    [
      'the tab shows no site',
      () => worker.show(TAB, 'chrome://settings', { origin: 'null' }),
      refused('unreachable', ''),
    ],
  ])('is not filled where %s', async (_, change, outcome) => {
    worker.show(TAB, 'https://github.com/');
    change();
    expect(await fill(id)).toEqual(outcome);
  });

  it.each([
    [
      'partly typed is said so',
      { result: 'partly', filled: 3, of: 6, wrong: [3, 4, 5] },
      { result: 'partly', host: 'github.com', filled: 3, of: 6, wrong: [3, 4, 5] },
    ],
    ['not typed is said so', { result: 'nothing' }, { result: 'nothing', host: 'github.com' }],
    [
      'met by another field’s content is refused',
      { result: 'refused', reason: 'occupied' },
      refused('occupied'),
    ],
    ['cut off by a navigation is not called refused', undefined, { result: 'left', host: 'github.com' }],
  ])('%s, and it stays unconfirmed', async (_, report, outcome) => {
    worker.show(TAB, 'https://github.com/').fill = () => report ?? null;
    expect(await fill(id)).toEqual(outcome);
    expect((await only()).provisional).toBe(true);
  });

  it('is refused where the document is replaced between look and fill', async () => {
    const document = worker.show(TAB, 'https://github.com/');
    const { executeScript } = worker.fake.api.scripting;
    worker.fake.api.scripting.executeScript = async (injection) => {
      const results = await executeScript(injection);
      document.documentId = 'the next page';
      return results;
    };
    expect(await fill(id)).toEqual(refused('moved'));
    expect(worker.typed).toEqual([]);
  });

  it.each([
    ['locked', () => worker.popup('vault/lock', null), 'vault-locked'],
    ['deleted', () => worker.popup('accounts/delete', { accountId: id }), 'no-account'],
  ])('is not typed where it was %s while the page held up the look at it', async (_, meanwhile, code) => {
    worker.show(TAB, 'https://github.com/');
    holdUpLook(meanwhile);
    await expect(fill(id)).rejects.toMatchObject({ code });
    expect(worker.typed).toEqual([]);
  });

  it('is not typed where it was unbound while the page held up the look at it', async () => {
    worker.show(TAB, 'https://github.com/');
    const names = { issuer: 'GitHub', accountName: 'ada', sites: [place('gitlab.com')] };
    holdUpLook(() => worker.popup('accounts/edit', { accountId: id, ...names }));
    expect(await fill(id)).toEqual({ ...refused('other-site'), sites: ['gitlab.com'] });
    expect(worker.typed).toEqual([]);
  });

  it('is called filled even where that it is confirmed can not be kept', async () => {
    worker.show(TAB, 'https://github.com/');
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    });
    const { local } = worker.fake.api.storage;
    vi.spyOn(local, 'set').mockRejectedValue(new Error('QUOTA_BYTES quota exceeded'));
    expect(await fill(id)).toEqual({ result: 'filled', host: 'github.com', sent: 'no' });
    vi.restoreAllMocks();
    expect((await only()).provisional).toBe(true);
  });

  it('is not there to be filled once it is in the trash', async () => {
    worker.show(TAB, 'https://github.com/');
    await worker.popup('accounts/delete', { accountId: id });
    await expect(fill(id)).rejects.toMatchObject({ code: 'no-account' });
    expect(worker.typed).toEqual([]);
  });
});

describe('an account bound to nothing', () => {
  let id: string;
  beforeEach(async () => void (id = await add(totpUri('GitHub'))));

  it('asks, types nothing, and is bound and filled once the user says so', async () => {
    worker.show(TAB, 'https://github.com/');
    expect(await fill(id)).toEqual({ result: 'ask-bind', host: 'github.com' });
    expect(worker.typed).toEqual([]);
    expect((await only()).sites).toEqual([]);
    expect(await fill(id, 'gitlab.com')).toEqual({ result: 'ask-bind', host: 'github.com' });
    expect(worker.typed).toEqual([]);
    expect(await fill(id, 'github.com')).toEqual({ result: 'filled', host: 'github.com', sent: 'no' });
    expect((await only()).sites).toEqual([place('github.com')]);
    worker.show(TAB, 'https://gitlab.com/');
    expect(await fill(id, 'gitlab.com')).toEqual(refused('other-site', 'gitlab.com'));
  });

  it('is bound to the port as well', async () => {
    worker.show(TAB, 'http://s2.localhost:4402/');
    await fill(id, 's2.localhost:4402');
    expect((await only()).sites).toEqual([place('s2.localhost', 4402)]);
  });

  it.each([
    ['without a field', { field: 'other' }],
    ['that is sandboxed', { opaque: true, origin: 'null' }],
    ['in a frame of another', { ancestors: ['https://evil.com'] }],
  ] as const)('is not bound to a page %s', async (_, report) => {
    worker.show(TAB, 'https://github.com/', report);
    await fill(id, 'github.com');
    expect((await only()).sites).toEqual([]);
    expect(worker.typed).toEqual([]);
  });

  it('is not bound over plain http', async () => {
    worker.show(TAB, 'http://github.com/');
    expect(await fill(id, 'github.com')).toEqual(refused('insecure', 'github.com', []));
    expect((await only()).sites).toEqual([]);
  });
});

describe('an account that counts', () => {
  let id: string;
  const next = async () => (await worker.popup('codes/next', { accountId: id })).text;
  beforeEach(async () => void (id = await add(hotpUri(), place('github.com'))));

  it('uses up a code by filling it', async () => {
    worker.show(TAB, 'https://github.com/');
    await fill(id);
    expect(worker.typed).toEqual([HOTP_CODES[0]]);
    expect(await next()).toBe(HOTP_CODES[1]);
  });

  it('types the code that was asked for and is on the screen, once', async () => {
    worker.show(TAB, 'https://github.com/');
    expect(await next()).toBe(HOTP_CODES[0]);
    await fill(id);
    await fill(id);
    expect(worker.typed).toEqual([HOTP_CODES[0], HOTP_CODES[1]]);
  });

  it('types no code twice that may have reached a page which went elsewhere', async () => {
    const document = worker.show(TAB, 'https://github.com/');
    const typing = document.fill!;
    document.fill = (request) => {
      typing(request);
      return null;
    };
    expect(await fill(id)).toEqual({ result: 'left', host: 'github.com' });
    document.fill = typing;
    await fill(id);
    expect(worker.typed).toEqual([HOTP_CODES[0], HOTP_CODES[1]]);
  });

  it('types none that a lock took off the screen', async () => {
    worker.show(TAB, 'https://github.com/');
    await next();
    await worker.popup('vault/lock', null);
    await worker.popup('vault/unlock', { proof: { type: 'passphrase', passphrase: PASSPHRASE } });
    await fill(id);
    expect(worker.typed).toEqual([HOTP_CODES[1]]);
  });

  it.each([
    ['nothing takes it', 'https://github.com/', { field: 'other' }],
    ['the site is another', 'https://evil.com/', {}],
    ['the page is sandboxed', 'https://github.com/', { opaque: true, origin: 'null' }],
    ['the field holds something else', 'https://github.com/', { occupied: true }],
    ['the field is in a frame of another', 'https://github.com/', { ancestors: ['https://evil.com'] }],
  ] as const)('keeps its code where %s', async (_, url, report) => {
    worker.show(TAB, url, report);
    await fill(id);
    expect(await next()).toBe(HOTP_CODES[0]);
  });
});
