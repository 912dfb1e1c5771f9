import { describe, expect, test } from 'vitest';
import { ACCOUNT_SCHEMA } from '../../../lib/vault/accounts/account';
import { accountCodec } from '../../../lib/vault/open-vault';
import { proveRecords, type ProvenCopy } from '../../../lib/vault/sealed/assembly';
import { storeRecord } from '../../../lib/vault/sealed/records';
import { bringBack, surplusOf } from '../../../lib/vault/surplus';
import { keysOf } from './keyholder';
import type { MemoryStore } from './memory-store';
import { account, createSmallVault, vaultId } from './small-vault';

const recordsOf = ({ records }: MemoryStore) => [...records].map(([key, bytes]) => ({ key, bytes }));

async function proven(disk: MemoryStore): Promise<ProvenCopy> {
  const [copy] = await proveRecords([recordsOf(disk)], { vaultId, root: (await keysOf()).record });
  return copy!;
}

/** A vault, and the same as it went on. */
async function twoStates(...given: Parameters<typeof account>[]) {
  const one = account('one');
  const { disk, load } = await createSmallVault(one, account('two'));
  const before = disk.copy();
  const open = async () => load(before);
  await (await load()).put([{ ...one, issuer: 'later' }, ...given.map((each) => account(...each))]);
  return { before, after: disk, open };
}

describe('a surplus', () => {
  test('is what was added or changed since', async () => {
    const { before, after } = await twoStates(['three']);
    const { records, ...rest } = surplusOf(await proven(after), recordsOf(before));
    expect(rest).toEqual({ later: true, covers: true });
    expect(records.map(({ key }) => key.split('/')[0]).sort()).toEqual([
      'account',
      'account',
      'label',
      'label',
    ]);
  });

  test('is nothing of what is older', async () => {
    const { before, after } = await twoStates(['three']);
    const expected = { records: [], later: false, covers: false };
    expect(surplusOf(await proven(before), recordsOf(after))).toEqual(expected);
    expect(surplusOf(await proven(after), recordsOf(after))).toEqual({ ...expected, covers: true });
  });

  test('leaves out what does not open', async () => {
    const { before, after } = await twoStates(['three']);
    for (const key of after.keys('account')) after.records.set(key, new Uint8Array(9));
    const { records } = surplusOf(await proven(after), recordsOf(before));
    expect(records.every(({ key }) => key.startsWith('label/'))).toBe(true);
  });
});

describe('bringing back', () => {
  test('adds and changes accounts as one commit, whatever else is given', async () => {
    const { before, after, open } = await twoStates(['three']);
    const { records } = surplusOf(await proven(after), recordsOf(before));
    const opened = await open();
    const { generation } = opened.sets.header();
    expect(await bringBack(opened, [...records, { key: 'account/x', bytes: new Uint8Array(3) }])).toBe(2);
    expect(opened.sets.header().generation).toBe(generation + 1);
    const issuers = (await (await open()).all()).map(({ issuer }) => issuer);
    expect(issuers.sort()).toEqual(['later', 'three Ltd', 'two Ltd']);
    expect(await (await open()).damage()).toBeUndefined();
  });

  test.each<[string, Parameters<typeof account>[1], number, number]>([
    ['adds what was in use', {}, ACCOUNT_SCHEMA, 1],
    ['leaves out what was in the trash: it may have been erased', { deletedAt: 1 }, ACCOUNT_SCHEMA, 0],
    ['leaves out what a newer version wrote', {}, ACCOUNT_SCHEMA + 1, 0],
  ])('%s', async (_, change, schema, back) => {
    const { disk, load } = await createSmallVault(account('one'));
    const { header } = disk;
    const open = await load();
    const two = account('two', change);
    const { record } = await open.sets.seal({ ...accountCodec, schema }, two.id, two);
    expect(await bringBack(open, [storeRecord(record)])).toBe(back);
    expect(disk.header === header).toBe(back === 0);
  });
});
