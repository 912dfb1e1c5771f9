import { beforeAll, describe, expect, test } from 'vitest';
import { importRoot } from '../../../../lib/crypto/seal';
import { utf8 } from '../../../../lib/encoding/bytes';
import type { StoredRecord } from '../../../../lib/vault/engines/store';
import { assemble, proveRecords } from '../../../../lib/vault/sealed/assembly';
import {
  digestSet,
  memberOf,
  parseRecord,
  sealRecord,
  storeRecord,
  type RecordKeys,
} from '../../../../lib/vault/sealed/records';
import { random } from '../world';

// Whole vaults, and every kind of damage, are in healing.test.ts.
const vaultId = new Uint8Array(16).fill(1);
let keys: RecordKeys;
beforeAll(async () => {
  keys = { vaultId, root: await importRoot(new Uint8Array(32)) };
});

async function sealed(id: number, version = 1, kind: 'account' | 'log' = 'account'): Promise<StoredRecord> {
  const header = { kind, id: new Uint8Array(32).fill(id), schema: 1, version, writer: vaultId };
  return storeRecord(await sealRecord(header, utf8(`${id} ${version}`), keys, random(new Uint8Array(32))));
}

async function setOf(...records: StoredRecord[]) {
  return digestSet(await Promise.all(records.map(async (each) => memberOf(parseRecord(each)!))));
}

const keysOf = (records: readonly StoredRecord[] | undefined) => records?.map(({ key }) => key).sort();
const bad = ({ key }: StoredRecord): StoredRecord => ({ key, bytes: new Uint8Array() });

describe('records', () => {
  test('are proven by opening, copy by copy', async () => {
    const [one, two] = [await sealed(1), await sealed(2)];
    const moved = { key: two.key, bytes: one.bytes };
    const [first, second] = await proveRecords(
      [
        [one, bad(two)],
        [one, moved],
      ],
      keys,
    );
    expect(first!.get(one.key)).toMatchObject({ stored: one });
    expect([first!.get(two.key), second!.get(two.key)]).toEqual([undefined, undefined]);
    expect(second!.get(one.key)).toBe(first!.get(one.key));
  });
});

describe('a set', () => {
  test('is put together from one copy, from what is under its keys, or from all', async () => {
    const [one, two, three] = [await sealed(1), await sealed(2), await sealed(3)];
    const [older, newer] = [await sealed(4, 1), await sealed(4, 2)];
    const rows: [string, StoredRecord[][], StoredRecord[], boolean][] = [
      ['from the first', [[one, two], []], [one, two], true],
      ['from the second', [[one], [one, two]], [one, two], true],
      [
        'from the second, though the first has more',
        [
          [one, two, three],
          [one, two],
        ],
        [one, two],
        true,
      ],
      ['from both', [[one], [two]], [one, two], true],
      [
        'with what the other still has, and not with what it alone has',
        [
          [one, bad(two)],
          [two, three],
        ],
        [one, two],
        true,
      ],
      [
        'with the newer of two versions',
        [
          [one, newer],
          [older, two],
        ],
        [one, two, newer],
        true,
      ],
      ['with the older of two versions', [[one, older], [newer]], [one, older], true],
      ['of nothing', [[one], []], [], true],
      ['not where a record is in neither', [[one, bad(two)], [one]], [one, two], false],
      ['not where the version is another', [[newer], [newer]], [older], false],
    ];
    for (const [name, copies, wanted, possible] of rows) {
      const set = wanted.length > 0 ? { account: await setOf(...wanted) } : {};
      const found = await assemble(set, await proveRecords(copies, keys));
      expect([name, keysOf(found)]).toEqual([name, possible ? keysOf(wanted) : undefined]);
      if (found)
        expect(new Set(found.map(({ bytes }) => bytes))).toEqual(new Set(wanted.map(({ bytes }) => bytes)));
    }
  });

  test('is whole only with every kind', async () => {
    const [one, log] = [await sealed(1), await sealed(1, 1, 'log')];
    const sets = { account: await setOf(one), log: await setOf(log) };
    expect(keysOf(await assemble(sets, await proveRecords([[one], [log]], keys)))).toEqual(
      keysOf([one, log]),
    );
    expect(await assemble(sets, await proveRecords([[one], [one]], keys))).toBeUndefined();
  });
});
