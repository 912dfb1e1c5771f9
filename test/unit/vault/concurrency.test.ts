/** Several who want the vault at once, and a disk that refuses. */
import { describe, expect, test } from 'vitest';
import { Problem } from '../../../lib/problem';
import { advanceCounter } from '../../../lib/vault/accounts/accounts';
import { StaleError } from '../../../lib/vault/engines/store';
import type { Vault } from '../../../lib/vault/vault';
import { add, createOpenWorld, draft, hotpDraft, issuers, list } from './world';

describe('change', () => {
  test('runs once more from what is stored after another worker wrote', async () => {
    const { vault, worker } = await createOpenWorld('one');
    const other = worker();
    await list(other);
    await add(vault, draft('two'));
    await add(other, draft('three'));
    expect(await issuers(other)).toEqual(['one Ltd', 'two Ltd', 'three Ltd']);
    expect(await issuers(worker())).toEqual(['one Ltd', 'two Ltd', 'three Ltd']);
  });

  test('gives up with a problem after the second time', async () => {
    const { disk, worker } = await createOpenWorld('one');
    let tries = 0;
    const commit = () => {
      tries += 1;
      return Promise.reject(new StaleError('again'));
    };
    const vault = worker({ store: { ...disk, commit } });
    await expect(add(vault, draft('two'))).rejects.toMatchObject({ code: 'storage-failed' });
    expect(tries).toBe(2);
  });

  // Two loads of one worker must not drift apart: the list would keep showing the state before the change.
  test.each([0, 1, 2, 5, 10])(
    'is seen by a reader that came %i ticks later, while the vault was loading',
    async (ticks) => {
      const { worker } = await createOpenWorld('one');
      const vault = worker();
      const adding = add(vault, draft('two'));
      for (let i = 0; i < ticks; i++) await Promise.resolve();
      await Promise.all([list(vault), adding]);
      expect(await issuers(vault)).toEqual(['one Ltd', 'two Ltd']);
    },
  );

  test('leaves everything as it was where the disk is full, and codes are still listed', async () => {
    const { disk, worker } = await createOpenWorld('one');
    const full = () => Promise.reject(new Problem('storage-full'));
    const vault = worker({ store: { ...disk, commit: full } });
    const before = disk.copy();
    await expect(add(vault, draft('two'))).rejects.toMatchObject({ code: 'storage-full' });
    expect(await issuers(vault)).toEqual(['one Ltd']);
    expect(disk.records).toEqual(before.records);
    expect(disk.header).toEqual(before.header);
  });

  test('tries again after a load that failed', async () => {
    const { disk, worker } = await createOpenWorld('one');
    let broken = true;
    const read: typeof disk.read = (kinds) =>
      broken ? Promise.reject(new Problem('storage-failed')) : disk.read(kinds);
    const vault = worker({ store: { ...disk, read } });
    await expect(list(vault)).rejects.toMatchObject({ code: 'storage-failed' });
    broken = false;
    expect(await issuers(vault)).toEqual(['one Ltd']);
  });

  test('tries again after labels that could not be read', async () => {
    const { disk, worker } = await createOpenWorld('one');
    let broken = true;
    const read: typeof disk.read = (kinds) =>
      broken && kinds.includes('label') ? Promise.reject(new Problem('storage-failed')) : disk.read(kinds);
    const vault = worker({ store: { ...disk, read } });
    await expect(add(vault, draft('two'))).rejects.toMatchObject({ code: 'storage-failed' });
    broken = false;
    await add(vault, draft('two'));
    expect(await issuers(vault)).toEqual(['one Ltd', 'two Ltd']);
  });
});

describe('a counter', () => {
  const next = (vault: Vault, id: string) => vault.change((open) => advanceCounter(open, id, 1));

  test('gives two different codes to two who ask at once, in one worker or in two', async () => {
    const { vault, worker } = await createOpenWorld();
    const { id } = await add(vault, hotpDraft('one'));
    const other = worker();
    await list(other);
    const codes = await Promise.all([next(vault, id), next(vault, id), next(other, id), next(worker(), id)]);
    expect(new Set(codes).size).toBe(4);
    expect((await list(worker()))[0]?.otp).toMatchObject({ counter: 4 });
  });

  test('gives no code that was not committed before', async () => {
    const { disk, vault, worker } = await createOpenWorld();
    const { id } = await add(vault, hotpDraft('one'));
    const stored: string[] = [];
    const commit: typeof disk.commit = async (batch) => {
      await disk.commit(batch);
      stored.push('committed');
    };
    const failing = worker({
      store: { ...disk, commit: () => Promise.reject(new Problem('storage-failed')) },
    });
    await expect(next(failing, id)).rejects.toMatchObject({ code: 'storage-failed' });
    await next(worker({ store: { ...disk, commit } }), id).then(() => stored.push('shown'));
    expect(stored).toEqual(['committed', 'shown']);
  });
});
