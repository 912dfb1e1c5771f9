import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Proof, type ProofKind } from '../../../../components/state/proof.svelte';
import type { Send } from '../../../../lib/messaging/send';
import type { UnlockView } from '../../../../lib/messaging/views';
import { Problem } from '../../../../lib/problem';

vi.mock('../../../../lib/platform/browser', () => ({
  browser: { i18n: { getMessage: (key: string, parts: string[]) => [key, ...parts].join(' ') } },
}));
const askPasskey = vi.hoisted(() => vi.fn());
vi.mock('../../../../lib/platform/passkeys', () => ({
  askPasskey,
  canUsePasskeys: () => Promise.resolve(true),
}));

const NOW = Date.UTC(2027, 0, 1);
const free = { waitUntil: null };
const passkey = { slotId: 'aa', credential: 'AAAA', salt: 'AAAA' };
const both: UnlockView = { ways: { passphrase: free, recovery: free }, passkeys: [], pinTries: null };
const all: UnlockView = {
  ways: { passphrase: free, recovery: free, passkey: free },
  passkeys: [passkey],
  pinTries: 5,
};

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  askPasskey.mockReset();
});

/** @param answers What the worker says, one after the other; its last word stays. */
function stage(...answers: readonly (UnlockView | undefined)[]) {
  let at = 0;
  const send = vi.fn(() => {
    const unlock = answers[Math.min(at++, answers.length - 1)];
    return Promise.resolve({ state: 'locked', ...(unlock ? { unlock } : {}) });
  }) as unknown as Send;
  return { send, proof: new Proof(() => Promise.resolve(true)) };
}

async function looked(unlock: UnlockView, passkeys = true): Promise<Proof> {
  const proof = new Proof(() => Promise.resolve(passkeys));
  await proof.look(stage(unlock).send);
  return proof;
}

describe('the ways that are offered', () => {
  it.each<[string, UnlockView, boolean, ProofKind[]]>([
    ['those the vault has', both, true, ['passphrase', 'recovery']],
    ['the PIN first', all, true, ['pin', 'passphrase', 'recovery', 'passkey']],
    ['no passkey where none can be used', all, false, ['pin', 'passphrase', 'recovery']],
    ['the recovery key alone', { ...both, ways: { recovery: free } }, true, ['recovery']],
  ])('are %s', async (_, unlock, usable, offered) => {
    const proof = await looked(unlock, usable);
    expect(proof.offered).toEqual(offered);
    expect(proof.kind).toBe(offered[0]);
  });

  it('are what every vault has while nothing is known', () => {
    expect(stage().proof.offered).toEqual(['passphrase', 'recovery']);
  });

  it('stay where the worker does not answer', async () => {
    const { proof } = stage();
    await proof.look(() => Promise.reject(new Problem('no-answer')));
    expect(proof.kind).toBe('passphrase');
  });

  it('take nothing away that has begun to be typed', async () => {
    const { proof, send } = stage(all);
    proof.text = 'correct ho';
    proof.typed();
    await proof.look(send);
    expect(proof.kind).toBe('passphrase');
    expect(proof.text).toBe('correct ho');
  });

  it('change with a choice, which clears what was typed', async () => {
    const proof = await looked(all);
    proof.text = '123456';
    proof.choose('recovery');
    expect([proof.kind, proof.text]).toEqual(['recovery', '']);
  });

  it('lose the PIN when it is spent', async () => {
    const { proof, send } = stage(all, { ...all, pinTries: null });
    await proof.look(send);
    proof.choose('pin');
    expect(await proof.failed(new Problem('pin-spent'), send)).toBe(true);
    expect(proof.kind).toBe('passphrase');
    expect(proof.problem).toBe('problem_pin_spent');
  });
});

describe('a proof', () => {
  it.each([
    ['pin', { type: 'pin', pin: 'typed' }],
    ['passphrase', { type: 'passphrase', passphrase: 'typed' }],
    ['recovery', { type: 'recovery', text: 'typed' }],
  ] as const)('is what was typed: %s', async (kind, expected) => {
    const proof = await looked(all);
    proof.choose(kind);
    proof.text = 'typed';
    expect(await proof.take()).toEqual(expected);
  });

  it('is none before anything was typed', async () => {
    expect(await (await looked(both)).take()).toBeUndefined();
  });

  it('is a passkey that the browser asked for', async () => {
    const proof = await looked(all);
    proof.choose('passkey');
    askPasskey.mockResolvedValue({ slotId: 'aa', prf: 'c2VjcmV0' });
    expect(await proof.take()).toEqual({ type: 'passkey', slotId: 'aa', prf: 'c2VjcmV0' });
    expect(askPasskey).toHaveBeenCalledWith([passkey]);
  });

  it.each([
    ['cancelled', undefined, 'passkey_cancelled'],
    ['without what it takes', 'unsupported', 'passkey_unsupported'],
  ])('is none where the passkey was %s, and says so', async (_, answer, problem) => {
    const proof = await looked(all);
    askPasskey.mockResolvedValue(answer);
    expect(await proof.takePasskey()).toBeUndefined();
    expect(proof.problem).toBe(problem);
  });
});

describe('a failure', () => {
  const waiting: UnlockView = { ...both, ways: { passphrase: { waitUntil: NOW + 30_000 }, recovery: free } };

  it('is told beside the proof where that was at fault', async () => {
    const { proof, send } = stage(both);
    expect(await proof.failed(new Problem('wrong-passphrase'), send)).toBe(true);
    expect(proof.problem).toBe('problem_wrong_passphrase');
  });

  it('is left to others where the act was at fault', async () => {
    const { proof, send } = stage(both);
    expect(await proof.failed(new Problem('storage-full'), send)).toBe(false);
    expect(await proof.failed(new Error('text that may be a secret'), send)).toBe(false);
    expect(proof.problem).toBeUndefined();
  });

  it('tells how long to wait, and closes no other way', async () => {
    const { proof, send } = stage(waiting);
    await proof.failed(new Problem('too-many-tries'), send);
    proof.text = 'typed';
    expect([proof.waitMs, proof.ready]).toEqual([30_000, false]);
    proof.choose('recovery');
    proof.text = 'typed';
    expect([proof.waitMs, proof.ready]).toEqual([0, true]);
  });

  it('is over when the time has passed', async () => {
    const { proof, send } = stage(waiting);
    await proof.failed(new Problem('too-many-tries'), send);
    proof.text = 'typed';
    proof.clock.now = NOW + 30_000;
    expect([proof.waitMs, proof.ready, proof.problem]).toEqual([0, true, undefined]);
  });
});
