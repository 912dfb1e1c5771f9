import { beforeEach, describe, expect, it } from 'vitest';
import { fromBase64 } from '../../../lib/encoding/bytes';
import { readBackup } from '../../../lib/vault/backup-file';
import { createBlobs } from '../../../lib/vault/engines/blobs';
import { live, OTHER_SECRET, pass, PASSPHRASE, START, startWorker, totpUri, type Worker } from './worker';

const DAY = 24 * 60 * 60 * 1000;
const proof = { type: 'passphrase', passphrase: PASSPHRASE } as const;
let worker: Worker;
let accountId: string;

const add = async (issuer: string, secret?: string) =>
  (await worker.popup('accounts/add', { keyUri: totpUri(issuer, secret), sites: [], recoveryNext: true }))
    .account.id;
const issuers = async () => (await worker.popup('accounts/list', null)).map(({ issuer }) => issuer);
const snapshots = () => worker.manager('snapshots/list', null);
const kinds = async () => (await worker.manager('log/list', null)).map(({ kind }) => kind);

beforeEach(async () => {
  worker = await startWorker();
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
  accountId = await add('GitHub');
});

/** The next day, after an unlock: what falls due is done. */
async function nextDay(): Promise<void> {
  const before = (await snapshots()).length;
  await worker.popup('vault/lock', null);
  pass(DAY);
  await worker.popup('vault/unlock', { proof });
  await expect.poll(async () => (await snapshots()).length).toBe(before + 1);
}

describe('the log', () => {
  it('is listed latest first, exported, and cleared; both of these are noted', async () => {
    expect(await kinds()).toEqual(['add', 'create']);
    const { csv } = await worker.manager('log/export', null);
    expect(csv.split('\r\n')[0]).toContain('time');
    expect(csv).toContain('GitHub');
    expect(await kinds()).toEqual(['export', 'add', 'create']);
    await worker.manager('log/clear', null);
    const [entry, ...others] = await worker.manager('log/list', null);
    expect(entry).toMatchObject({ kind: 'log-cleared', count: 3, by: { type: 'passphrase', role: 'owner' } });
    expect(others).toEqual([]);
  });
});

describe('an earlier state', () => {
  it('is listed, compared and put back, and what was there before can be had again', async () => {
    await nextDay();
    const [snapshot] = await snapshots();
    await worker.popup('accounts/edit', { accountId, issuer: 'Hub', accountName: 'bob', sites: [] });
    await add('New', OTHER_SECRET);
    const snapshotId = snapshot!.id;
    const compared = await worker.manager('snapshots/compare', { snapshotId });
    expect(compared.length).toBe(2);
    expect(JSON.stringify(compared)).not.toContain('GEZDGNBV');
    const restored = await worker.manager('snapshots/restore', { snapshotId, accountIds: [accountId] });
    expect(restored).toEqual({ restored: 1, damaged: 0 });
    expect(await issuers()).toEqual(['GitHub', 'New']);
    expect((await snapshots()).map(({ tier }) => tier)).toContain('before');
    expect((await kinds())[0]).toBe('snapshot-restore');
    const none = { snapshotId: 'snapshot/1' };
    await expect(worker.manager('snapshots/compare', none)).rejects.toMatchObject({ code: 'no-snapshot' });
  });

  it('does not hold what was erased for good, nor do the bytes on the disk', async () => {
    await add('New', OTHER_SECRET);
    await nextDay();
    const area = worker.fake.areas.local;
    const names = [...area.values.keys()].filter((name) => name.startsWith('blob/'));
    await worker.popup('accounts/delete', { accountId });
    await worker.manager('accounts/erase', { accountIds: [accountId] });
    const [snapshot] = await snapshots();
    expect(snapshot!.accounts).toBe(1);
    const held = names.flatMap((name) => Object.keys(area.values.get(name) as object));
    // One account, and the headers of the snapshots that are left.
    expect(held.length).toBe(1 + (await snapshots()).length);
    expect(names.length).toBeGreaterThan(held.length);
    expect((await createBlobs(area.area as never).read(held)).size).toBe(held.length);
    expect((await worker.manager('accounts/trash', null)).length).toBe(0);
    const restored = await worker.manager('snapshots/restore', {
      snapshotId: snapshot!.id,
      accountIds: null,
    });
    expect(restored.damaged).toBe(0);
    expect(await issuers()).toEqual(['New']);
  });
});

describe('the trash', () => {
  it('is listed latest first; only what lies in it is erased', async () => {
    const other = await add('New', OTHER_SECRET);
    await expect(worker.manager('accounts/erase', { accountIds: [other] })).rejects.toMatchObject({
      code: 'no-account',
    });
    await worker.popup('accounts/delete', { accountId });
    pass(1000);
    await worker.popup('accounts/delete', { accountId: other });
    const trash = await worker.manager('accounts/trash', null);
    expect(trash.map(({ account, deletedAt, until }) => [account.id, deletedAt, until])).toEqual([
      [other, START + 1000, START + 1000 + 90 * DAY],
      [accountId, START, START + 90 * DAY],
    ]);
    await worker.manager('accounts/erase', { accountIds: [accountId, other] });
    expect(await worker.manager('accounts/trash', null)).toEqual([]);
    await worker.manager('vault/health', null);
  });
});

describe('a backup file', () => {
  it('holds the vault as it lies, sealed, and saving it ends the reminder', async () => {
    const { name, base64 } = await worker.manager('backup/make', null);
    expect(name).toMatch(/lockstep/i);
    const bytes = fromBase64(base64)!;
    const { header, records } = readBackup(bytes);
    expect(header).toBeDefined();
    expect(records.some(({ key }) => key.startsWith('account/'))).toBe(true);
    expect(records.some(({ key }) => key.startsWith('snapshot/'))).toBe(false);
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/GitHub|GEZDGNBV/);
    expect(await worker.manager('backup/view', null)).toEqual({ savedAt: null, newAccounts: 1, weeks: 4 });
    await worker.manager('backup/saved', null);
    await worker.manager('backup/weeks', { weeks: 8 });
    expect(await worker.manager('backup/view', null)).toEqual({ savedAt: START, newAccounts: 0, weeks: 8 });
    expect((await kinds())[0]).toBe('backup');
  });

  it('is due again after the weeks that were chosen', async () => {
    await worker.manager('backup/saved', null);
    const due = async () => (await worker.manager('vault/health', null)).reminders.backup;
    expect(await due()).toBeNull();
    await worker.popup('vault/lock', null);
    pass(29 * DAY);
    await worker.popup('vault/unlock', { proof });
    expect(await due()).not.toBeNull();
  });
});

describe('setting aside', () => {
  it('changes nothing where nothing is damaged, and is noted', async () => {
    await worker.popup('vault/set-aside', null);
    expect(await issuers()).toEqual(['GitHub']);
    expect((await kinds())[0]).toBe('set-aside');
    await live(worker, 1);
  });
});
