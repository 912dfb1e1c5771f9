import { describe, expect, it, vi } from 'vitest';
import { Attempt } from '../../../../components/state/attempt.svelte';
import { Problem } from '../../../../lib/problem';

vi.mock('../../../../lib/platform/browser', () => ({
  browser: { i18n: { getMessage: (key: string) => key } },
}));

const failing = (code: 'storage-full') => () => Promise.reject(new Problem(code));

describe('an attempt', () => {
  it('runs once, however often it is asked for meanwhile', async () => {
    const attempt = new Attempt();
    const act = vi.fn(() => Promise.resolve(undefined));
    await Promise.all([attempt.run(act), attempt.run(act)]);
    expect(act).toHaveBeenCalledTimes(1);
    expect([attempt.busy, attempt.problem]).toEqual([false, undefined]);
  });

  it('tells why it failed, until the next one', async () => {
    const attempt = new Attempt();
    await attempt.run(failing('storage-full'));
    expect([attempt.busy, attempt.problem]).toEqual([false, 'problem_storage_full']);
    await attempt.run(() => Promise.resolve(undefined));
    expect(attempt.problem).toBeUndefined();
  });

  it('tells what hindered it without an error', async () => {
    const attempt = new Attempt();
    await attempt.run(() => Promise.resolve('cancelled'));
    expect(attempt.problem).toBe('cancelled');
  });

  it('is silent about what is told elsewhere', async () => {
    const attempt = new Attempt(() => Promise.resolve(true));
    await attempt.run(failing('storage-full'));
    expect([attempt.busy, attempt.problem]).toEqual([false, undefined]);
  });
});
