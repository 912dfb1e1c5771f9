import { beforeEach, expect, it, vi } from 'vitest';
import { createPainter } from '../../../entrypoints/background/paint';
import { Problem, type ProblemCode } from '../../../lib/problem';
import type { Vault } from '../../../lib/vault/vault';
import { newBrowser, type FakeBrowser } from '../platform/fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('../platform/fake-browser'));

let fake: FakeBrowser;
beforeEach(() => void (fake = newBrowser()));

function painterOver(error: Error) {
  const vault = { session: () => Promise.resolve(undefined), read: () => Promise.reject(error) };
  const onchange = vi.fn();
  const painter = createPainter({ vault: vault as unknown as Vault, now: () => 1, onchange });
  return { painter, onchange };
}

it.each(['vault-locked', 'storage-failed'] satisfies ProblemCode[])(
  'a change stays one that was made where nothing can be painted after it: %s',
  async (code) => {
    fake.areas.session.values.set('paint', 'as it was before the change');
    const { painter, onchange } = painterOver(new Problem(code));
    await painter.changed();
    expect(onchange).toHaveBeenCalledOnce();
    expect(fake.areas.session.values.has('paint')).toBe(false);
  },
);

it('what is no problem of ours is not hidden', async () => {
  await expect(painterOver(new TypeError('a mistake')).painter.changed()).rejects.toThrow('a mistake');
});
