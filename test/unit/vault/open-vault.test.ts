import { describe, expect, test } from 'vitest';
import { createSalts, importRoot } from '../../../lib/crypto/seal';
import { decodeCanonical, encodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import { ACCOUNT_SCHEMA, encodeAccount } from '../../../lib/vault/accounts/account';
import { changeAccount, listAccounts, moveAccount } from '../../../lib/vault/accounts/accounts';
import { newHeader, parseHeader, sealHeader } from '../../../lib/vault/sealed/header';
import { createIndexedDbStore } from '../../../lib/vault/engines/indexed-db-store';
import { blindId, deriveVaultKeys } from '../../../lib/vault/sealed/keys';
import { loadVault } from '../../../lib/vault/open-vault';
import {
  digestSet,
  memberOf,
  sealRecord,
  storeRecord,
  type SealedRecord,
} from '../../../lib/vault/sealed/records';
import { createMemoryStore } from './memory-store';
import {
  add,
  createOpenWorld,
  createWorld,
  draft,
  issuers,
  list,
  PASSPHRASE,
  random,
  byPassphrase,
} from './world';

// Damage is in tampering.test.ts and flips.test.ts, several workers in concurrency.test.ts.
const vaultId = new Uint8Array(16).fill(1);
const vaultKey = () => importRoot(new Uint8Array(32).fill(2));
const salts = createSalts(random);

interface Written {
  readonly name: string;
  readonly schema?: number;
  readonly more?: Record<string, Cbor>;
}

/** A disk as another version of this program may have left it: without labels, with fields and schemas of its own. */
async function written(...accounts: Written[]) {
  const keys = await deriveVaultKeys(await vaultKey(), vaultId);
  const records = await Promise.all(
    accounts.map(async ({ name, schema = ACCOUNT_SCHEMA, more = {} }, order): Promise<SealedRecord> => {
      const state = { provisional: false, order, createdAt: 1, changedAt: {}, readOnly: false, rest: {} };
      const id = `0189c9a2-7a52-4c3e-8f10-00000000000${order}`;
      const plain = decodeCanonical(encodeAccount({ ...draft(name), id, ...state })) as Record<string, Cbor>;
      const header = {
        id: await blindId(keys.index, id),
        version: 1,
        writer: vaultId,
        kind: 'account',
        schema,
      } as const;
      return sealRecord(
        header,
        encodeCanonical({ ...plain, ...more }),
        { vaultId, root: keys.record },
        salts(),
      );
    }),
  );
  const account = await digestSet(await Promise.all(records.map(memberOf)));
  const slot = { id: vaultId, type: 'test', role: 'owner', salt: salts(), commit: salts() } as const;
  const slots = [{ ...slot, wrapped: new Uint8Array(48) }];
  const { bytes } = await sealHeader(
    { ...newHeader(vaultId, vaultId), slots, sets: { account } },
    keys.header,
  );
  const stored = records.map(storeRecord).map(({ key, bytes: each }) => [key, each] as const);
  return {
    disk: createMemoryStore({ header: bytes, records: new Map(stored) }),
    keyAt: (i: number) => stored[i]![0],
  };
}

const newer = {
  name: 'newer',
  schema: ACCOUNT_SCHEMA + 1,
  more: { order: 1, shape: ['new'], issuer: 'of tomorrow' },
};

describe('an account of a newer version', () => {
  test('is shown, and its record is never rewritten: not by changes, moves or setting aside', async () => {
    const { disk, keyAt } = await written({ name: 'one' }, newer, { name: 'two' });
    const before = disk.records.get(keyAt(1));
    const vault = await loadVault(disk, await vaultKey(), salts);
    expect(await vault.damage()).toBeUndefined();
    const [one, tomorrow, two] = await listAccounts(vault);
    expect(tomorrow).toMatchObject({ issuer: 'of tomorrow', readOnly: true, otp: { type: 'unknown' } });
    await changeAccount(vault, one!.id, { issuer: 'changed' }, 1);
    await moveAccount(vault, two!.id, one!.id, 1);
    expect(disk.records.get(keyAt(1))).toBe(before);
    disk.records.delete(keyAt(0));
    const hurt = await loadVault(disk, await vaultKey(), salts);
    expect(await hurt.damage()).toBeDefined();
    await hurt.setAside();
    expect(
      (await listAccounts(await loadVault(disk, await vaultKey(), salts))).map(({ issuer }) => issuer),
    ).toEqual(['two Ltd', 'of tomorrow']);
    expect(disk.records.get(keyAt(1))).toBe(before);
  });
});

describe('fields unknown to this version', () => {
  test('survive an edit on the disk', async () => {
    const more = { tags: ['a'], otp: { type: 'motp', pin: '1', secret: Uint8Array.of(1) } };
    const { disk } = await written({ name: 'one', more });
    const vault = await loadVault(disk, await vaultKey(), salts);
    const [one] = await listAccounts(vault);
    await changeAccount(vault, one!.id, { issuer: 'changed' }, 1);
    const [read] = await listAccounts(await loadVault(disk, await vaultKey(), salts));
    expect(decodeCanonical(encodeAccount(read!))).toMatchObject({ ...more, issuer: 'changed' });
  });
});

describe('loading', () => {
  test('says that there is no vault where there is none, and refuses the key of another', async () => {
    await expect(loadVault(createMemoryStore(), await vaultKey(), salts)).rejects.toMatchObject({
      code: 'no-vault',
    });
    const { disk } = await written({ name: 'one' });
    const other = await importRoot(new Uint8Array(32));
    await expect(loadVault(disk, other, salts)).rejects.toMatchObject({ code: 'header-damaged' });
  });
});

describe('every change', () => {
  test('leaves a header that follows the one before', async () => {
    const { disk, vault } = await createOpenWorld('one');
    const before = parseHeader(disk.header!);
    await add(vault, draft('two'));
    const { header } = parseHeader(disk.header!);
    expect(header).toMatchObject({ generation: before.header.generation + 1, prev: before.mac });
    expect(header.sets).toMatchObject({ account: { count: 2 }, label: { count: 2 } });
  });

  test('seals anew, under a salt that was never used', async () => {
    const { disk, vault } = await createOpenWorld('one', 'two');
    const seen = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const [one] = await list(vault);
      await vault.change((open) => changeAccount(open, one!.id, { issuer: `${i}` }, 1));
      for (const kind of ['account', 'label']) {
        for (const key of disk.keys(kind)) {
          const { salt } = decodeCanonical(disk.records.get(key)!) as { salt: Uint8Array };
          seen.add(Buffer.from(salt).toString('hex'));
        }
      }
    }
    expect(seen.size).toBe(2 + 2 * 20);
  });

  test('is refused by a generator that began to repeat itself', async () => {
    const { disk, worker } = await createOpenWorld('one');
    const before = disk.copy();
    await expect(add(worker({ random: (bytes) => bytes.fill(9) }), draft('two'))).rejects.toThrow();
    expect(disk).toMatchObject({ header: before.header, records: before.records });
  });

  test('leaves nothing legible on the disk', async () => {
    const { disk } = await createOpenWorld('one', 'two');
    const everything = Buffer.concat([disk.header!, ...disk.records.values()]).toString('latin1');
    for (const word of ['one', 'alice', 'example', 'secret of', PASSPHRASE])
      expect(everything).not.toContain(word);
  });
});

test('a vault lives in IndexedDB as it lives in memory', async () => {
  const world = createWorld();
  const store = createIndexedDbStore(world.factory);
  const vault = world.worker({ store });
  await vault.create(PASSPHRASE);
  await add(vault, draft('one'));
  await add(vault, draft('two'));
  await vault.lock();
  const next = world.worker({ store: createIndexedDbStore(world.factory) });
  await next.unlock(byPassphrase(PASSPHRASE));
  expect(await issuers(next)).toEqual(['one Ltd', 'two Ltd']);
});
