import { beforeEach, describe, expect, it } from 'vitest';
import { codeAt } from '../../../lib/otp/code';
import { parseKeyUri } from '../../../lib/otp/key-uri';
import type { Totp } from '../../../lib/otp/otp';
import {
  HOTP_CODES,
  hotpUri,
  OTHER_SECRET,
  PASSPHRASE,
  pass,
  place,
  START,
  startWorker,
  totpUri,
  type Worker,
} from './worker';

let worker: Worker;
beforeEach(async () => void (worker = await startWorker()));

const listed = async () => (await worker.popup('accounts/list', null)).map(({ issuer }) => issuer);
const add = (keyUri: string, sites: ReturnType<typeof place>[] = []) =>
  worker.popup('accounts/add', { keyUri, sites, recoveryNext: true });
const heard = () => worker.page.posted.map((event) => (event as { name: string }).name);

describe('a vault', () => {
  it('is none, then open, locked, and open again', async () => {
    const state = async () => (await worker.popup('vault/status', null)).state;
    expect(await state()).toBe('none');
    await worker.manager('vault/create', { passphrase: PASSPHRASE });
    expect(await state()).toBe('open');
    await worker.popup('vault/lock', null);
    expect(await state()).toBe('locked');
    await worker.popup('vault/unlock', { proof: { type: 'passphrase', passphrase: PASSPHRASE } });
    expect(await state()).toBe('open');
    expect(heard()).toEqual(['vault/changed', 'vault/locked', 'vault/changed']);
  });

  it('is made once', async () => {
    await worker.manager('vault/create', { passphrase: PASSPHRASE });
    await expect(worker.manager('vault/create', { passphrase: PASSPHRASE })).rejects.toMatchObject({
      code: 'vault-exists',
    });
  });

  it('is made under a passphrase that is one', async () => {
    await expect(worker.manager('vault/create', { passphrase: 'short' })).rejects.toMatchObject({
      code: 'passphrase-too-short',
    });
    expect((await worker.popup('vault/status', null)).state).toBe('none');
  });

  it('stays locked for another passphrase', async () => {
    await worker.manager('vault/create', { passphrase: PASSPHRASE });
    await worker.popup('vault/lock', null);
    await expect(
      worker.popup('vault/unlock', { proof: { type: 'passphrase', passphrase: 'another passphrase' } }),
    ).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
    expect((await worker.popup('vault/status', null)).state).toBe('locked');
    expect(worker.fake.areas.session.values.size).toBe(0);
  });

  it('that is locked tells nothing', async () => {
    await worker.manager('vault/create', { passphrase: PASSPHRASE });
    const { account } = await add(totpUri('GitHub'));
    await worker.popup('vault/lock', null);
    await expect(worker.popup('accounts/list', null)).rejects.toMatchObject({ code: 'need-viewer' });
    await expect(worker.popup('codes/list', { accountIds: [account.id] })).rejects.toMatchObject({
      code: 'need-viewer',
    });
    await expect(worker.popup('accounts/delete', { accountId: account.id })).rejects.toMatchObject({
      code: 'need-owner',
    });
  });

  it('stays open, with its accounts, when the worker was stopped', async () => {
    await worker.manager('vault/create', { passphrase: PASSPHRASE });
    await add(totpUri('GitHub'));
    await worker.restart();
    expect((await worker.popup('vault/status', null)).state).toBe('open');
    expect(await listed()).toEqual(['GitHub']);
  });

  it('has no damage while nothing damaged it', async () => {
    await worker.manager('vault/create', { passphrase: PASSPHRASE });
    expect(await worker.popup('vault/health', null)).toMatchObject({
      damage: null,
      copies: 'both',
      full: false,
      mended: 0,
      kept: false,
    });
  });
});

describe('an account', () => {
  beforeEach(async () => {
    await worker.manager('vault/create', { passphrase: PASSPHRASE });
  });

  it('is added, listed, shows its codes, is edited, deleted, restored and moved', async () => {
    const { status, account } = await add(totpUri('GitHub'), [place('GITHUB.com')]);
    expect(status).toBe('added');
    expect(account).toMatchObject({
      issuer: 'GitHub',
      accountName: 'ann',
      type: 'totp',
      period: 30,
      digits: 6,
      provisional: true,
    });
    expect(account.sites).toEqual([place('github.com')]);
    await add(totpUri('GitLab', OTHER_SECRET));
    expect(await listed()).toEqual(['GitHub', 'GitLab']);

    const { id: accountId } = account;
    const [code] = await worker.popup('codes/list', { accountIds: [accountId] });
    const otp = parseKeyUri(totpUri('GitHub')).otp as Totp;
    expect(code).toEqual({ accountId, ...codeAt(otp, START) });

    const edited = { accountId, issuer: 'Hub', accountName: 'bob', sites: [place('s2.localhost', 4402)] };
    expect(await worker.popup('accounts/edit', edited)).toMatchObject({
      id: accountId,
      issuer: 'Hub',
      accountName: 'bob',
      sites: edited.sites,
    });

    await worker.popup('accounts/delete', { accountId });
    expect(await listed()).toEqual(['GitLab']);
    expect(await worker.popup('accounts/restore', { accountId })).toMatchObject({ issuer: 'Hub' });
    expect(await listed()).toEqual(['Hub', 'GitLab']);
    await worker.popup('accounts/reorder', { accountId, before: null });
    expect(await listed()).toEqual(['GitLab', 'Hub']);
    expect(heard().length).toBe(7);
  });

  it('in the trash shows no code', async () => {
    const { account } = await add(totpUri('GitHub'));
    await worker.popup('accounts/delete', { accountId: account.id });
    expect(await worker.popup('codes/list', { accountIds: [account.id] })).toEqual([]);
    expect(await worker.popup('codes/list', { accountIds: [] })).toEqual([]);
    const counting = await add(hotpUri(OTHER_SECRET));
    await worker.popup('accounts/delete', { accountId: counting.account.id });
    await expect(worker.popup('codes/next', { accountId: counting.account.id })).rejects.toMatchObject({
      code: 'no-account',
    });
  });

  it('with a secret that is there already is not added again', async () => {
    const { account } = await add(totpUri('GitHub'));
    expect(await add(totpUri('Another'))).toEqual({ status: 'already-there', account });
    expect(await listed()).toEqual(['GitHub']);
  });

  it('of the same names with another secret is added beside, never over', async () => {
    await add(totpUri('GitHub'));
    expect(
      await worker.popup('accounts/check', {
        keyUris: [totpUri('GitHub'), totpUri('GitHub', OTHER_SECRET), totpUri('New', 'MFRGGZDFMZTWQ2LK')],
      }),
    ).toEqual(['already-there', 'same-name', 'added']);
    expect((await add(totpUri('GitHub', OTHER_SECRET))).status).toBe('same-name');
    expect(await listed()).toEqual(['GitHub', 'GitHub']);
  });

  it.each([
    ['not-key-uri', 'https://github.com'],
    ['bad-algorithm', 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&algorithm=MD5'],
  ])('is refused as %s, and nothing is stored', async (code, keyUri) => {
    await expect(add(keyUri)).rejects.toMatchObject({ code });
    expect(await listed()).toEqual([]);
  });

  it('of a site that is none is refused', async () => {
    await expect(add(totpUri('GitHub'), [place('javascript:alert(1)')])).rejects.toMatchObject({
      code: 'bad-site',
    });
    expect(await listed()).toEqual([]);
  });

  it('that is not there is said so', async () => {
    const accountId = crypto.randomUUID();
    await expect(worker.popup('accounts/delete', { accountId })).rejects.toMatchObject({
      code: 'no-account',
    });
    await expect(worker.popup('codes/next', { accountId })).rejects.toMatchObject({ code: 'no-account' });
  });

  it('that counts shows a code when asked, each once, also after the worker was stopped', async () => {
    const { account } = await add(hotpUri());
    const accountId = account.id;
    expect(await worker.popup('codes/list', { accountIds: [accountId] })).toEqual([]);
    expect((await worker.popup('codes/next', { accountId })).text).toBe(HOTP_CODES[0]);
    await worker.restart();
    expect((await worker.popup('codes/next', { accountId })).text).toBe(HOTP_CODES[1]);
  });

  it('that follows the clock has no next code to be asked for', async () => {
    const { account } = await add(totpUri('GitHub'));
    await expect(worker.popup('codes/next', { accountId: account.id })).rejects.toMatchObject({
      code: 'not-hotp',
    });
  });
});

describe('the site in a tab', () => {
  beforeEach(async () => {
    await worker.manager('vault/create', { passphrase: PASSPHRASE });
    await add(totpUri('GitHub'), [place('github.com')]);
    await add(totpUri('GitLab', OTHER_SECRET));
  });

  it('has the accounts bound to it, and none whose issuer only sounds like it', async () => {
    worker.show(3, 'https://github.com/login');
    const [first] = await worker.popup('accounts/list', null);
    expect(await worker.popup('sites/here', { tabId: 3 })).toEqual({
      host: 'github.com',
      site: place('github.com'),
      accountIds: [first?.id],
    });
    worker.show(3, 'https://gitlab.com/');
    expect(await worker.popup('sites/here', { tabId: 3 })).toMatchObject({ accountIds: [] });
    worker.show(3, 'https://github.com.evil.com/');
    expect(await worker.popup('sites/here', { tabId: 3 })).toMatchObject({ accountIds: [] });
  });

  it('is none where the tab shows no site, or is gone', async () => {
    worker.show(3, 'chrome://settings');
    const none = { host: '', accountIds: [] };
    expect(await worker.popup('sites/here', { tabId: 3 })).toEqual(none);
    expect(await worker.popup('sites/here', { tabId: 4 })).toEqual(none);
  });

  it('has a new account first, until its enrolment is over', async () => {
    worker.show(3, 'https://github.com/');
    const [old] = (await worker.popup('sites/here', { tabId: 3 })).accountIds;
    await worker.popup('fill/start', { accountId: old!, tabId: 3, bind: null });
    const { account } = await add(totpUri('New', 'MFRGGZDFMZTWQ2LK'), [place('github.com')]);
    expect((await worker.popup('sites/here', { tabId: 3 })).accountIds).toEqual([account.id, old]);
    for (let minute = 0; minute < 20; minute += 4) {
      pass(4 * 60_000);
      // Each look of a poll moves the clock a little: what counts is that it beat after this.
      const at = Date.now();
      worker.fake.api.alarms.onAlarm.emit({ name: 'heartbeat' });
      await expect.poll(() => worker.seenAt(), { interval: 5, timeout: 5000 }).toBeGreaterThanOrEqual(at);
    }
    expect((await worker.popup('sites/here', { tabId: 3 })).accountIds).toEqual([old, account.id]);
  });

  it.each([
    ['a stored code', { field: 'totp' }, { reachable: true, field: 'totp', enrolment: false }],
    ['a mailed code', { field: 'out-of-band' }, { reachable: true, field: 'out-of-band', enrolment: false }],
    [
      'something else',
      { field: 'recovery', enrolment: true },
      { reachable: true, field: 'other', enrolment: true },
    ],
  ] as const)('shows a field for %s', async (_, report, expected) => {
    worker.show(3, 'https://github.com/', report);
    expect(await worker.popup('fields/look', { tabId: 3 })).toEqual(expected);
  });

  it('can’t be looked at where browsers keep extensions out', async () => {
    expect(await worker.popup('fields/look', { tabId: 3 })).toEqual({
      reachable: false,
      field: 'other',
      enrolment: false,
    });
  });
});
