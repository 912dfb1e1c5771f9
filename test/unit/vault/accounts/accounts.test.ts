import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../lib/limits';
import type { Account } from '../../../../lib/vault/accounts/account';
import {
  addAccount,
  advanceCounter,
  changeAccount,
  compareDraft,
  getAccount,
  listAccounts,
  moveAccount,
  restoreAccount,
  trashAccount,
} from '../../../../lib/vault/accounts/accounts';
import type { OpenVault } from '../../../../lib/vault/open-vault';
import type { Vault } from '../../../../lib/vault/vault';
import { add, createOpenWorld, draft, hotpDraft, issuers, list } from '../world';

const nobody = '00000000-0000-4000-8000-000000000000';

/** An open vault that holds these accounts and keeps what is put; the rest of it is not asked for. */
function fakeVault(
  accounts: readonly Account[],
): OpenVault & { put: (changed: readonly Account[]) => Promise<void> } {
  const kept = new Map(accounts.map((account) => [account.id, account]));
  const absent = () => Promise.reject(new Error('The fake vault knows no damage.'));
  return {
    all: () => Promise.resolve([...kept.values()].sort((a, b) => a.order - b.order)),
    get: (id) => Promise.resolve(kept.get(id)),
    put: (changed) => {
      for (const account of changed) kept.set(account.id, account);
      return Promise.resolve();
    },
    damage: absent,
    setAside: absent,
    erase: absent,
    get sets(): never {
      throw new Error('The fake vault has no sets: make a world for them.');
    },
  };
}

function stored(name: string, order: number, change: Partial<Account> = {}): Account {
  const state = { provisional: false, createdAt: 1, changedAt: {}, readOnly: false, rest: {} };
  return { ...draft(name), id: crypto.randomUUID(), order, ...state, ...change };
}

describe('adding', () => {
  test('puts the account last, provisional, and it is there for the next worker', async () => {
    const { vault, worker } = await createOpenWorld('one');
    const account = await add(vault, draft('two'));
    expect(account).toMatchObject({ ...draft('two'), provisional: true, createdAt: 1, order: 2048 });
    expect((await list(worker())).at(-1)).toEqual(account);
  });

  test.each([
    ['already-there', 'the same secret', draft('one'), false],
    ['already-there', 'the same secret under another name', { ...draft('one'), issuer: 'other' }, false],
    ['same-name', 'the same name with another secret', { ...draft('one'), otp: draft('x').otp }, true],
    [
      'added',
      'the same account name at another issuer',
      { ...draft('two'), accountName: draft('one').accountName },
      true,
    ],
  ])('says %s of %s', async (status, _, given, grows) => {
    const { vault } = await createOpenWorld('one');
    const before = await list(vault);
    expect(compareDraft(before, given).status).toBe(status);
    const added = await vault.change((open) =>
      addAccount(open, given, { now: 1, newId: () => crypto.randomUUID() }),
    );
    expect(added.status).toBe(status);
    expect(await list(vault)).toEqual(grows ? [...before, added.account] : before);
  });

  test('takes no twin from the trash', async () => {
    const { vault } = await createOpenWorld('one');
    const [one] = await list(vault);
    await vault.change((open) => trashAccount(open, one!.id, 5));
    expect((await add(vault, draft('one'))).id).not.toBe(one!.id);
  });

  test('ends at the limit', async () => {
    const one = stored('one', 1);
    const full = fakeVault(Array.from({ length: LIMITS.accounts }, (_, i) => ({ ...one, id: `${i}` })));
    const adding = addAccount(full, draft('two'), { now: 1, newId: () => 'new' });
    await expect(adding).rejects.toMatchObject({ code: 'too-many-accounts' });
  });
});

describe('editing', () => {
  test('changes the fields given, notes when, and keeps the rest', async () => {
    const { vault, worker } = await createOpenWorld('one');
    const [one] = await list(vault);
    await vault.change((open) => changeAccount(open, one!.id, { issuer: 'new', sites: [] }, 7));
    await vault.change((open) => changeAccount(open, one!.id, { provisional: false }, 8));
    expect(await list(worker())).toEqual([
      {
        ...one,
        issuer: 'new',
        sites: [],
        provisional: false,
        changedAt: { issuer: 7, sites: 7, provisional: 8 },
      },
    ]);
  });
});

describe('the trash', () => {
  test('hides an account until it is restored, in its old place', async () => {
    const { vault, worker } = await createOpenWorld('one', 'two', 'three');
    const before = await list(vault);
    const { id } = before[1]!;
    await vault.change((open) => trashAccount(open, id, 5));
    expect(await issuers(worker())).toEqual(['one Ltd', 'three Ltd']);
    expect(await vault.read((open) => getAccount(open, id))).toMatchObject({ deletedAt: 5 });
    await vault.change((open) => restoreAccount(open, id, 6));
    // When it was deleted and restored is noted, so that another copy of the vault can be merged with this one.
    const [first, second, third] = before;
    const restored = { ...second, changedAt: { ...second?.changedAt, deletedAt: 6 } };
    expect(await list(worker())).toEqual([first, restored, third]);
  });
});

describe('moving', () => {
  test('does to the list what splice does to an array', async () => {
    const names = fc.constantFrom(0, 1, 2, 3);
    const steps = fc.array(fc.tuple(names, fc.option(names, { nil: undefined })), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(steps, async (moves) => {
        const vault = fakeVault(['a', 'b', 'c', 'd'].map((name, i) => stored(name, i * 1024)));
        const ids = async () => (await listAccounts(vault)).map(({ id }) => id);
        for (const [from, to] of moves) {
          const before = await ids();
          const id = before[from]!;
          const target = to === undefined ? undefined : before[to]!;
          const others = before.filter((each) => each !== id);
          others.splice(target === id ? from : target === undefined ? 3 : others.indexOf(target), 0, id);
          await moveAccount(vault, id, target, 9);
          expect(await ids()).toEqual(others);
        }
      }),
    );
  });

  test('is there for the next worker and notes when', async () => {
    const { vault, worker } = await createOpenWorld('one', 'two', 'three');
    const [one, , three] = await list(vault);
    await vault.change((open) => moveAccount(open, three!.id, one!.id, 9));
    expect(await issuers(worker())).toEqual(['three Ltd', 'one Ltd', 'two Ltd']);
    expect((await list(vault))[0]!.changedAt).toEqual({ order: 9 });
  });
});

describe('the next code of a counter', () => {
  test('is that of the counter as it was', async () => {
    const { vault } = await createOpenWorld();
    const secret = new TextEncoder().encode('12345678901234567890') as never;
    const { id } = await add(vault, {
      ...hotpDraft('one'),
      otp: { type: 'hotp', secret, algorithm: 'SHA1', digits: 6, counter: 0 },
    });
    const next = () => vault.change((open) => advanceCounter(open, id, 1));
    expect([await next(), await next(), await next()]).toEqual(['755224', '287082', '359152']);
  });

  test.each([
    ['not-hotp', draft('one').otp],
    ['counter-exhausted', { ...hotpDraft('one').otp, counter: LIMITS.maxCounter } as Account['otp']],
    ['not-hotp', { type: 'unknown', raw: null } as const],
  ])('is refused with %s', async (code, otp) => {
    const one = stored('one', 1, { otp });
    await expect(advanceCounter(fakeVault([one]), one.id, 1)).rejects.toMatchObject({ code });
  });
});

const acts: [string, (open: OpenVault, id: string) => Promise<unknown>][] = [
  ['edited', (open, id) => changeAccount(open, id, { issuer: 'x' }, 1)],
  ['deleted', (open, id) => trashAccount(open, id, 1)],
  ['restored', (open, id) => restoreAccount(open, id, 1)],
  ['moved', (open, id) => moveAccount(open, id, undefined, 1)],
  ['advanced', (open, id) => advanceCounter(open, id, 1)],
];

describe.each(acts)('an account can not be %s', (_, act) => {
  test('where there is none', async () => {
    await expect(act(fakeVault([stored('one', 1)]), nobody)).rejects.toMatchObject({ code: 'no-account' });
  });

  test('where a newer version made it', async () => {
    const newer = stored('one', 1, { readOnly: true });
    const vault = fakeVault([newer, stored('two', 2)]);
    await expect(act(vault, newer.id)).rejects.toMatchObject({ code: 'account-read-only' });
    expect(await vault.get(newer.id)).toBe(newer);
  });

  test('while the vault is locked', async () => {
    const { vault }: { vault: Vault } = await createOpenWorld('one');
    await vault.lock();
    await expect(vault.change((open) => act(open, nobody))).rejects.toMatchObject({ code: 'vault-locked' });
  });
});
