import { describe, expect, test } from 'vitest';
import { createCopies } from '../../../../lib/vault/engines/copies';
import { createErasingMarker } from '../../../../lib/vault/engines/local-store';
import type { RecordStore } from '../../../../lib/vault/engines/store';
import { createMemoryArea } from '../areas';
import { createMemoryStore, type MemoryStore } from '../memory-store';
import { commitOf, committed, header, never, pair, record, refuse, stateOf, step } from './steps';

// Commits are in led.test.ts, faults at every call in faults.test.ts.

describe('a replacement', () => {
  test('brings an engine back that was behind', async () => {
    const { disks, copies, store } = await committed(0);
    const commit = commitOf(disks[1]);
    disks[1].commit = refuse('storage-full');
    await store.commit(step(1));
    disks[1].commit = commit;
    await copies.replace(1, await copies.read(0, ['account']));
    expect(copies.state()).toEqual({ behind: [], full: false });
    await store.commit(step(2));
    expect(disks.map(stateOf)).toEqual([2, 2]);
  });

  test('keeps what was there where it is told to, in that engine alone', async () => {
    const { disks, copies } = await committed(0);
    await copies.replace(1, { header: header(5), records: [] }, 'before');
    expect(await disks[0].remains()).toEqual([]);
    expect(await copies.remains()).toEqual([
      { id: 'before', stored: { header: header(0), records: [record(0)] } },
    ]);
  });

  test('of the vault reaches all engines, or counts where one takes it', async () => {
    const { disks, copies, store } = await committed(0);
    await store.replace({ header: header(5), records: [] });
    expect(disks.map(stateOf)).toEqual([5, 5]);
    disks[0].replace = refuse('storage-failed');
    await store.replace({ header: header(6), records: [] });
    expect(copies.state().behind).toEqual([0]);
    expect((await store.read([])).header).toEqual(header(6));
    disks[1].replace = refuse('storage-full');
    await expect(store.replace({ header: header(7), records: [] })).rejects.toMatchObject({
      code: 'storage-full',
    });
  });
});

describe('a trace', () => {
  const says = (answer: () => Promise<boolean>): RecordStore => ({
    ...createMemoryStore(),
    hasTrace: answer,
  });
  const no = () => Promise.resolve(false);
  test.each([
    ['both say no', no, no, false],
    ['one says yes', no, () => Promise.resolve(true), true],
    ['one fails', refuse('storage-failed'), no, true],
    ['one never answers', no, never, true],
  ])('where %s', async (_, first, second, expected) => {
    expect(await createCopies([says(first), says(second)], { withinMs: 20 }).hasTrace()).toBe(expected);
  });
});

describe('headers', () => {
  test('tell what each engine holds, and which does not say', async () => {
    const { disks, copies } = await committed(0);
    disks[0].read = never;
    expect(await copies.headers()).toEqual([
      { engine: 0, header: undefined, failed: true },
      { engine: 1, header: header(0), failed: false },
    ]);
  });
});

describe('remains', () => {
  test('are kept in every engine, listed once, and forgotten everywhere', async () => {
    const { disks, copies } = await committed(0);
    await copies.keep('1');
    await copies.retire('2');
    expect(await copies.hasTrace()).toBe(false);
    for (const disk of disks) expect((await disk.remains()).map(({ id }) => id)).toEqual(['1', '2']);
    expect((await copies.remains()).map(({ id }) => id)).toEqual(['1', '2']);
    await copies.forget('1');
    for (const disk of disks) expect((await disk.remains()).map(({ id }) => id)).toEqual(['2']);
  });

  test('are shown from the engine that has most of them', async () => {
    const { disks, copies } = await committed(0);
    await copies.keep('1');
    disks[0].kept.set('1', { header: new Uint8Array(), records: [record(0)] });
    disks[1].kept.set('2', { header: undefined, records: [] });
    const stored = { header: header(0), records: [record(0)] };
    expect(await copies.remains()).toEqual([
      { id: '1', stored },
      { id: '2', stored: { header: undefined, records: [] } },
    ]);
    disks[1].remains = refuse('storage-failed');
    expect(await copies.remains()).toHaveLength(1);
    disks[0].remains = refuse('storage-failed');
    await expect(copies.remains()).rejects.toMatchObject({ code: 'storage-failed' });
  });

  test('count as kept where one engine keeps them; retiring and forgetting need all', async () => {
    const { disks, copies } = await committed(0);
    for (const act of ['keep', 'retire', 'forget'] as const) disks[0][act] = refuse('storage-full');
    await copies.keep('1');
    await expect(copies.forget('1')).rejects.toMatchObject({ code: 'storage-full' });
    await expect(copies.retire('2')).rejects.toMatchObject({ code: 'storage-full' });
    disks[1].keep = refuse('storage-full');
    await expect(copies.keep('3')).rejects.toMatchObject({ code: 'storage-full' });
  });
});

describe('an erasure', () => {
  test('destroys the headers before anything else, and leaves nothing', async () => {
    const area = createMemoryArea();
    const order: string[] = [];
    const { disks, copies } = pair({
      marker: createErasingMarker(area),
      eraseRest: () => Promise.resolve(void order.push(`rest, marked: ${String(area.texts.has('erasing'))}`)),
    });
    await copies.led(0).commit(step(0));
    await copies.keep('1');
    disks.forEach((disk, engine) => {
      const now = { ...disk };
      disk.eraseHeader = () => {
        order.push(`header ${engine}`);
        return now.eraseHeader();
      };
      disk.erase = () => {
        order.push(`all ${engine}`);
        return now.erase();
      };
    });
    await copies.erase();
    expect(order).toEqual(['header 0', 'header 1', 'all 0', 'all 1', 'rest, marked: true']);
    expect(await copies.hasTrace()).toBe(false);
    expect(await copies.remains()).toEqual([]);
    expect(area.texts.size).toBe(0);
    expect(await copies.finishErasing()).toBe(false);
  });

  test.each(['eraseHeader', 'erase'] as const)(
    'that is stopped at %s of one engine is finished later',
    async (act) => {
      const area = createMemoryArea();
      const { disks, copies } = pair({ marker: createErasingMarker(area) });
      await copies.led(0).commit(step(0));
      disks[0][act] = refuse('storage-failed');
      disks[0].erase = refuse('storage-failed');
      await expect(copies.erase()).rejects.toMatchObject({ code: 'storage-failed' });
      expect(disks[1].header).toBeUndefined();
      const survivors: [MemoryStore, MemoryStore] = [disks[0].copy(), disks[1].copy()];
      const next = createCopies(survivors, { marker: createErasingMarker(area) });
      expect(await next.finishErasing()).toBe(true);
      expect(await next.hasTrace()).toBe(false);
      expect(await next.finishErasing()).toBe(false);
    },
  );

  test('is carried out even where it can not be marked', async () => {
    const marker = { get: never, set: never, clear: () => Promise.resolve() };
    const { disks, copies } = pair({ marker });
    await copies.led(0).commit(step(0));
    await copies.erase();
    expect(disks.map(stateOf)).toEqual([undefined, undefined]);
    await expect(copies.finishErasing()).rejects.toMatchObject({ code: 'storage-failed' });
  });
});

test('one engine alone is enough', async () => {
  const disk = createMemoryStore();
  const copies = createCopies([disk]);
  const store = copies.led(0);
  await store.commit(step(0));
  await store.commit(step(1));
  expect(copies.engines).toBe(1);
  expect(stateOf(disk)).toBe(1);
  disk.commit = refuse('storage-failed');
  await expect(store.commit(step(2))).rejects.toMatchObject({ code: 'storage-failed' });
  await store.eraseHeader();
  expect(await copies.hasTrace()).toBe(true);
  await copies.erase();
  expect(await store.hasTrace()).toBe(false);
  expect(await copies.finishErasing()).toBe(false);
});
