import { describe, expect, it, vi } from 'vitest';
import { Changes } from '../../../../components/state/changes';
import { Toast } from '../../../../components/state/toast.svelte';
import type { Send } from '../../../../lib/messaging/send';
import { Problem } from '../../../../lib/problem';
import { account } from '../accounts';

vi.mock('../../../../lib/platform/browser', () => ({
  browser: { i18n: { getMessage: (key: string, parts: string[]) => [key, ...parts].join(' ') } },
}));

const github = account({ issuer: 'GitHub', accountName: 'octocat' });

function stage({ failing = false } = {}) {
  const asked: unknown[] = [];
  const send = ((name: string, request: unknown) => {
    asked.push([name, request]);
    return failing ? Promise.reject(new Problem('storage-full')) : Promise.resolve(null);
  }) as Send;
  const toast = new Toast();
  const refresh = vi.fn(() => Promise.resolve());
  return { changes: new Changes({ send, toast, refresh }), toast, asked, refresh };
}

describe('a change to the vault', () => {
  it.each([
    ['added', 'saved GitHub, octocat'],
    ['same-name', 'saved GitHub, octocat'],
    ['already-there', 'already_there GitHub, octocat'],
  ] as const)('that %s is told, and the list read again', (status, text) => {
    const { changes, toast, refresh } = stage();
    changes.saved({ status, account: github });
    expect(toast.text).toBe(text);
    expect(refresh).toHaveBeenCalledOnce();
  });

  it('that deleted an account can be undone', async () => {
    const { changes, toast, asked, refresh } = stage();
    changes.deleted(github);
    expect([toast.text, toast.acts[0]?.label]).toEqual(['deleted GitHub, octocat', 'undo']);
    toast.acts[0]?.run();
    await vi.waitFor(() => expect(refresh).toHaveBeenCalledTimes(2));
    expect(asked).toEqual([['accounts/restore', { accountId: github.id }]]);
  });

  it('that could not be undone is told', async () => {
    const { changes, toast } = stage({ failing: true });
    changes.deleted(github);
    toast.acts[0]?.run();
    await vi.waitFor(() => expect(toast.text).toBe('problem_storage_full'));
    expect(toast.tone).toBe('danger');
  });

  it.each([
    ['lock', 'vault/lock'],
    ['setAside', 'vault/set-aside'],
  ] as const)('by %s is asked for, and its failure told', async (act, name) => {
    const { changes, toast, asked, refresh } = stage({ failing: true });
    await changes[act]();
    expect(asked).toEqual([[name, null]]);
    expect(toast.text).toBe('problem_storage_full');
    expect(refresh).toHaveBeenCalledOnce();
  });
});
