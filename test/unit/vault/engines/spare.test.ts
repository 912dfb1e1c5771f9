import { describe, expect, test } from 'vitest';
import { Problem, type ProblemCode } from '../../../../lib/problem';
import { createSpared } from '../../../../lib/vault/engines/spare';
import { StaleError, type RecordStore } from '../../../../lib/vault/engines/store';
import { createMemoryStore, type MemoryStore } from '../memory-store';

const header = (value: number) => Uint8Array.of(value);
const batch = (after: number | undefined, value: number) => ({
  after: after === undefined ? undefined : header(after),
  header: header(value),
  put: [],
  aside: [],
  drop: [],
});

/** An engine of which every call fails. */
function out(code: ProblemCode = 'storage-failed'): RecordStore {
  const fails = () => Promise.reject(new Problem(code));
  // A promise asks whether it is one itself.
  return new Proxy({} as RecordStore, { get: (_, name) => (name === 'then' ? undefined : fails) });
}

const spared = (engine: RecordStore, spare: MemoryStore | undefined = createMemoryStore()) =>
  createSpared(engine, (create) => Promise.resolve(create || spare.header ? spare : undefined));

describe('an engine that works', () => {
  test('never asks for a spare', async () => {
    const store = createSpared(createMemoryStore(), () => Promise.reject(new Error('asked')));
    await store.commit(batch(undefined, 1));
    expect((await store.read([])).header).toEqual(header(1));
    expect(await store.hasTrace()).toBe(true);
  });

  test('that is only full, or overtaken, stays the one', async () => {
    const spare = createMemoryStore();
    await expect(
      spared(out('storage-full'), spare).replace({ header: header(1), records: [] }),
    ).rejects.toMatchObject({
      code: 'storage-full',
    });
    await expect(spared(createMemoryStore(), spare).commit(batch(7, 8))).rejects.toBeInstanceOf(StaleError);
    expect(spare.header).toBeUndefined();
  });
});

describe('an engine that is out', () => {
  test('is still one that can not be asked, while its spare is empty: that is no emptiness', async () => {
    const store = spared(out());
    await expect(store.hasTrace()).rejects.toMatchObject({ code: 'storage-failed' });
    await expect(store.read([])).rejects.toMatchObject({ code: 'storage-failed' });
  });

  test('takes no change that its spare can not build on, and a whole state begins there', async () => {
    const spare = createMemoryStore();
    const store = spared(out(), spare);
    await expect(store.commit(batch(1, 2))).rejects.toMatchObject({ code: 'storage-failed' });
    await store.replace({ header: header(2), records: [] });
    expect((await store.read([])).header).toEqual(header(2));
    await store.commit(batch(2, 3));
    const next = spared(out(), spare);
    expect((await next.read([])).header).toEqual(header(3));
    expect(await next.hasTrace()).toBe(true);
    await next.commit(batch(3, 4));
    expect(spare.header).toEqual(header(4));
  });

  test('is stood in for without being touched: what it holds may be more', async () => {
    const engine = createMemoryStore();
    await engine.commit(batch(undefined, 9));
    const spare = createMemoryStore();
    const store = spared(engine, spare);
    await store.standIn!({ header: header(5), records: [] });
    expect([engine.header, spare.header]).toEqual([header(9), header(5)]);
    expect((await store.read([])).header).toEqual(header(5));
    expect((await spared(engine, spare).read([])).header).toEqual(header(9));
  });

  test('without any spare fails as before', async () => {
    const store = createSpared(out(), () => Promise.resolve(undefined));
    await expect(store.replace({ header: header(1), records: [] })).rejects.toMatchObject({
      code: 'storage-failed',
    });
  });
});

describe('an engine that works again', () => {
  test('sheds what its spare still holds, with the first change that lets something go', async () => {
    const engine = createMemoryStore();
    const spare = createMemoryStore();
    await engine.commit(batch(undefined, 1));
    await spare.commit(batch(undefined, 1));
    const store = spared(engine, spare);
    await store.commit(batch(1, 2));
    expect(spare.header).toEqual(header(1));
    await store.commit({ ...batch(2, 3), drop: ['account/a'] });
    expect(spare.header).toBeUndefined();
  });

  test('and is empty hides no spare that is not', async () => {
    const spare = createMemoryStore();
    await spare.commit(batch(undefined, 1));
    const store = spared(createMemoryStore(), spare);
    expect(await store.hasTrace()).toBe(true);
    expect((await store.read([])).header).toEqual(header(1));
  });

  test('after one failure only is asked again: an empty spare takes no place', async () => {
    const engine = createMemoryStore();
    await engine.commit(batch(undefined, 1));
    let fails = true;
    engine.remains = () => (fails ? Promise.reject(new Problem('storage-failed')) : Promise.resolve([]));
    const store = spared(engine);
    await expect(store.remains()).rejects.toMatchObject({ code: 'storage-failed' });
    fails = false;
    expect(await store.remains()).toEqual([]);
    expect((await store.read([])).header).toEqual(header(1));
  });
});

test('erasing and moving out of the way reach both places, and tell where one fails', async () => {
  const engine = createMemoryStore();
  const spare = createMemoryStore();
  for (const disk of [engine, spare]) await disk.commit(batch(undefined, 1));
  await spared(engine, spare).eraseHeader();
  expect([engine.header, spare.header]).toEqual([undefined, undefined]);
  await expect(spared(out(), spare).erase()).rejects.toMatchObject({ code: 'storage-failed' });
});
