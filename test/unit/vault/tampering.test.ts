/** What a thief, a failing disk or another vault puts among the stored records: told, and never mixed up. */
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import { changeAccount } from '../../../lib/vault/accounts/accounts';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { codeOf, createVictim, editHeader, editRecord, ISSUERS, without, type Victim } from './victim';
import {
  add,
  createOpenWorld,
  createWorld,
  damage,
  damaged,
  draft,
  issuers,
  list,
  PASSPHRASE,
  byPassphrase,
} from './world';

let victim: Victim;
beforeAll(async () => {
  victim = await createVictim();
});

const nothingKnown = (nameless: number) => ({ accounts: [], nameless });

interface Case {
  readonly what: string;
  readonly tamper: (disk: MemoryStore) => unknown;
  readonly told: unknown;
  readonly left: readonly string[];
}

const cases: Case[] = [
  {
    what: 'a record that is gone',
    tamper: (disk) => disk.records.delete(victim.keyOf('account', 'two')),
    told: damaged('two'),
    left: without('two'),
  },
  {
    what: 'a record that is gone with its label',
    tamper: (disk) => {
      disk.records.delete(victim.keyOf('account', 'two'));
      disk.records.delete(victim.keyOf('label', 'two'));
    },
    told: nothingKnown(1),
    left: without('two'),
  },
  {
    what: 'two that are gone, one of them with its label',
    tamper: (disk) => {
      disk.records.delete(victim.keyOf('account', 'one'));
      disk.records.delete(victim.keyOf('account', 'two'));
      disk.records.delete(victim.keyOf('label', 'two'));
    },
    told: { ...damaged('one'), nameless: 1 },
    left: ['three Ltd'],
  },
  {
    what: 'all records gone',
    tamper: (disk) => disk.records.clear(),
    told: nothingKnown(3),
    left: [],
  },
  {
    what: 'a record that is no bytes',
    tamper: (disk) => disk.records.set(victim.keyOf('account', 'two'), new Uint8Array()),
    told: damaged('two'),
    left: without('two'),
  },
  {
    what: 'a copy of a record under another key',
    tamper: (disk) => disk.records.set('account/copy', disk.records.get(victim.keyOf('account', 'two'))!),
    told: nothingKnown(1),
    left: ISSUERS,
  },
  {
    what: "one record in another's place",
    tamper: (disk) =>
      disk.records.set(victim.keyOf('account', 'two'), disk.records.get(victim.keyOf('account', 'one'))!),
    told: damaged('two'),
    left: without('two'),
  },
  {
    what: "one record in another's place with that one's id",
    tamper: (disk) => {
      const { id } = decodeCanonical(disk.records.get(victim.keyOf('account', 'two'))!) as { id: Uint8Array };
      disk.records.set(
        victim.keyOf('account', 'two'),
        editRecord(disk.records.get(victim.keyOf('account', 'one'))!, { id }),
      );
    },
    told: damaged('two'),
    left: without('two'),
  },
  {
    what: 'a label that calls itself an account',
    tamper: (disk) =>
      disk.records.set(
        victim.keyOf('account', 'two'),
        editRecord(disk.records.get(victim.keyOf('label', 'two'))!, { kind: 'account' }),
      ),
    told: damaged('two'),
    left: without('two'),
  },
  {
    what: 'a record with a property more',
    tamper: (disk) =>
      disk.records.set(
        victim.keyOf('account', 'two'),
        editRecord(disk.records.get(victim.keyOf('account', 'two'))!, { more: 1 }),
      ),
    told: damaged('two'),
    left: without('two'),
  },
  {
    what: 'a commitment that is not the one to the key',
    tamper: (disk) => {
      const commit = new Uint8Array(32);
      disk.records.set(
        victim.keyOf('account', 'two'),
        editRecord(disk.records.get(victim.keyOf('account', 'two'))!, { commit }),
      );
    },
    told: damaged('two'),
    left: without('two'),
  },
];

describe.each(cases)('$what', ({ tamper, told, left }) => {
  test('is told, by name where a label knows it, and the rest is still listed', async () => {
    const vault = victim.over(victim.tampered(tamper));
    expect(await issuers(vault)).toEqual(left);
    expect(await damage(vault)).toEqual(told);
  });

  test('keeps changes out until it is set aside; then the rest is whole and the remains are kept', async () => {
    const disk = victim.tampered(tamper);
    const before = disk.copy();
    const vault = victim.over(disk);
    expect(await codeOf(add(vault, draft('four')))).toBe('vault-damaged');
    expect(disk).toMatchObject({ header: before.header, records: before.records });
    await vault.change((open) => open.setAside());
    for (const each of [vault, victim.over(disk)]) {
      expect(await damage(each)).toBeUndefined();
      expect(await issuers(each)).toEqual(left);
    }
    const kept = [...disk.records.values()];
    for (const bytes of before.records.values()) expect(kept).toContainEqual(bytes);
    await add(vault, draft('four'));
    expect(await issuers(victim.over(disk))).toEqual([...left, 'four Ltd']);
  });
});

describe('older bytes put back', () => {
  async function renamed() {
    const disk = victim.pristine.copy();
    const vault = victim.over(disk);
    const two = (await list(vault))[1]!;
    await vault.change((open) => changeAccount(open, two.id, { issuer: 'two renamed' }, 1));
    return disk;
  }

  test('of one account are told with its name', async () => {
    const disk = await renamed();
    disk.records.set(
      victim.keyOf('account', 'two'),
      victim.pristine.records.get(victim.keyOf('account', 'two'))!,
    );
    const accountName = draft('two').accountName;
    expect(await damage(victim.over(disk))).toEqual({
      accounts: [{ issuer: 'two renamed', accountName }],
      nameless: 0,
    });
    expect(await codeOf(add(victim.over(disk), draft('four')))).toBe('vault-damaged');
  });

  test('of one account with its label are told too', async () => {
    const disk = await renamed();
    for (const kind of ['account', 'label'] as const) {
      disk.records.set(victim.keyOf(kind, 'two'), victim.pristine.records.get(victim.keyOf(kind, 'two'))!);
    }
    expect(await damage(victim.over(disk))).toEqual(nothingKnown(1));
  });

  test('of one account make a whole vault again when set aside, which takes changes', async () => {
    const disk = await renamed();
    disk.records.set(
      victim.keyOf('account', 'two'),
      victim.pristine.records.get(victim.keyOf('account', 'two'))!,
    );
    await victim.over(disk).change((open) => open.setAside());
    expect(await damage(victim.over(disk))).toBeUndefined();
    expect(disk.records.get(victim.keyOf('account', 'two'))).toEqual(
      victim.pristine.records.get(victim.keyOf('account', 'two')),
    );
    disk.records.delete(victim.keyOf('account', 'two'));
    expect(await damage(victim.over(disk))).toEqual(damaged('two'));
  });

  test('of the header are told as accounts that do not add up', async () => {
    const disk = await renamed();
    disk.header = victim.pristine.header;
    expect(await codeOf(add(victim.over(disk), draft('four')))).toBe('vault-damaged');
  });
});

describe('another vault with the same passphrase', () => {
  let other: MemoryStore;
  beforeAll(async () => {
    other = (await createOpenWorld('foreign')).disk;
  });

  test('lends no records', async () => {
    const [key] = other.keys('account') as [string];
    const vault = victim.over(victim.tampered((disk) => disk.records.set(key, other.records.get(key)!)));
    expect(await issuers(vault)).toEqual(ISSUERS);
    expect(await damage(vault)).toEqual(nothingKnown(1));
  });

  test('lends no slot', async () => {
    const slotsOf = (disk: MemoryStore) => {
      const [body] = decodeCanonical(disk.header!) as [Uint8Array];
      return (decodeCanonical(body) as { slots: Cbor }).slots;
    };
    const mixed = editHeader(victim.pristine, { slots: slotsOf(other) });
    const vault = createWorld().worker({ store: mixed });
    expect(await codeOf(vault.unlock(byPassphrase(PASSPHRASE)))).toBe('wrong-passphrase');
  });

  test('lends no header: its vault then has no readable account', async () => {
    const disk = createMemoryStore({ header: other.header, records: victim.pristine.records });
    const vault = createWorld().worker({ store: disk });
    await vault.unlock(byPassphrase(PASSPHRASE));
    expect(await issuers(vault)).toEqual([]);
    expect(await damage(vault)).toEqual(nothingKnown(3));
  });
});
