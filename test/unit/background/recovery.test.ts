import { beforeEach, describe, expect, it } from 'vitest';
import { fromBase64 } from '../../../lib/encoding/bytes';
import { createStaged } from '../../../lib/vault/staged';
import { createIndexedDbStore } from '../../../lib/vault/engines/indexed-db-store';
import { PASSPHRASE, pass, startWorker, totpUri, type Worker } from './worker';

const DAY = 24 * 60 * 60 * 1000;
const proof = { type: 'passphrase', passphrase: PASSPHRASE } as const;
let worker: Worker;

beforeEach(async () => {
  worker = await startWorker();
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
  await worker.popup('accounts/add', { keyUri: totpUri('GitHub'), sites: [], recoveryNext: true });
});

const issuers = async () => (await worker.popup('accounts/list', null)).map(({ issuer }) => issuer);
const look = () => worker.recovery('recovery/look', null);

/** Both headers are lost. */
async function ruin(): Promise<void> {
  await createIndexedDbStore(indexedDB).eraseHeader();
  worker.fake.areas.local.values.set('vault/header', 'AAEC');
  await worker.restart();
}

async function snapshot(): Promise<void> {
  await worker.popup('vault/lock', null);
  pass(DAY);
  await worker.popup('vault/unlock', { proof });
  await expect.poll(async () => (await worker.manager('snapshots/list', null)).length).toBe(1);
}

describe('the recovery page', () => {
  it('is told how each copy looks and what there is to go back to', async () => {
    await snapshot();
    await worker.popup('vault/lock', null);
    await ruin();
    expect(await look()).toEqual({
      state: 'damaged',
      engines: [
        { name: 'first', header: 'missing' },
        { name: 'second', header: 'damaged' },
      ],
      snapshots: 1,
      passkeys: [],
      staged: false,
      remains: 0,
    });
    expect((await worker.recovery('vault/status', null)).state).toBe('damaged');
  });

  it('puts the newest snapshot back for a proof, and the vault is open', async () => {
    await snapshot();
    await worker.popup('vault/lock', null);
    await ruin();
    const wrong = { type: 'passphrase', passphrase: 'not the passphrase' } as const;
    await expect(
      worker.recovery('recovery/restore', { from: 'snapshot', proof: wrong, confirmed: false }),
    ).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
    const restored = await worker.recovery('recovery/restore', { from: 'snapshot', proof, confirmed: false });
    expect(restored).toEqual({ accounts: 1, damaged: 0 });
    expect(await issuers()).toEqual(['GitHub']);
    const [latest] = await worker.manager('log/list', null);
    expect(latest).toMatchObject({ kind: 'snapshot-restore', count: 1 });
    expect((await look()).remains).toBe(1);
    await worker.popup('vault/lock', null);
    await worker.popup('vault/unlock', { proof });
    expect(await issuers()).toEqual(['GitHub']);
  });

  it('is no place to guess for free', async () => {
    await snapshot();
    await worker.popup('vault/lock', null);
    const wrong = { type: 'passphrase', passphrase: 'not the passphrase' } as const;
    const guess = () =>
      worker.recovery('recovery/restore', { from: 'snapshot', proof: wrong, confirmed: false });
    for (let i = 0; i < 5; i += 1) await expect(guess()).rejects.toMatchObject({ code: 'wrong-passphrase' });
    await expect(guess()).rejects.toMatchObject({ code: 'too-many-tries' });
    await expect(worker.popup('vault/unlock', { proof })).rejects.toMatchObject({ code: 'too-many-tries' });
  });

  it('puts a backup file back that was read in, and lets go of it', async () => {
    const { base64 } = await worker.manager('backup/make', null);
    await worker.popup('vault/lock', null);
    await ruin();
    const none = worker.recovery('recovery/restore', { from: 'file', proof, confirmed: false });
    await expect(none).rejects.toMatchObject({ code: 'nothing-staged' });
    await createStaged(indexedDB).put(fromBase64(base64)!);
    expect((await look()).staged).toBe(true);
    const restored = await worker.recovery('recovery/restore', { from: 'file', proof, confirmed: false });
    expect(restored).toEqual({ accounts: 1, damaged: 0 });
    expect(await issuers()).toEqual(['GitHub']);
    expect((await look()).staged).toBe(false);
    expect(await worker.popup('vault/health', null)).toMatchObject({ damage: null, copies: 'both' });
  });

  it('starts over, and keeps what was there', async () => {
    await expect(worker.recovery('recovery/start-over', { confirmed: true })).rejects.toMatchObject({
      code: 'vault-exists',
    });
    await worker.popup('vault/lock', null);
    await worker.recovery('recovery/start-over', { confirmed: true });
    expect(await look()).toMatchObject({ state: 'none', snapshots: 0, remains: 1 });
    await worker.manager('vault/create', { passphrase: 'an entirely new passphrase' });
    expect(await issuers()).toEqual([]);
    expect((await look()).remains).toBe(1);
  });
});

describe('erasing this device', () => {
  it('leaves nothing but that the worker was here', async () => {
    await snapshot();
    await worker.manager('vault/erase', { confirmed: true });
    expect([...worker.fake.areas.local.values.keys()]).toEqual([]);
    expect(worker.fake.areas.session.values.size).toBe(0);
    const store = createIndexedDbStore(indexedDB);
    expect([await store.hasTrace(), await store.remains()]).toEqual([false, []]);
    expect((await worker.popup('vault/status', null)).state).toBe('none');
  });

  it('that was interrupted is finished when the worker wakes, before it says anything', async () => {
    const { local } = worker.fake.api.storage;
    const remove = local.remove.bind(local);
    local.remove = () => Promise.reject(new Error('stopped'));
    await expect(worker.manager('vault/erase', { confirmed: true })).rejects.toBeDefined();
    local.remove = remove;
    expect(worker.fake.areas.local.values.size).toBeGreaterThan(1);
    await worker.restart();
    expect((await worker.popup('vault/status', null)).state).toBe('none');
    expect([...worker.fake.areas.local.values.keys()]).toEqual([]);
  });
});
