import { beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeBase32 } from '../../../lib/encoding/base32';
import { readPaint } from '../../../lib/platform/paint';
import type { Injection } from '../platform/fake-tabs';
import {
  hotpUri,
  OTHER_SECRET,
  PASSPHRASE,
  pass,
  place,
  RFC_SECRET,
  startWorker,
  totpUri,
  type Worker,
} from './worker';

vi.mock('../../../lib/platform/browser', async () => import('../platform/fake-browser'));

const TAB = 3;
let worker: Worker;

beforeEach(async () => {
  worker = await startWorker();
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
  const sites = [place('github.com')];
  await worker.popup('accounts/add', { keyUri: totpUri('GitHub'), sites });
  await worker.popup('accounts/add', { keyUri: hotpUri(OTHER_SECRET), sites: [] });
  worker.show(TAB, 'https://github.com/');
});

const state = async () => (await worker.popup('vault/status', null)).state;
const beat = () => worker.fake.api.alarms.onAlarm.emit({ name: 'heartbeat' });

describe('the paint', () => {
  it('shows accounts, their sites and the codes of those that follow the clock', async () => {
    const paint = await readPaint(Date.now());
    expect(paint?.accounts.map(({ issuer }) => issuer)).toEqual(['GitHub', 'Counter']);
    expect(paint?.codes.map(({ accountId }) => accountId)).toEqual([paint?.accounts[0]?.id]);
    const bound = [paint?.accounts[0]?.id];
    expect(paint?.bySite).toEqual({ 'https://github.com': bound, 'http://github.com': bound });
  });

  it('follows every change', async () => {
    const [first] = await worker.popup('accounts/list', null);
    await worker.popup('accounts/delete', { accountId: first!.id });
    expect(await readPaint(Date.now())).toMatchObject({
      accounts: [{ issuer: 'Counter' }],
      codes: [],
      bySite: {},
    });
  });

  it('is taken away by a lock before anything else is done', async () => {
    const before = worker.fake.calls.length;
    await worker.popup('vault/lock', null);
    const calls = worker.fake.calls.slice(before).map(({ call, args }) => [call, args[0]]);
    expect(calls[0]).toEqual(['storage.session.remove', 'paint']);
    expect(calls).toContainEqual(['alarms.clear', 'heartbeat']);
    const ended = calls.findIndex(([call, key]) => call === 'storage.session.remove' && key === 'session');
    // The last notes are written when everything is over.
    expect(calls.slice(1, ended).filter(([call]) => String(call).startsWith('storage.local'))).toEqual([]);
    expect(ended).toBeGreaterThan(0);
    expect(worker.fake.areas.session.values.size).toBe(0);
    expect(worker.page.posted.at(-1)).toEqual({ name: 'vault/locked', detail: null });
  });
});

describe('a secret', () => {
  const spellings = (base32: string): string[] => {
    const bytes = Buffer.from(decodeBase32(base32)!);
    return [
      base32,
      base32.toLowerCase(),
      bytes.toString('hex'),
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('base64url'),
      bytes.toString('latin1'),
      [...bytes].join(','),
    ];
  };

  it('never leaves the worker, and a code leaves it only as the argument of its fill', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const [first, second] = (await worker.popup('accounts/list', null)).map(({ id }) => id);
    const calls = worker.fake.calls.length;
    await worker.popup('fill/start', { accountId: first!, tabId: TAB, bind: null });
    const [typed] = worker.typed;
    const fills = worker.fake.calls
      .slice(calls)
      .filter(
        ({ call, args }) =>
          call === 'scripting.executeScript' && ((args[0] as Injection).args ?? []).length > 0,
      );
    expect(fills.map(({ args }) => (args[0] as Injection).args)).toEqual([
      [
        'lockstep.fields',
        'fill',
        { code: typed, origin: 'https://github.com', ancestors: [], pointed: false },
      ],
    ]);
    await worker.popup('codes/list', { accountIds: [] });
    await worker.popup('codes/next', { accountId: second! });
    await worker.popup('sites/here', { tabId: TAB });
    await worker.popup('fields/look', { tabId: TAB });
    await worker.popup('vault/lock', null);
    worker.fake.api.commands.onCommand.emit('fill', { id: TAB });
    await worker.popup('vault/unlock', { proof: { type: 'passphrase', passphrase: PASSPHRASE } });
    await worker.popup('intent/resume', null);

    const seen = JSON.stringify([worker.fake.calls, worker.page.posted, worker.replies, log.mock.calls]);
    expect(seen, 'the search must see what it searches').toContain('storage.session.set');
    for (const base32 of [RFC_SECRET, OTHER_SECRET])
      for (const spelling of spellings(base32)) expect(seen.includes(spelling)).toBe(false);
    expect(seen.includes(PASSPHRASE)).toBe(false);
    const outside = worker.fake.calls.filter((each) => !/^(storage\.session\.set|scripting)/.test(each.call));
    expect(JSON.stringify(outside)).not.toContain(typed);
  });
});

describe('an open vault', () => {
  it.each([
    ['idle', () => worker.fake.api.idle.onStateChanged.emit('idle')],
    ['locked with its screen', () => worker.fake.api.idle.onStateChanged.emit('locked')],
  ])('locks when the machine is %s', async (_, happen) => {
    happen();
    await expect.poll(state).toBe('locked');
    expect(await readPaint(Date.now())).toBeUndefined();
  });

  it('locks by the command', async () => {
    worker.fake.api.commands.onCommand.emit('lock', { id: TAB });
    await expect.poll(state).toBe('locked');
  });

  it('stays open while its heart beats, for twelve hours at most', async () => {
    for (let hour = 0; hour < 12 * 15 - 1; hour += 1) {
      pass(4 * 60_000);
      // Each look of a poll moves the clock a little: what counts is that it beat after this.
      const at = Date.now();
      beat();
      await expect.poll(() => worker.seenAt(), { interval: 5, timeout: 5000 }).toBeGreaterThanOrEqual(at);
    }
    expect(await state()).toBe('open');
    pass(4 * 60_000);
    expect(await state()).toBe('locked');
    beat();
    await expect.poll(() => worker.fake.areas.session.values.has('paint')).toBe(false);
  });

  it('locks where the machine slept, before any alarm, and cleans up at the first', async () => {
    pass(5 * 60_000);
    expect(await readPaint(Date.now())).toBeUndefined();
    expect(await state()).toBe('locked');
    await expect(worker.popup('accounts/list', null)).rejects.toMatchObject({ code: 'need-viewer' });
    beat();
    await expect.poll(() => worker.fake.areas.session.values.size).toBe(0);
    expect(worker.page.posted.at(-1)).toEqual({ name: 'vault/locked', detail: null });
  });

  it('locks where the clock was set back', async () => {
    pass(-60_000);
    expect(await readPaint(Date.now())).toBeUndefined();
    expect(await state()).toBe('locked');
  });

  it('is locked when the browser was closed, paint and all', async () => {
    worker.fake.areas.session.values.clear();
    await worker.restart();
    expect(await state()).toBe('locked');
  });
});

describe('storage', () => {
  it('is closed to sites as soon as the worker wakes', () => {
    for (const { levels } of Object.values(worker.fake.areas)) expect(levels).toEqual(['TRUSTED_CONTEXTS']);
  });

  it('on the disk holds sealed records under documented names, and no name of an account or a site', async () => {
    await worker.popup('vault/lock', null);
    const { values } = worker.fake.areas.local;
    const documented =
      /^(trace|snapshot-headers|vault\/header|vault\/(account|label|log|setting|snapshot)\/[\da-f]{2}|blob\/[\da-f]{2})$/;
    expect([...values.keys()].filter((key) => !documented.test(key))).toEqual([]);
    expect(values.size).toBeGreaterThan(5);
    const lying = JSON.stringify([...values]);
    const bytes = lying
      .match(/[\w+/=-]{40,}/g)!
      .map((text) => Buffer.from(text, 'base64').toString('latin1'));
    for (const word of ['GitHub', 'Counter', 'github.com'])
      expect(lying.includes(word) || bytes.some((text) => text.includes(word))).toBe(false);
    expect(worker.fake.calls.filter(({ call }) => call.startsWith('storage.sync'))).toEqual([]);
  });
});

describe('a lock that can not take the paint away', () => {
  it('still ends the session and forgets the code by counter', async () => {
    const { session } = worker.fake.api.storage;
    const remove = session.remove.bind(session);
    await session.set({
      counter: { accountId: 'x', text: '755224', until: Infinity },
    });
    session.remove = (key) => (key === 'paint' ? Promise.reject(new Error('busy')) : remove(key));
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await expect(worker.popup('vault/lock', null)).rejects.toMatchObject({ code: 'unexpected' });
    expect([...worker.fake.areas.session.values.keys()].filter((key) => key !== 'paint')).toEqual([]);
  });
});
