import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { send } from '../../../lib/platform/send';
import { newBrowser, type FakeBrowser } from './fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));

let fake: FakeBrowser;
beforeEach(() => {
  vi.useFakeTimers();
  fake = newBrowser();
});
afterEach(() => vi.useRealTimers());

describe('what is asked of the worker', () => {
  it('comes back as the reply', async () => {
    fake.api.runtime.sendMessage = async () => Promise.resolve({ ok: true, reply: { state: 'none' } });
    expect(await send('vault/status', null)).toEqual({ state: 'none' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('travels as name and request', async () => {
    await send('vault/status', null).catch(() => undefined);
    expect(fake.calls).toEqual([
      { call: 'runtime.sendMessage', args: [{ name: 'vault/status', request: null }] },
    ]);
  });

  it('comes back as the problem that the worker had', async () => {
    fake.api.runtime.sendMessage = async () => Promise.resolve({ ok: false, problem: 'wrong-passphrase' });
    await expect(
      send('vault/unlock', { proof: { type: 'passphrase', passphrase: 'x' } }),
    ).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
  });

  it.each([
    ['answers with nothing', async () => Promise.resolve(undefined)],
    ['answers with null', async () => Promise.resolve(null)],
    ['is stopped while it answers', async () => Promise.reject(new Error('The message port closed.'))],
  ])('is unanswered where the worker %s', async (_, answer) => {
    fake.api.runtime.sendMessage = answer;
    await expect(send('vault/status', null)).rejects.toMatchObject({ code: 'no-answer' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['vault/status', 6000],
    ['accounts/list', 20_000],
  ] as const)('%s is unanswered after %i ms of silence, and not before', async (name, ms) => {
    fake.api.runtime.sendMessage = async () => new Promise(() => undefined);
    let ended = '';
    void send(name, null).catch((error: unknown) => (ended = (error as Error).message));
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(ended).toBe('');
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toBe('no-answer');
  });
});
