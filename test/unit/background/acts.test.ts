import { beforeEach, describe, expect, it } from 'vitest';
import { OTHER_SECRET, PASSPHRASE, place, startWorker, totpUri, type Worker } from './worker';

const TAB = 3;
let worker: Worker;

beforeEach(async () => {
  worker = await startWorker();
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
  worker.show(TAB, 'https://github.com/');
});

const add = async (issuer: string, secret?: string) => {
  const sites = [place('github.com')];
  return (await worker.popup('accounts/add', { keyUri: totpUri(issuer, secret), sites })).account.id;
};
const calls = (name: string) =>
  worker.fake.calls.filter(({ call }) => call === name).map(({ args }) => args[0]);
const badge = async () => {
  await expect.poll(() => calls('action.setTitle').length).toBe(1);
  return [calls('action.setBadgeText')[0], calls('action.setTitle')[0]];
};
const popups = () => calls('action.openPopup').length;
const key = () => worker.fake.api.commands.onCommand.emit('fill', { id: TAB });
const click = (frameId: number) =>
  worker.fake.api.contextMenus.onClicked.emit({ menuItemId: 'fill', frameId }, { id: TAB });

describe('the key for filling', () => {
  it('fills with the one account of the site, and says so on the button', async () => {
    await add('GitHub');
    key();
    expect(await badge()).toEqual([
      { tabId: TAB, text: '✓' },
      { tabId: TAB, title: 'Code filled on github.com.' },
    ]);
    expect(worker.typed.length).toBe(1);
    expect(popups()).toBe(0);
  });

  it('opens the popup to choose where two accounts fit', async () => {
    const ids = [await add('GitHub'), await add('GitHub', OTHER_SECRET)];
    key();
    await badge();
    await expect.poll(popups).toBe(1);
    expect(worker.typed).toEqual([]);
    expect(await worker.popup('intent/resume', null)).toEqual({
      what: 'choose',
      tabId: TAB,
      accountIds: ids,
    });
  });

  it('opens the popup to choose where none fits, and never guesses', async () => {
    await worker.popup('accounts/add', { keyUri: totpUri('GitHub'), sites: [] });
    key();
    await badge();
    await expect.poll(popups).toBe(1);
    expect(worker.typed).toEqual([]);
    expect(await worker.popup('intent/resume', null)).toEqual({ what: 'choose', tabId: TAB, accountIds: [] });
  });

  it('keeps the wish of a locked vault, and opens the popup to unlock', async () => {
    await worker.popup('vault/lock', null);
    key();
    expect(await badge()).toEqual([
      { tabId: TAB, text: '!' },
      { tabId: TAB, title: 'Locked. Open Lockstep and unlock to fill the code.' },
    ]);
    await expect.poll(popups).toBe(1);
    expect((await worker.popup('vault/status', null)).intent).toEqual({ what: 'fill', host: 'github.com' });
  });

  it('tells in the popup what went wrong', async () => {
    const accountId = await add('GitHub');
    worker.show(TAB, 'https://github.com/', { field: 'other' });
    key();
    await expect.poll(popups, { timeout: 5000 }).toBe(1);
    expect(calls('action.setBadgeText').slice(0, 2)).toEqual([
      { tabId: TAB, text: '…' },
      { tabId: TAB, text: '!' },
    ]);
    const outcome = { result: 'nothing', host: 'github.com' };
    expect(await worker.popup('intent/resume', null)).toEqual({
      what: 'fill',
      tabId: TAB,
      accountId,
      outcome,
    });
    expect(worker.typed).toEqual([]);
  });

  it('tells of the newer act alone where it is pressed again while it waits', async () => {
    await add('GitHub');
    const document = worker.show(TAB, 'https://github.com/', { field: 'other' });
    let watched = 0;
    document.watch = () => {
      watched += 1;
      return new Promise(() => undefined);
    };
    key();
    await expect.poll(() => watched).toBe(1);
    document.report = { ...(document.report as object), field: 'totp' };
    key();
    await expect.poll(() => worker.typed.length).toBe(1);
    await expect.poll(() => calls('action.setBadgeText')).toContainEqual({ tabId: TAB, text: '✓' });
    expect(popups()).toBe(0);
    expect(await worker.popup('intent/resume', null)).toBeNull();
  });

  it('does nothing without a tab', async () => {
    worker.fake.api.commands.onCommand.emit('fill');
    await worker.popup('vault/status', null);
    expect(calls('action.setTitle')).toEqual([]);
  });
});

describe('the menu on a field', () => {
  it('fills in the frame that was clicked, and in no other', async () => {
    await add('GitHub');
    const top = worker.show(TAB, 'https://github.com/', { focused: true });
    const asked: number[] = [];
    const frame = {
      ...top,
      frameId: 7,
      documentId: 'frame',
      fill: () => (asked.push(7), { result: 'filled', sent: 'no' }),
    };
    worker.fake.documents.set(TAB, [top, frame]);
    click(7);
    await badge();
    expect([asked, worker.typed]).toEqual([[7], []]);
  });

  it('fills nothing where the frame is out of reach', async () => {
    await add('GitHub');
    click(9);
    expect(await badge()).toEqual([
      { tabId: TAB, text: '!' },
      { tabId: TAB, title: 'No code field was found on github.com.' },
    ]);
    expect(worker.typed).toEqual([]);
  });
});
