import { beforeEach, describe, expect, it } from 'vitest';
import { createBlobs } from '../../../lib/vault/engines/blobs';
import { pass, PASSPHRASE, START, startWorker, totpUri, type Worker } from './worker';

const DAY = 24 * 60 * 60 * 1000;
const RESTORE = '2023-11-14T00:00:00.000Z-before-restore';
const LEFT = '2023-11-15T00:00:00.000Z-start-over';
let worker: Worker;
let accountId: string;

const values = () => worker.fake.areas.local.values;
const listed = async () => (await worker.manager('remains/list', null)).map(({ id }) => id);

/** As the second engine keeps a whole former state: here the present one. */
function keep(...ids: string[]): void {
  const records: Record<string, unknown> = {};
  for (const [name, shard] of [...values()].filter(([each]) => each.startsWith('vault/account/')))
    for (const [id, bytes] of Object.entries(shard as object))
      records[`${name.split('/')[1]!}/${id}`] = bytes;
  for (const id of ids) values().set(`remains/${id}`, { header: values().get('vault/header'), records });
  values().set('remains', ids);
}

beforeEach(async () => {
  worker = await startWorker();
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
  const added = { keyUri: totpUri('GitHub'), sites: [], recoveryNext: true };
  accountId = (await worker.popup('accounts/add', added)).account.id;
});

describe('remains', () => {
  it('are listed, newest first, with what they are', async () => {
    expect(await listed()).toEqual([]);
    keep(RESTORE, LEFT, 'other');
    expect(await worker.manager('remains/list', null)).toEqual([
      { id: 'other', at: null, why: 'other', accounts: 1 },
      { id: LEFT, at: Date.parse('2023-11-15'), why: 'start-over', accounts: 1 },
      { id: RESTORE, at: Date.parse('2023-11-14'), why: 'restore', accounts: 1 },
    ]);
  });

  it('are dropped one by one, noted, and the vault in use stays', async () => {
    keep(RESTORE, LEFT);
    await worker.manager('remains/drop', { id: LEFT });
    expect(await listed()).toEqual([RESTORE]);
    expect(values().has(`remains/${LEFT}`)).toBe(false);
    const [entry] = await worker.manager('log/list', null);
    expect(entry).toMatchObject({ kind: 'erase', count: 1 });
    expect((await worker.popup('accounts/list', null)).map(({ id }) => id)).toEqual([accountId]);
  });

  it('that are not there are dropped without a note', async () => {
    await worker.manager('remains/drop', { id: LEFT });
    expect((await worker.manager('log/list', null)).map(({ kind }) => kind)).not.toContain('erase');
  });

  it('give way for what only they referred to among the blobs', async () => {
    keep(LEFT);
    const { area } = worker.fake.areas.local;
    const [hash] = await createBlobs(area).put([new Uint8Array(9)]);
    await worker.manager('remains/drop', { id: LEFT });
    expect((await createBlobs(area as never).read([hash!])).size).toBe(0);
  });

  it('of this vault go with an account that is erased for good', async () => {
    keep(RESTORE, LEFT);
    await worker.popup('accounts/delete', { accountId });
    await worker.manager('accounts/erase', { accountIds: [accountId] });
    expect(await listed()).toEqual([LEFT]);
    expect(values().has(`remains/${RESTORE}`)).toBe(false);
  });

  it('of this vault go when its key changes', async () => {
    keep(RESTORE, LEFT);
    const proof = { type: 'passphrase', passphrase: PASSPHRASE } as const;
    const way = { type: 'viewer', name: 'TV', passphrase: 'only to look at codes' } as const;
    await worker.manager('ways/add', { proof, way });
    const { ways } = await worker.manager('ways/list', null);
    const viewer = ways.find(({ role }) => role === 'viewer')!;
    expect(await listed()).toEqual([LEFT, RESTORE]);
    await worker.manager('ways/remove', { proof, slotId: viewer.slotId });
    expect(await listed()).toEqual([LEFT]);
  });
});

it('a backup file that was saved later than now counts as none', async () => {
  pass(400 * DAY);
  await worker.popup('vault/unlock', { proof: { type: 'passphrase', passphrase: PASSPHRASE } });
  await worker.manager('backup/saved', null);
  expect(await worker.manager('backup/view', null)).toMatchObject({ newAccounts: 0 });
  pass(-400 * DAY);
  await worker.popup('vault/unlock', { proof: { type: 'passphrase', passphrase: PASSPHRASE } });
  expect(Date.now()).toBe(START);
  expect(await worker.manager('backup/view', null)).toMatchObject({ savedAt: null, newAccounts: 1 });
  const { reminders } = await worker.manager('vault/health', null);
  expect(reminders.backup).toEqual({ why: 'first' });
});
