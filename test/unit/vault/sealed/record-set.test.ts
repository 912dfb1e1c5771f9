import { describe, expect, test } from 'vitest';
import { importRoot } from '../../../../lib/crypto/seal';
import { createRecordSet } from '../../../../lib/vault/sealed/record-set';
import {
  digestSet,
  memberOf,
  recordKey,
  sealRecord,
  storeRecord,
  type RecordKeys,
} from '../../../../lib/vault/sealed/records';
import { random } from '../world';

const bytes = (value: number, length = 32) => new Uint8Array(length).fill(value);
const keysOf = async (): Promise<RecordKeys> => ({ vaultId: bytes(1, 16), root: await importRoot(bytes(1)) });
const key = (id: number) => recordKey('account', bytes(id));

async function seal(id: number, content: number, version = 1) {
  const header = { kind: 'account', id: bytes(id), schema: 1, version, writer: bytes(2, 16) } as const;
  return sealRecord(header, Uint8Array.of(content), await keysOf(), random(bytes(0)));
}

/** Decodes to its first byte; 13 is not understood. */
const decode = ([content]: Uint8Array) => (content === 13 ? undefined : content);

async function setOf(...contents: number[]) {
  const records = await Promise.all(contents.map((content, i) => seal(i, content)));
  const set = createRecordSet('account', records.map(storeRecord), await keysOf(), decode);
  return { set, records, digest: await digestSet(await Promise.all(records.map(memberOf))) };
}

describe('a set of records', () => {
  test('gives what opens and names what does not', async () => {
    const { set } = await setOf(5, 13, 7);
    expect((await set.all()).map(({ value }) => value)).toEqual([5, 7]);
    expect(set.damaged()).toEqual([key(1)]);
    expect((await set.get(bytes(0)))?.value).toBe(5);
    expect(await set.get(bytes(1))).toBeUndefined();
    expect(await set.get(bytes(9))).toBeUndefined();
    expect((await set.at(key(2)))?.value).toBe(7);
    expect(await set.at(key(9))).toBeUndefined();
  });

  test('names all that is stored, what was written last at the end', async () => {
    const { set } = await setOf(5, 13, 7);
    expect(set.keys()).toEqual([key(0), key(1), key(2)]);
    set.replace([{ record: await seal(9, 8), value: 8 }], [key(1)]);
    expect(set.keys()).toEqual([key(0), key(2), key(9)]);
  });

  test('is whole against its own digest and no other', async () => {
    const { set, digest } = await setOf(5, 6);
    expect(await set.isWhole(digest)).toBe(true);
    expect(await set.isWhole({ ...digest, count: 3 })).toBe(false);
    expect(await set.isWhole({ ...digest, digest: bytes(0) })).toBe(false);
    expect(await set.isWhole(undefined)).toBe(false);
    expect(await (await setOf()).set.isWhole(undefined)).toBe(true);
  });

  test('says the digest of a change beforehand, and has it afterwards', async () => {
    const { set, records, digest } = await setOf(5, 13, 7);
    await set.all();
    const changed = await seal(0, 9, 2);
    const added = await seal(3, 8);
    const expected = await digestSet(await Promise.all([changed, records[2]!, added].map(memberOf)));
    expect(await set.digestWith([changed, added], [key(1)])).toEqual(expected);
    expect(await set.isWhole(digest)).toBe(true);
    const put = [
      { record: changed, value: 9 },
      { record: added, value: 8 },
    ];
    set.replace(put, [key(1)]);
    expect(await set.isWhole(expected)).toBe(true);
    expect((await set.all()).map(({ value }) => value)).toEqual([9, 7, 8]);
    expect(set.damaged()).toEqual([]);
  });
});
