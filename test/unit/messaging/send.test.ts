import { describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../../lib/messaging/receive';
import { createSend } from '../../../lib/messaging/send';
import { Problem } from '../../../lib/problem';

const answering = (outcome: Outcome) => vi.fn(async () => Promise.resolve(outcome));

describe('send', () => {
  it('carries name and request, and gives back the reply alone', async () => {
    const transport = answering({ ok: true, reply: { text: '123456' } });
    const request = { accountId: '0189c9a2-7a52-4c3e-8f10-1f3a6f0d0b11' };
    expect(await createSend(transport)('codes/next', request)).toEqual({ text: '123456' });
    expect(transport).toHaveBeenCalledExactlyOnceWith({ name: 'codes/next', request });
  });

  it('turns a problem back into what was thrown', async () => {
    const failure = await createSend(answering({ ok: false, problem: 'vault-locked' }))(
      'accounts/list',
      null,
    ).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Problem);
    expect(failure).toMatchObject({ code: 'vault-locked', message: 'vault-locked' });
  });

  it('passes on what its transport throws', async () => {
    const send = createSend(async () => Promise.reject(new Problem('no-answer')));
    await expect(send('vault/status', null)).rejects.toMatchObject({ code: 'no-answer' });
  });
});
