/** Every message, from every sender, in a real session of every rank: refused or let through as the contract says. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageName, Need, Sender } from '../../../lib/messaging/contract';
import type { Outcome } from '../../../lib/messaging/receive';
import { everyMessage, names, RANKS, SENDERS } from '../messaging/every-message';
import { EXTENSION_ID } from '../platform/fake-browser';
import { live, pass, PASSPHRASE, senderOf, startWorker, totpUri, type Worker } from './worker';

const proof = { type: 'passphrase', passphrase: PASSPHRASE } as const;
const VIEWER = 'for someone who only looks';
let worker: Worker;

async function make(): Promise<void> {
  worker = await startWorker();
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
  await worker.popup('accounts/add', { keyUri: totpUri('GitHub'), sites: [], recoveryNext: true });
}

/** Brings the session to a rank: `anyone` is a locked vault. */
const enter: Record<Need, () => Promise<unknown>> = {
  anyone: () => worker.popup('vault/lock', null),
  viewer: async () => {
    await worker.manager('ways/add', { proof, way: { type: 'viewer', name: 'Ann', passphrase: VIEWER } });
    await worker.popup('vault/lock', null);
    await worker.popup('vault/unlock', { proof: { type: 'passphrase', passphrase: VIEWER } });
  },
  owner: () => live(worker, 5),
  elevated: () => Promise.resolve(),
};

/** From where the browser says that a message of this sender came. */
const senderFor = (sender: Sender) =>
  sender === 'injected'
    ? { id: EXTENSION_ID, origin: 'https://github.com', url: 'https://github.com/', tab: { id: 3 } }
    : senderOf(sender);

async function ask(sender: Sender, name: MessageName): Promise<Outcome | 'no answer'> {
  const { request } = everyMessage[name];
  const [answer] = worker.fake.api.runtime.onMessage.emit({ name, request }, senderFor(sender));
  return answer === undefined ? 'no answer' : (answer as Promise<Outcome>);
}

function expected(sender: Sender, rank: Need, name: MessageName): string {
  const { senders, need } = everyMessage[name];
  if (sender === 'offscreen') return 'no answer';
  if (!senders.includes(sender)) return 'not-allowed';
  return RANKS.indexOf(rank) < RANKS.indexOf(need) ? `need-${need}` : 'let through';
}

function told(outcome: Outcome | 'no answer'): string {
  if (outcome === 'no answer') return outcome;
  const problem = outcome.ok ? '' : outcome.problem;
  return /^(not-allowed|need-|unexpected)/.test(problem) ? problem : 'let through';
}

/** These leave another session, or none. */
const ENDING: readonly MessageName[] = [
  'vault/lock',
  'vault/erase',
  'recovery/restore',
  'recovery/start-over',
];

describe.each(RANKS)('in a session of rank %s', (rank) => {
  beforeEach(async () => {
    await make();
    await enter[rank]();
  });

  it.each(SENDERS)('every message from %s is refused or let through as the contract says', async (sender) => {
    const lasting = names.filter((name) => !ENDING.includes(name));
    const wanted = lasting.map((name) => [name, expected(sender, rank, name)]);
    const found: (readonly string[])[] = [];
    for (const name of lasting) found.push([name, told(await ask(sender, name))]);
    expect(found).toEqual(wanted);
  });

  it.each(ENDING)('%s is refused to those who may not, and let through once', async (name) => {
    const refusing = SENDERS.filter((sender) => expected(sender, rank, name) !== 'let through');
    for (const sender of refusing) expect(told(await ask(sender, name))).toBe(expected(sender, rank, name));
    const [allowed] = SENDERS.filter((sender) => !refusing.includes(sender));
    if (allowed) expect(told(await ask(allowed, name))).toBe('let through');
  });
});

describe('elevation', () => {
  const elevated = async () => (await ask('manager', 'log/export')) as Outcome;
  const refused = { ok: false, problem: 'need-elevated' };
  beforeEach(make);

  it('lasts from unlocking for five minutes of use, and can be had again', async () => {
    await live(worker, 4);
    pass(59_000);
    expect(await elevated()).toMatchObject({ ok: true });
    pass(1_000);
    expect(await elevated()).toEqual(refused);
    await worker.popup('vault/elevate', { proof });
    expect(await elevated()).toMatchObject({ ok: true });
    await live(worker, 5);
    expect(await elevated()).toEqual(refused);
  });

  it('is not given for a wrong passphrase, nor to a viewer', async () => {
    await enter.owner();
    const wrong = { type: 'passphrase', passphrase: 'not the passphrase' } as const;
    await expect(worker.popup('vault/elevate', { proof: wrong })).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
    expect(await elevated()).toEqual(refused);
  });

  it('given once lasts over a stopped worker, and no longer', async () => {
    await worker.restart();
    expect(await elevated()).toMatchObject({ ok: true });
    await live(worker, 5);
    await worker.restart();
    expect(await elevated()).toEqual(refused);
  });

  it('ends where the clock is set back by more than a jitter', async () => {
    await live(worker, 1);
    pass(-2_000);
    expect(await elevated()).toEqual(refused);
    pass(2_000);
    expect(await elevated()).toEqual(refused);
  });

  it('ends with a soft lock, which a PIN does not bring back', async () => {
    await worker.manager('ways/pin', { proof, pin: '482913' });
    worker.fake.api.idle.onStateChanged.emit('locked');
    await expect.poll(async () => (await worker.popup('vault/status', null)).state).toBe('locked');
    await worker.popup('vault/unlock', { proof: { type: 'pin', pin: '482913' } });
    expect((await worker.popup('accounts/list', null)).length).toBe(1);
    expect(await elevated()).toEqual(refused);
  });
});
