/** Every single byte, changed or cut off: always noticed, never believed, never an unknown failure. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { MemoryStore } from './memory-store';
import { codeOf, createVictim, ISSUERS, NAMES, without, type Victim } from './victim';
import { add, createWorld, damage, damaged, draft, issuers, list, PASSPHRASE, byPassphrase } from './world';

let victim: Victim;
beforeAll(async () => {
  victim = await createVictim();
});

function flipped(bytes: Uint8Array, at: number, mask = 1): Uint8Array {
  const changed = bytes.slice();
  changed[at]! ^= mask;
  return changed;
}

describe('every byte of the header', () => {
  test.each([0x01, 0x80])('keeps the vault closed when flipped by %i', async (mask) => {
    const outcomes = new Set<string>();
    const header = victim.pristine.header!;
    for (let at = 0; at < header.length; at++) {
      const disk = victim.tampered((copy) => (copy.header = flipped(header, at, mask)));
      outcomes.add(await codeOf(createWorld().worker({ store: disk }).unlock(byPassphrase(PASSPHRASE))));
      outcomes.add(await codeOf(list(victim.over(disk))));
    }
    const refusals = ['header-damaged', 'vault-newer', 'wrong-passphrase', 'vault-locked'];
    expect([...outcomes].filter((outcome) => !refusals.includes(outcome))).toEqual([]);
  });

  test('is missed when the header is cut anywhere', async () => {
    const header = victim.pristine.header!;
    for (let length = 0; length < header.length; length += 7) {
      const disk = victim.tampered((copy) => (copy.header = header.slice(0, length)));
      expect(await codeOf(createWorld().worker({ store: disk }).unlock(byPassphrase(PASSPHRASE)))).toBe(
        'header-damaged',
      );
      expect(await codeOf(list(victim.over(disk)))).toBe('header-damaged');
    }
  });
});

describe.each(NAMES)('every byte of the record of account %s', (name) => {
  test('damages this account alone when flipped', async () => {
    const key = victim.keyOf('account', name);
    const bytes = victim.pristine.records.get(key)!;
    for (let at = 0; at < bytes.length; at++) {
      const vault = victim.over(victim.tampered((disk) => disk.records.set(key, flipped(bytes, at))));
      expect(await issuers(vault)).toEqual(without(name));
      expect(await damage(vault)).toEqual(damaged(name));
    }
  });

  test('damages this account alone when the record is cut there', async () => {
    const key = victim.keyOf('account', name);
    const bytes = victim.pristine.records.get(key)!;
    for (let length = 0; length < bytes.length; length += 7) {
      const vault = victim.over(victim.tampered((disk) => disk.records.set(key, bytes.slice(0, length))));
      expect(await issuers(vault)).toEqual(without(name));
      expect(await damage(vault)).toEqual(damaged(name));
    }
  });
});

test('every byte of a label may be flipped without harm, and the next change of its account mends it', async () => {
  const key = victim.keyOf('label', 'two');
  const bytes = victim.pristine.records.get(key)!;
  for (let at = 0; at < bytes.length; at++) {
    const disk = victim.tampered((copy) => copy.records.set(key, flipped(bytes, at)));
    const vault = victim.over(disk);
    expect(await issuers(vault)).toEqual(ISSUERS);
    expect(await damage(vault)).toBeUndefined();
    await vault.change(async (open) => open.put([(await open.all())[1]!]));
    disk.records.set(victim.keyOf('account', 'two'), new Uint8Array());
    expect(await damage(victim.over(disk))).toEqual(damaged('two'));
  }
});

test.each<[string, (disk: MemoryStore) => unknown]>([
  ['gone', (disk) => disk.records.delete(victim.keyOf('label', 'two'))],
  ['no label', (disk) => disk.records.set(victim.keyOf('label', 'two'), Uint8Array.of(0xa0))],
  [
    "another's",
    (disk) => disk.records.set(victim.keyOf('label', 'two'), disk.records.get(victim.keyOf('label', 'one'))!),
  ],
])('a label that is %s is mended by the next change of any account', async (_, tamper) => {
  const disk = victim.tampered(tamper);
  await add(victim.over(disk), draft('four'));
  expect(await damage(victim.over(disk))).toBeUndefined();
  disk.records.delete(victim.keyOf('account', 'two'));
  expect(await damage(victim.over(disk))).toEqual(damaged('two'));
});
