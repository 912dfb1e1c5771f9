import { beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../lib/problem';
import { createCopies, type Copies } from '../../../lib/vault/engines/copies';
import { KINDS } from '../../../lib/vault/engines/store';
import { loadVault } from '../../../lib/vault/open-vault';
import { putEverywhere, wholeOf } from '../../../lib/vault/restoring';
import { parseHeader } from '../../../lib/vault/sealed/header';
import type { Found } from '../../../lib/vault/ways/proof';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { account, createSmallVault, salts, vaultKey } from './small-vault';
import { editHeader } from './victim';

let disk: MemoryStore;
let found: Found;
beforeEach(async () => {
  ({ disk } = await createSmallVault(account('one'), account('two')));
  const sealed = parseHeader(disk.header!);
  const nothing = { damaged: [], doubtful: [], engine: 0, role: 'owner' } as const;
  found = { ...nothing, sealed, slotId: new Uint8Array(16), vaultKey: new Uint8Array(32) };
});

const records = async (from: MemoryStore = disk) => (await from.read(KINDS)).records;
const issuersOn = async (store: MemoryStore) =>
  (await (await loadVault(store, await vaultKey(), salts)).all()).map(({ issuer }) => issuer);

describe('a whole made of what was found', () => {
  test('holds what can be read, says how much can not, and is without damage', async () => {
    const [key] = disk.keys('account');
    const bad = disk.copy();
    bad.records.set(key!, bad.records.get(key!)!.slice(0, 70));
    bad.records.set('label/stray', Uint8Array.of(1));
    const copies = createCopies([createMemoryStore()]);
    const whole = await wholeOf(copies, found, await vaultKey(), await records(bad));
    expect(whole).toMatchObject({ accounts: 1, unread: 1 });
    const store = createMemoryStore();
    await store.replace(whole);
    const open = await loadVault(store, await vaultKey(), salts);
    expect(await open.damage()).toBeUndefined();
    expect((await open.all()).length).toBe(1);
    for (const { key: each, bytes } of whole.records) expect(disk.records.get(each)).toEqual(bytes);
  });

  test('counts as newer than whatever lies there, even what is not believed', async () => {
    const there = editHeader(disk, { generation: 500 });
    const copies = createCopies([createMemoryStore(), there]);
    const { header } = await wholeOf(copies, found, await vaultKey(), await records());
    expect(parseHeader(header).header.generation).toBe(501);
    const { header: alone } = await wholeOf(
      createCopies([createMemoryStore()]),
      found,
      await vaultKey(),
      await records(),
    );
    expect(parseHeader(alone).header).toMatchObject({
      generation: found.sealed.header.generation + 1,
      prev: found.sealed.mac,
    });
  });

  test('of nothing at all is an empty vault', async () => {
    const whole = await wholeOf(createCopies([disk]), found, await vaultKey(), []);
    expect(whole).toMatchObject({ accounts: 0, unread: 0, records: [] });
    await disk.replace(whole);
    expect(await issuersOn(disk)).toEqual([]);
  });
});

describe('putting it everywhere', () => {
  const put = async (copies: Copies) => {
    await putEverywhere(copies, await wholeOf(copies, found, await vaultKey(), await records()));
  };
  const fail = (code: 'storage-full' | 'storage-failed') => () => Promise.reject(new Problem(code));

  test('replaces what every engine held', async () => {
    const [one, two] = [createMemoryStore(), createMemoryStore()];
    two.records.set('account/old', Uint8Array.of(1));
    await put(createCopies([one, two]));
    expect(await issuersOn(one)).toEqual(['one Ltd', 'two Ltd']);
    expect(two.records).toEqual(one.records);
    expect(two.header).toEqual(one.header);
  });

  test.each([0, 1])('is enough where engine %i takes nothing', async (bad) => {
    const stores = [createMemoryStore(), createMemoryStore()] as const;
    const given = stores.map((store, i) => (i === bad ? { ...store, replace: fail('storage-full') } : store));
    const copies = createCopies([given[0]!, given[1]!]);
    await put(copies);
    expect(await issuersOn(stores[1 - bad]!)).toEqual(['one Ltd', 'two Ltd']);
    expect(stores[bad]!.header).toBeUndefined();
  });

  test('is told as what the first said where none takes it', async () => {
    const store = createMemoryStore();
    const [one, two] = [fail('storage-full'), fail('storage-failed')].map((replace) => ({
      ...store,
      replace,
    }));
    await expect(put(createCopies([one!, two!]))).rejects.toMatchObject({ code: 'storage-full' });
  });
});
