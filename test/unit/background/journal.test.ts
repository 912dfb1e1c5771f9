import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogView } from '../../../lib/messaging/views';
import { decodeBase32 } from '../../../lib/encoding/base32';
import { KINDS } from '../../../lib/vault/engines/store';
import { createIndexedDbStore } from '../../../lib/vault/engines/indexed-db-store';
import {
  hotpUri,
  live,
  OTHER_SECRET,
  PASSPHRASE,
  place,
  RFC_SECRET,
  startWorker,
  totpUri,
  type Worker,
} from './worker';

const proof = { type: 'passphrase', passphrase: PASSPHRASE } as const;
const VIEWER = { type: 'passphrase', passphrase: 'for someone who only looks' } as const;
const wrong = { type: 'passphrase', passphrase: 'not the passphrase' } as const;
let worker: Worker;
let accountId: string;

async function begin(prepare: () => void = () => undefined): Promise<void> {
  worker = await startWorker();
  prepare();
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
  const sites = [place('github.com')];
  const added = await worker.popup('accounts/add', { keyUri: totpUri('GitHub'), sites, recoveryNext: true });
  accountId = added.account.id;
}

beforeEach(() => begin());
afterEach(() => vi.restoreAllMocks());

const waiting = () => worker.fake.areas.session.values.get('journal') as { kind: string }[] | undefined;
const log = async (): Promise<readonly LogView[]> => [...(await worker.manager('log/list', null))].reverse();
const kinds = async () => (await log()).map(({ kind }) => kind);
const copied = () => worker.popup('codes/copied', { accountId });
const unlock = (given: Parameters<typeof worker.popup<'vault/unlock'>>[1]['proof']) =>
  worker.popup('vault/unlock', { proof: given });
/** Blocks of the log that lie on the disk, sealed. */
const blocks = async () =>
  (await createIndexedDbStore(indexedDB).read(KINDS)).records.filter(({ key }) => key.startsWith('log/'));
const settled = () =>
  expect
    .poll(async () => waiting() === undefined && (await blocks()).length > 0, { timeout: 5000 })
    .toBe(true);

/** Only what asks for it is written: as in a worker that is stopped before its timers fire. */
function withoutTimers(): void {
  const { setTimeout: real } = globalThis;
  const soon = (act: () => void, ms?: number) => real(act, ms === 1000 ? 1_000_000 : ms);
  vi.stubGlobal('setTimeout', soon);
}

describe('a note', () => {
  it('is written soon, sealed, without anyone asking for it', async () => {
    await settled();
    const before = (await blocks()).map(({ bytes }) => bytes);
    await copied();
    await expect
      .poll(async () => (await blocks()).map(({ bytes }) => bytes), { timeout: 5000 })
      .not.toEqual(before);
    expect(waiting()).toBeUndefined();
    expect((await blocks()).map(({ bytes }) => bytes)).not.toEqual(before);
    expect(JSON.stringify([...worker.fake.areas.local.values])).not.toContain('GitHub');
  });

  it('survives a worker that was stopped before it was written', async () => {
    await begin(withoutTimers);
    await copied();
    await expect.poll(waiting).toMatchObject([{ kind: 'create' }, { kind: 'add' }, { kind: 'copy' }]);
    await worker.restart();
    expect(await kinds()).toEqual(['create', 'add', 'copy']);
  });

  it('is written before a lock is done, once, and leaves nothing in memory', async () => {
    await copied();
    await worker.popup('vault/lock', null);
    expect((await blocks()).length).toBe(1);
    expect(worker.fake.areas.session.values.size).toBe(0);
    await unlock(proof);
    expect(await kinds()).toEqual(['create', 'add', 'copy', 'unlock']);
  });

  it.each([0, 1, 2, 3, 5, 8])(
    'that comes while a lock is under way does not outlive it (%i)',
    async (ticks) => {
      const locking = worker.popup('vault/lock', null);
      for (let i = 0; i < ticks; i += 1) await new Promise(setImmediate);
      await Promise.allSettled([copied(), copied(), locking]);
      for (let i = 0; i < 20; i += 1) await new Promise(setImmediate);
      expect([...worker.fake.areas.session.values.keys()]).toEqual([]);
    },
  );

  it('holds up no answer, also where storage hangs or fails', async () => {
    await settled();
    const { local, session } = worker.fake.api.storage;
    const set = session.set.bind(session);
    session.set = (values) => ('journal' in values ? new Promise(() => undefined) : set(values));
    local.set = () => new Promise(() => undefined);
    expect(await copied()).toBeNull();
    session.set = (values) => ('journal' in values ? Promise.reject(new Error('full')) : set(values));
    expect(await copied()).toBeNull();
  });

  it('that can not be written waits until it can', async () => {
    await settled();
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const { local } = worker.fake.api.storage;
    const set = local.set.bind(local);
    local.set = () => Promise.reject(new Error('QUOTA_BYTES quota exceeded'));
    await copied();
    await expect(worker.manager('log/list', null)).rejects.toMatchObject({ code: 'storage-full' });
    expect(waiting()).toMatchObject([{ kind: 'copy' }]);
    put.mockRestore();
    local.set = set;
    expect((await kinds()).at(-1)).toBe('copy');
  });
});

describe('a lock', () => {
  it('whose last notes hang is done after about two seconds', async () => {
    await begin(withoutTimers);
    await copied();
    // Nothing else is under way.
    await navigator.locks.request('vault', () => Promise.resolve());
    worker.fake.api.storage.local.set = () => new Promise(() => undefined);
    const before = performance.now();
    await worker.popup('vault/lock', null);
    expect(performance.now() - before).toBeLessThan(3000);
    expect(worker.fake.areas.session.values.size).toBe(0);
    expect((await worker.popup('vault/status', null)).state).toBe('locked');
  });
});

describe('the log', () => {
  it('names who did it: the way, the role, the PIN', async () => {
    await worker.manager('ways/add', {
      proof,
      way: { type: 'viewer', name: 'Ann', passphrase: VIEWER.passphrase },
    });
    await worker.manager('ways/pin', { proof, pin: '482913' });
    await worker.popup('vault/lock', null);
    await unlock(VIEWER);
    await copied();
    worker.fake.api.idle.onStateChanged.emit('idle');
    await expect.poll(async () => (await worker.popup('vault/status', null)).state).toBe('locked');
    await unlock({ type: 'pin', pin: '482913' });
    await worker.popup('vault/lock', null);
    await unlock(proof);
    const owner = { type: 'passphrase', role: 'owner' };
    const viewer = { type: 'passphrase', role: 'viewer', name: 'Ann' };
    expect((await log()).map(({ kind, by }) => [kind, by])).toEqual([
      ['create', owner],
      ['add', owner],
      ['way-added', owner],
      ['way-changed', owner],
      ['unlock', viewer],
      ['copy', viewer],
      ['unlock', { type: 'pin', role: 'viewer' }],
      ['unlock', owner],
    ]);
  });

  it('is told of what was tried in vain, once, with when and how often', async () => {
    await worker.popup('vault/lock', null);
    const at = Date.now();
    for (let i = 0; i < 3; i += 1)
      await expect(unlock(wrong)).rejects.toMatchObject({ code: 'wrong-passphrase' });
    await worker.restart();
    await unlock(proof);
    const failed = async () => (await log()).filter(({ kind }) => kind === 'unlock-failed');
    const by = { type: 'passphrase', role: 'owner' };
    expect(await failed()).toEqual([{ kind: 'unlock-failed', at, count: 3, by }]);
    await worker.popup('vault/lock', null);
    await unlock(proof);
    expect((await failed()).length).toBe(1);
  });

  it('tells which account and which site, and never a code or a secret', async () => {
    const counting = await worker.popup('accounts/add', {
      keyUri: hotpUri(OTHER_SECRET),
      sites: [],
      recoveryNext: true,
    });
    worker.show(3, 'https://github.com/');
    await worker.popup('fill/start', { accountId, tabId: 3, bind: null });
    await worker.popup('codes/next', { accountId: counting.account.id });
    await copied();
    const names = { issuer: 'GitHub', accountName: 'ann' };
    await worker.popup('accounts/edit', { accountId, ...names, sites: [] });
    const inMemory = JSON.stringify(waiting());
    const told = await log();
    expect(told.find(({ kind }) => kind === 'fill')).toMatchObject({
      host: 'github.com',
      account: { id: accountId, ...names },
    });
    for (const text of [inMemory, JSON.stringify(told)]) {
      expect(text).toContain('GitHub');
      for (const secret of [RFC_SECRET, OTHER_SECRET]) {
        const bytes = Buffer.from(decodeBase32(secret)!);
        for (const spelling of [
          secret,
          bytes.toString('hex'),
          bytes.toString('base64'),
          bytes.toString('latin1'),
        ])
          expect(text).not.toContain(spelling);
      }
      for (const code of worker.typed) expect(text).not.toContain(code);
      expect(text).not.toContain(PASSPHRASE);
    }
    expect(worker.typed.length).toBe(1);
  });

  it('is written by the heartbeat too', async () => {
    await begin(withoutTimers);
    await copied();
    await expect.poll(() => waiting()?.length).toBe(3);
    await worker.restart();
    await live(worker, 1);
    await settled();
    expect((await kinds()).at(-1)).toBe('copy');
  });
});

describe('the browser says that it', () => {
  const everything = async () => ({
    local: [...worker.fake.areas.local.values],
    session: [...worker.fake.areas.session.values],
    sync: [...worker.fake.areas.sync.values],
    stored: await createIndexedDbStore(indexedDB).read(KINDS),
    databases: await indexedDB.databases(),
  });

  it.each(['install', 'update', 'chrome_update', 'browser_update'])(
    'had an %s: menus are made and nothing is written',
    async (reason) => {
      await settled();
      await worker.restart();
      const before = await everything();
      const calls = worker.fake.calls.length;
      worker.fake.api.runtime.onInstalled.emit({ reason });
      await expect.poll(() => worker.fake.calls.length).toBe(calls + 2);
      for (let i = 0; i < 20; i += 1) await new Promise(setImmediate);
      expect(worker.fake.calls.slice(calls).map(({ call }) => call)).toEqual([
        'contextMenus.removeAll',
        'contextMenus.create',
      ]);
      expect(await everything()).toEqual(before);
      expect(before.local.length).toBeGreaterThan(1);
    },
  );
});
