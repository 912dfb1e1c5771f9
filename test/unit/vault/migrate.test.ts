import { describe, expect, test } from 'vitest';
import { createCopies } from '../../../lib/vault/engines/copies';
import { loadVault, type OpenVault } from '../../../lib/vault/open-vault';
import { LAYOUT, layoutOf, migrate } from '../../../lib/vault/migrate';
import { parseHeader } from '../../../lib/vault/sealed/header';
import type { MemoryStore } from './memory-store';
import { account, createSmallVault, salts, vaultKey } from './small-vault';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 17, 12);
const NAME = '2026-06-17T12:00:00.000Z-before-layout-2';

/** A vault of the first layout in two engines. */
async function world() {
  const { disk: first } = await createSmallVault(account('one'), account('two'));
  first.records.set('aside/account/x', new Uint8Array(5));
  const second = first.copy();
  const copies = createCopies([first, second]);
  const load = async (): Promise<OpenVault> => loadVault(copies.led(0), await vaultKey(), salts);
  return { first, second, copies, load };
}

const layoutAt = (disk: MemoryStore) => layoutOf(parseHeader(disk.header!).header);
const issuers = async (open: OpenVault) => (await open.all()).map(({ issuer }) => issuer).sort();

describe('a vault of an older layout', () => {
  test('is kept whole in both engines before it is brought to this one', async () => {
    const { first, second, copies, load } = await world();
    const before = first.copy();
    expect(await migrate(await load(), copies, NOW)).toBe(true);
    for (const disk of [first, second]) {
      expect(layoutAt(disk)).toBe(LAYOUT);
      const kept = disk.kept.get(NAME)!;
      expect(kept.header).toEqual(before.header);
      expect(new Map(kept.records.map(({ key, bytes }) => [key, bytes]))).toEqual(before.records);
    }
    expect(await issuers(await load())).toEqual(['one Ltd', 'two Ltd']);
    expect(await (await load()).damage()).toBeUndefined();
  });

  test('is brought there once', async () => {
    const { first, copies, load } = await world();
    await migrate(await load(), copies, NOW);
    const { header } = first;
    expect(await migrate(await load(), copies, NOW + 1)).toBe(false);
    expect(first.header).toBe(header);
    expect(first.kept.size).toBe(1);
  });

  test('is left as it is where the copy was not kept', async () => {
    const { first, copies, load } = await world();
    const { header } = first;
    const lazy = { ...copies, keep: () => Promise.resolve() };
    await expect(migrate(await load(), lazy, NOW)).rejects.toMatchObject({ code: 'storage-failed' });
    expect(first.header).toBe(header);
  });

  test.each<[string, (kept: Map<string, Uint8Array>) => unknown]>([
    ['lacks a record', (kept) => kept.delete([...kept.keys()][0]!)],
    ['has a record cut', (kept) => kept.set([...kept.keys()][0]!, new Uint8Array(4))],
  ])('is left as it is where the copy %s', async (_, tamper) => {
    const { first, second, copies, load } = await world();
    const { header } = first;
    const careless = {
      ...copies,
      keep: async (id: string) => {
        await copies.keep(id);
        for (const disk of [first, second]) {
          const { header: keptHeader, records } = disk.kept.get(id)!;
          const kept = new Map(records.map(({ key, bytes }) => [key, bytes]));
          tamper(kept);
          const left = [...kept].map(([key, bytes]) => ({ key, bytes }));
          disk.kept.set(id, { header: keptHeader, records: left });
        }
      },
    };
    await expect(migrate(await load(), careless, NOW)).rejects.toMatchObject({ code: 'storage-failed' });
    expect(first.header).toBe(header);
  });

  test('is told where the result can not be read back', async () => {
    const { copies, load } = await world();
    const blind = {
      ...copies,
      headers: () => Promise.resolve([{ engine: 0, header: undefined, failed: true }]),
    };
    await expect(migrate(await load(), blind, NOW)).rejects.toMatchObject({ code: 'storage-failed' });
  });

  test.each(['before the copy', 'in the copy', 'after the copy', 'in the commit', 'after the commit'])(
    'loses nothing where it is stopped %s, and is brought there the next time',
    async (step) => {
      const { first, second, copies, load } = await world();
      const stop = () => Promise.reject(new Error('stopped'));
      const open = await load();
      const half = async (id: string) => {
        await first.keep(id);
        return stop();
      };
      const stopped = {
        ...copies,
        ...(step === 'before the copy' && { keep: stop }),
        ...(step === 'in the copy' && { keep: half }),
        ...(step === 'after the commit' && { headers: stop }),
      };
      const mend = [first, second].map((disk) => {
        const commit = disk.commit.bind(disk);
        return () => (disk.commit = commit);
      });
      if (step === 'after the copy') first.commit = second.commit = stop;
      if (step === 'in the commit') second.commit = stop;
      const run = migrate(open, stopped, NOW);
      if (step === 'in the commit') await run;
      else await expect(run).rejects.toThrow('stopped');
      for (const undo of mend) undo();
      expect(await issuers(await load())).toEqual(['one Ltd', 'two Ltd']);
      const done = step.endsWith('the commit');
      expect(await migrate(await load(), copies, NOW + DAY)).toBe(!done);
      expect(layoutAt(first)).toBe(LAYOUT);
      expect(await issuers(await load())).toEqual(['one Ltd', 'two Ltd']);
      expect((await copies.remains()).length).toBe(1);
    },
  );

  test('is kept anew where it changed since it was kept', async () => {
    const { copies, load } = await world();
    await copies.keep(NAME);
    await (await load()).put([account('three')]);
    await migrate(await load(), copies, NOW + DAY);
    expect((await copies.remains()).map(({ id }) => id)).toEqual([NAME, NAME.replace('17T', '18T')]);
  });
});

test('an engine that can not be read is no obstacle', async () => {
  const { first, second, copies, load } = await world();
  const broken = () => Promise.reject(new Error('broken'));
  second.read = broken;
  second.remains = broken;
  expect(await migrate(await load(), copies, NOW)).toBe(true);
  expect(first.kept.has(NAME)).toBe(true);
});

test('a vault of a newer layout is left alone', async () => {
  const { first, copies, load } = await world();
  const open = await load();
  await open.sets.commit([], (header) => ({ ...header, layout: LAYOUT + 1 }));
  const { header } = first;
  expect(await migrate(await load(), copies, NOW)).toBe(false);
  expect(first).toMatchObject({ header, kept: new Map() });
  await (await load()).put([account('three')]);
  expect(layoutAt(first)).toBe(LAYOUT + 1);
});
