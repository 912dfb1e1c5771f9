import { beforeEach, describe, expect, it } from 'vitest';
import { PASSPHRASE, pass, place, startWorker, totpUri, type Worker } from './worker';

const TAB = 3;
let worker: Worker;

beforeEach(async () => {
  worker = await startWorker();
  worker.show(TAB, 'https://github.com/settings');
});

const keep = (what: 'scan' | 'add' | 'open', tabId = TAB) => worker.popup('intent/keep', { what, tabId });
const resume = () => worker.popup('intent/resume', null);
const told = async () => (await worker.popup('vault/status', null)).intent;
const unlock = () => worker.popup('vault/unlock', { proof: { type: 'passphrase', passphrase: PASSPHRASE } });
const locked = async () => {
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
  await worker.popup('vault/lock', null);
};

describe('what was asked of a locked vault', () => {
  beforeEach(locked);

  it.each(['scan', 'add', 'open'] as const)(
    'is told before unlocking, and done once after it: %s',
    async (what) => {
      await keep(what);
      expect(await told()).toEqual({ what, host: 'github.com' });
      await unlock();
      expect(await resume()).toEqual({ what, tabId: TAB });
      expect(await resume()).toBeNull();
      expect(await told()).toBeUndefined();
    },
  );

  it('can’t be resumed before unlocking', async () => {
    await keep('scan');
    await expect(resume()).rejects.toMatchObject({ code: 'need-viewer' });
    expect(await told()).toEqual({ what: 'scan', host: 'github.com' });
  });

  it('outlives a stopped worker', async () => {
    await keep('scan');
    await worker.restart();
    await unlock();
    expect(await resume()).toEqual({ what: 'scan', tabId: TAB });
  });

  it.each([
    ['a minute is over', () => pass(60_001)],
    ['another tab is in front', () => worker.show(4, 'https://github.com/')],
    ['its tab shows another site', () => worker.show(TAB, 'https://evil.com/')],
    ['its tab shows another port', () => worker.show(TAB, 'https://github.com:8443/')],
    ['its tab is gone', () => worker.fake.tabs.delete(TAB)],
  ])('is void where %s', async (_, change) => {
    await keep('scan');
    change();
    expect(await told()).toBeUndefined();
    await unlock();
    expect(await resume()).toBeNull();
  });

  it('holds to the minute, on any page of its site', async () => {
    await keep('scan');
    pass(60_000);
    worker.show(TAB, 'https://github.com/elsewhere');
    expect(await told()).toEqual({ what: 'scan', host: 'github.com' });
  });

  it('is the last thing asked', async () => {
    await keep('scan');
    await keep('add');
    await unlock();
    expect(await resume()).toEqual({ what: 'add', tabId: TAB });
  });

  it('is told without a host where the tab has none', async () => {
    worker.show(TAB, 'chrome://settings');
    await keep('open');
    expect(await told()).toEqual({ what: 'open', host: '' });
  });
});

describe('what was asked before there was a vault', () => {
  it('waits a quarter of an hour, and a minute more once the vault is made', async () => {
    await keep('scan');
    pass(14 * 60_000);
    await worker.manager('vault/create', { passphrase: PASSPHRASE });
    worker.fake.tabs.set(9, { id: 9, active: false, windowId: 1 });
    expect(await worker.manager('intent/return', null)).toEqual({ opened: true });
    const shown = worker.fake.calls.map(({ call }) => call).filter((call) => /^(windows|action)/.test(call));
    expect(shown).toEqual(['windows.update', 'action.openPopup']);
    pass(60_000);
    expect(await resume()).toEqual({ what: 'scan', tabId: TAB });
  });

  it('is told to the manager, though its tab is behind it', async () => {
    await keep('scan');
    worker.show(9, 'chrome-extension://lockstep/manager.html');
    expect((await worker.manager('vault/status', null)).intent).toEqual({ what: 'scan', host: 'github.com' });
    expect(await told()).toBeUndefined();
  });

  it('is void after that', async () => {
    await keep('scan');
    pass(15 * 60_000 + 1);
    await worker.manager('vault/create', { passphrase: PASSPHRASE });
    expect(await worker.manager('intent/return', null)).toEqual({ opened: false });
    expect(await resume()).toBeNull();
  });

  it.each([
    ['nothing was asked', () => undefined],
    ['its tab is gone', () => worker.fake.tabs.delete(TAB)],
    [
      'the browser keeps the popup shut',
      () => (worker.fake.api.action.openPopup = async () => Promise.reject(new Error())),
    ],
  ])('does not open by itself where %s', async (name, change) => {
    if (name !== 'nothing was asked') await keep('scan');
    change();
    expect(await worker.manager('intent/return', null)).toEqual({ opened: false });
  });
});

describe('a fill asked by a key of a locked vault', () => {
  const press = async () => {
    worker.fake.api.commands.onCommand.emit('fill', { id: TAB });
    await expect.poll(() => worker.fake.areas.session.values.has('intent')).toBe(true);
  };

  it('is done after unlocking where one account fits', async () => {
    await worker.manager('vault/create', { passphrase: PASSPHRASE });
    const sites = [place('github.com')];
    const { account } = await worker.popup('accounts/add', { keyUri: totpUri('GitHub'), sites });
    await worker.popup('vault/lock', null);
    await press();
    expect(await told()).toEqual({ what: 'fill', host: 'github.com' });
    await unlock();
    const outcome = { result: 'filled', host: 'github.com', sent: 'no' };
    expect(await resume()).toEqual({ what: 'fill', tabId: TAB, accountId: account.id, outcome });
    expect(await resume()).toBeNull();
    expect(worker.typed.length).toBe(1);
  });

  it('is left to choose where none fits', async () => {
    await locked();
    await press();
    await unlock();
    expect(await resume()).toEqual({ what: 'choose', tabId: TAB, accountIds: [] });
    expect(worker.typed).toEqual([]);
  });

  it('is not done on another site', async () => {
    await locked();
    await press();
    worker.show(TAB, 'https://evil.com/');
    await unlock();
    expect(await resume()).toBeNull();
  });
});
