import { describe, expect, test, vi } from 'vitest';
import { createErasingMarker, createLocalStore } from '../../../../lib/vault/engines/local-store';
import { shardOf } from '../../../../lib/vault/engines/shards';
import { KINDS, type Batch } from '../../../../lib/vault/engines/store';
import { createMemoryArea, FULL } from '../areas';

// What every engine must do is in store.test.ts.
const one = Uint8Array.of(1);
const first: Batch = {
  after: undefined,
  header: one,
  put: [{ key: 'account/a', bytes: one }],
  aside: [],
  drop: [],
};
const place = `vault/account/${shardOf('account/a')}`;

async function filled() {
  const area = createMemoryArea();
  const store = createLocalStore(area);
  await store.commit(first);
  return { area, store };
}

describe('a storage area', () => {
  test('holds values under documented names', async () => {
    const { area, store } = await filled();
    expect(Object.fromEntries([...area.texts.keys()].map((name) => [name, area.value(name)]))).toEqual({
      [place]: { a: 'AQ==' },
      trace: true,
      'vault/header': 'AQ==',
    });
    await store.commit({ ...first, after: one, put: [], aside: ['account/a'] });
    expect(area.value(place)).toEqual({});
    expect(area.value(`vault/aside/${shardOf('aside/account/a')}`)).toEqual({ 'account/a': 'AQ==' });
    await store.retire('2026');
    expect(Object.fromEntries([...area.texts.keys()].map((name) => [name, area.value(name)]))).toEqual({
      remains: ['2026'],
      'remains/2026': { header: 'AQ==', records: { 'aside/account/a': 'AQ==' } },
    });
  });

  test.each<[string, (store: ReturnType<typeof createLocalStore>) => Promise<void>]>([
    ['commit', (store) => store.commit({ ...first, after: one, aside: ['account/a'], drop: ['log/x'] })],
    ['replacement', (store) => store.replace({ header: one, records: first.put })],
    ['keeping', (store) => store.keep('1')],
    ['retiring', (store) => store.retire('1')],
  ])('is written once for a whole %s', async (_, act) => {
    const { area, store } = await filled();
    const set = vi.spyOn(area, 'set');
    await act(store);
    expect(set).toHaveBeenCalledOnce();
  });

  test('that stopped right after a retiring was written shows nothing of the vault', async () => {
    const { area, store } = await filled();
    area.remove = () => new Promise(() => undefined);
    void store.retire('1');
    await vi.waitFor(() => expect(area.value('remains')).toEqual(['1']));
    const next = createLocalStore(area.copy());
    expect(await next.hasTrace()).toBe(false);
    expect(await next.read(KINDS)).toEqual({ header: undefined, records: [] });
    await next.commit(first);
    expect((await next.read(KINDS)).records).toEqual(first.put);
  });

  test.each([
    ['a lost header', ['vault/header']],
    ['a lost header and trace', ['vault/header', 'trace']],
    ['lost records', [place, 'vault/header']],
  ])('with %s still tells that something was there', async (_, names) => {
    const { area, store } = await filled();
    for (const name of names) area.texts.delete(name);
    expect(await store.hasTrace()).toBe(true);
  });

  test.each([
    ['a text', '"text"'],
    ['a number', '7'],
    ['a list', '["a"]'],
  ])('whose shard is %s holds no records there, and can be written to', async (_, text) => {
    const { area, store } = await filled();
    area.texts.set(place, text);
    expect(await store.read(['account'])).toEqual({ header: one, records: [] });
    area.texts.delete('vault/header');
    area.texts.delete('trace');
    expect(await store.hasTrace()).toBe(true);
    await store.commit(first);
    expect((await store.read(['account'])).records).toEqual(first.put);
  });

  test.each(['7', '"not base64!"', '{}', '[1]'])(
    'that holds %s in place of bytes is damaged, not empty',
    async (text) => {
      const { area, store } = await filled();
      area.texts.set('vault/header', text);
      area.texts.set(place, `{"a":${text}}`);
      const empty = new Uint8Array();
      expect(await store.read(['account'])).toEqual({
        header: empty,
        records: [{ key: 'account/a', bytes: empty }],
      });
    },
  );

  test.each(['7', '"text"', '{"a":1}', '[1,null]'])(
    'whose list of remains is %s has none, and takes more',
    async (text) => {
      const { area, store } = await filled();
      area.texts.set('remains', text);
      expect(await store.remains()).toEqual([]);
      await store.keep('1');
      expect(await store.remains()).toHaveLength(1);
      area.texts.set('remains/1', '7');
      expect(await store.remains()).toEqual([]);
    },
  );

  test.each([...FULL.map((message) => [message, 'storage-full']), ['Internal error', 'storage-failed']])(
    'that refuses with %o changes nothing and is told as %s',
    async (refusal, code) => {
      const { area, store } = await filled();
      const before = area.copy();
      area.refusal = refusal;
      const next = { ...first, after: one, header: Uint8Array.of(2), aside: ['account/a'] };
      await expect(store.commit(next)).rejects.toMatchObject({ code });
      await expect(store.replace({ header: undefined, records: [] })).rejects.toMatchObject({ code });
      await expect(store.retire('1')).rejects.toMatchObject({ code });
      expect(area.texts).toEqual(before.texts);
      area.refusal = undefined;
      await store.commit(next);
    },
  );

  test('that is full takes no more, and keeps what it has', async () => {
    const { area, store } = await filled();
    area.quota = 400;
    const put = [{ key: 'account/b', bytes: new Uint8Array(500) }];
    await expect(store.commit({ ...first, after: one, put })).rejects.toMatchObject({ code: 'storage-full' });
    expect((await store.read(['account'])).records).toEqual(first.put);
  });

  test('that was stopped while erasing still knows what is left', async () => {
    const { area, store } = await filled();
    await store.keep('1');
    let calls = 0;
    const stopping = createLocalStore({
      ...area,
      remove: (keys) => ((calls += 1) > 1 ? Promise.reject(new Error('stopped')) : area.remove(keys)),
    });
    await expect(stopping.erase()).rejects.toMatchObject({ code: 'storage-failed' });
    expect((await store.read([])).header).toBeUndefined();
    expect(await store.hasTrace()).toBe(true);
    expect(await store.remains()).toHaveLength(1);
    await store.erase();
    expect(area.texts.size).toBe(0);
  });
});

test('a marker tells the next start that an erasure was begun, and of what', async () => {
  const area = createMemoryArea();
  const marker = createErasingMarker(area);
  const doomed = [{ vaultId: '00ff', generation: 3 }];
  expect(await marker.get()).toBeUndefined();
  await marker.set(doomed);
  expect(area.value('erasing')).toEqual(doomed);
  expect(await createErasingMarker(area).get()).toEqual(doomed);
  await marker.clear();
  expect(area.texts.size).toBe(0);
});

test.each([true, 'x', [{ vaultId: 1 }]])('a marker that says nothing of what is to go: %j', async (value) => {
  const area = createMemoryArea([['erasing', JSON.stringify(value)]]);
  expect(await createErasingMarker(area).get()).toEqual([]);
});
