import { describe, expect, it, vi } from 'vitest';
import { Doing } from '../../../../components/state/doing.svelte';
import { Toast } from '../../../../components/state/toast.svelte';
import { Problem } from '../../../../lib/problem';

vi.mock('../../../../lib/platform/browser', () => ({
  browser: { i18n: { getMessage: (key: string) => key } },
}));

describe('an act', () => {
  it('is told when it is done, and not when it was called off', async () => {
    const toast = new Toast();
    const doing = new Doing(toast);
    await doing.run(() => Promise.resolve('Restored.'));
    expect([toast.text, toast.tone]).toEqual(['Restored.', 'quiet']);
    toast.clear();
    await doing.run(() => Promise.resolve(undefined));
    expect(toast.text).toBe('');
  });

  it('that fails is told, and the next one is possible', async () => {
    const toast = new Toast();
    const doing = new Doing(toast);
    await doing.run(() => Promise.reject(new Problem('storage-full')));
    expect([toast.text, toast.tone, doing.busy]).toEqual(['problem_storage_full', 'danger', false]);
  });

  it('keeps a second one out while it lasts', async () => {
    const doing = new Doing(new Toast());
    const act = vi.fn(() => Promise.resolve(undefined));
    await Promise.all([doing.run(act), doing.run(act)]);
    expect(act).toHaveBeenCalledOnce();
  });
});
