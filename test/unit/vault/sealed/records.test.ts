import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importRoot } from '../../../../lib/crypto/seal';
import {
  digestSet,
  memberOf,
  openRecord,
  parseRecord,
  recordKey,
  sealRecord,
  storeRecord,
  type RecordHeader,
  type RecordKeys,
} from '../../../../lib/vault/sealed/records';
import { KINDS } from '../../../../lib/vault/engines/store';
import { random } from '../world';

const bytes = (value: number, length = 32) => new Uint8Array(length).fill(value);
const keysOf = async (vault: number): Promise<RecordKeys> => ({
  vaultId: bytes(vault, 16),
  root: await importRoot(bytes(vault)),
});
const header: RecordHeader = { kind: 'account', id: bytes(1), schema: 1, version: 1, writer: bytes(2, 16) };
const seal = async (change: Partial<RecordHeader> = {}, plaintext = bytes(5, 9)) =>
  sealRecord({ ...header, ...change }, plaintext, await keysOf(1), random(bytes(0)));

describe('a record', () => {
  test('reads back as it was sealed, of any kind and length', async () => {
    const plaintexts = fc.uint8Array({ maxLength: 1000 }).map((all) => Uint8Array.from(all));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...KINDS), plaintexts, async (kind, plaintext) => {
        const stored = storeRecord(await seal({ kind }, plaintext));
        expect(await openRecord(parseRecord(stored)!, await keysOf(1))).toEqual(plaintext);
      }),
    );
  });

  test('tells of its length only in steps of 256', async () => {
    const lengths = await Promise.all(
      [0, 100, 255, 256].map(async (n) => (await seal({}, bytes(1, n))).ct.length),
    );
    expect(lengths).toEqual([272, 272, 272, 528]);
  });

  test.each<[string, Partial<RecordHeader>]>([
    ['kind', { kind: 'label' }],
    ['id', { id: bytes(9) }],
    ['schema', { schema: 2 }],
    ['version', { version: 2 }],
    ['writer', { writer: bytes(9, 16) }],
  ])('does not open under another %s', async (_, change) => {
    expect(await openRecord({ ...(await seal()), ...change }, await keysOf(1))).toBeUndefined();
  });

  test('does not open in another vault, even one of the same key', async () => {
    const record = await seal();
    expect(await openRecord(record, await keysOf(2))).toBeUndefined();
    expect(await openRecord(record, { ...(await keysOf(1)), vaultId: bytes(2, 16) })).toBeUndefined();
  });

  test('is none under any other key than its own', async () => {
    const { bytes: stored } = storeRecord(await seal());
    for (const key of ['', 'account/x', recordKey('label', header.id), recordKey('account', bytes(9))]) {
      expect(parseRecord({ key, bytes: stored })).toBeUndefined();
    }
  });
});

describe('the digest of a set', () => {
  test('is the same in any order, and another for anything else', async () => {
    const one = await memberOf(await seal());
    const two = await memberOf(await seal({ id: bytes(2) }));
    const whole = await digestSet([one, two]);
    expect(await digestSet([two, one])).toEqual(whole);
    const others = [
      [],
      [one],
      [two],
      [one, one],
      [one, { ...two, version: 2 }],
      [one, { ...two, hash: one.hash }],
    ];
    for (const other of others) expect((await digestSet(other)).digest).not.toEqual(whole.digest);
  });
});
