import { beforeEach, describe, expect, test } from 'vitest';
import { createSalts, importRoot } from '../../../lib/crypto/seal';
import { checkPassphrase, createKeyring, type Keyring, type Proven } from '../../../lib/vault/keyring';
import { openWith, type Way } from '../../../lib/vault/ways/proof';
import { formatRecoveryKey, makeRecoveryKey } from '../../../lib/vault/ways/recovery-key';
import { slotName } from '../../../lib/vault/ways/slots';
import { createSnapshotRewrite } from '../../../lib/vault/snapshot-rewrite';
import { loadVault } from '../../../lib/vault/open-vault';
import { parseHeader } from '../../../lib/vault/sealed/header';
import { codeOf } from './victim';
import { byPassphrase, cheapKdf, createOpenWorld, PARAMS, PASSPHRASE, random, type World } from './world';

const OTHER = 'another passphrase of mine';
const salts = createSalts(random);
let world: World;
let keyring: Keyring;

beforeEach(async () => {
  world = await createOpenWorld('one', 'two');
  keyring = keyringWith();
});

function keyringWith(change: Partial<Parameters<typeof createKeyring>[0]> = {}): Keyring {
  const calibrate = () => Promise.resolve(PARAMS);
  const newRewrite = () => createSnapshotRewrite(world.shelf);
  return createKeyring({ kdf: cheapKdf, calibrate, random, newRewrite, ...change }, salts);
}

/** What a passphrase opens on this disk. */
async function prove(passphrase = PASSPHRASE): Promise<Proven> {
  const proof = byPassphrase(passphrase);
  const sealed = parseHeader(world.disk.header!);
  const found = await openWith([{ engine: 0, sealed }], proof, { kdf: cheapKdf });
  if (typeof found !== 'object') throw new Error(`The passphrase opens nothing: ${found}`);
  const open = await loadVault(world.disk, await importRoot(found.vaultKey.slice()), salts);
  return { open, proof, found };
}

const slots = () => parseHeader(world.disk.header!).header.slots;
const passkey: Way = {
  type: 'passkey',
  credential: Uint8Array.of(1),
  salt: new Uint8Array(32).fill(1),
  prf: new Uint8Array(32).fill(2),
};

describe('a passphrase', () => {
  test.each([
    ['', false],
    ['123456789', false],
    ['1234567890', true],
    ['e\u0301'.repeat(9), false],
    ['😀'.repeat(10), true],
  ])('%o is long enough: %s', (passphrase, enough) => {
    const check = () => checkPassphrase(passphrase);
    if (enough) expect(check).not.toThrow();
    else expect(check).toThrow('passphrase-too-short');
  });
});

describe('a way that is added', () => {
  test('is the one that is returned, and the session goes on with the one that proved', async () => {
    const proven = await prove();
    const changed = await keyring.add(proven, passkey, 'owner');
    expect(slots().map(slotName)).toEqual([slotName({ id: proven.found.slotId }), slotName(changed.slot!)]);
    expect(changed).toMatchObject({ slotId: proven.found.slotId });
    expect(changed.vaultKey).toBeUndefined();
  });

  test('that does not open is not written', async () => {
    // Deriving gives something else every time, as a broken machine might.
    const kdf = () => Promise.resolve(random(new Uint8Array(32)));
    const proven = await prove();
    const { header } = world.disk;
    const way = { type: 'passphrase', passphrase: OTHER } as const;
    await expect(keyringWith({ kdf }).add(proven, way, 'owner')).rejects.toThrow('does not open');
    await expect(keyringWith({ kdf }).changePassphrase(proven, OTHER)).rejects.toThrow('does not open');
    expect(world.disk.header).toBe(header);
  });
});

describe('a new vault key', () => {
  test('is drawn anew each time, and the old one opens nothing that is stored', async () => {
    const before = await prove();
    const old = before.found.vaultKey.slice();
    const { vaultKey, slotId, slot } = await keyring.changePassphrase(before, OTHER);
    expect(vaultKey).not.toEqual(old);
    expect(slotId).toEqual(slot!.id);
    expect(await codeOf(loadVault(world.disk, await importRoot(old), salts))).toBe('header-damaged');
    const after = await prove(OTHER);
    expect(after.found.vaultKey).toEqual(vaultKey);
    expect((await after.open.all()).map(({ issuer }) => issuer)).toEqual(['one Ltd', 'two Ltd']);
  });

  test('is left for ways whose proof is not at hand, and wrapped for the one that is', async () => {
    await keyring.add(await prove(), passkey, 'owner');
    const key = makeRecoveryKey(random);
    await keyring.add(await prove(), { type: 'recovery', key }, 'owner');
    const [, second] = slots();
    await keyring.remove(await prove(), slotName(second!));
    expect(slots().map(({ type, transfer }) => [type, transfer !== undefined])).toEqual([
      ['passphrase', false],
      ['recovery', true],
    ]);
    const proof = { type: 'recovery', text: await formatRecoveryKey(key) } as const;
    const sealed = parseHeader(world.disk.header!);
    expect(await openWith([{ engine: 0, sealed }], proof, { kdf: cheapKdf })).toMatchObject({
      vaultKey: (await prove()).found.vaultKey,
    });
  });

  test('is not made while an account can not be read', async () => {
    await keyring.add(await prove(), passkey, 'owner');
    const proven = await prove();
    const [key] = world.disk.keys('account');
    world.disk.records.set(key!, new Uint8Array(9));
    const { header } = world.disk;
    expect(await codeOf(keyring.remove(proven, slotName(slots()[1]!)))).toBe('vault-damaged');
    expect(world.disk.header).toBe(header);
  });
});

describe('removing', () => {
  test('the last owner’s passphrase is refused though a viewer has one', async () => {
    const viewer = { type: 'passphrase', passphrase: OTHER } as const;
    await keyring.add(await prove(), viewer, 'viewer');
    await keyring.add(await prove(), passkey, 'owner');
    const id = slotName(slots()[0]!);
    expect(await codeOf(keyring.remove(await prove(), id))).toBe('last-way');
  });

  test('a viewer leaves the owner’s passphrase as the way that the session stands on', async () => {
    const viewer = { type: 'passphrase', passphrase: OTHER } as const;
    const { slot } = await keyring.add(await prove(), viewer, 'viewer');
    const proven = await prove();
    const { slotId } = await keyring.remove(proven, slotName(slot!));
    expect(slotId).toEqual(proven.found.slotId);
    await expect(prove(OTHER)).rejects.toThrow('opens nothing: wrong');
  });

  test('another passphrase of the owner, by changing it, leaves the viewer’s', async () => {
    const viewer = { type: 'passphrase', passphrase: OTHER } as const;
    await keyring.add(await prove(), viewer, 'viewer');
    await keyring.changePassphrase(await prove(), 'a third one for tests');
    expect((await prove(OTHER)).found.role).toBe('viewer');
    expect((await prove('a third one for tests')).found.role).toBe('owner');
  });
});

describe('refreshing', () => {
  test('changes this slot alone, and not its key', async () => {
    await keyring.add(await prove(), passkey, 'owner');
    const proven = await prove();
    const before = slots();
    await keyring.refresh(proven, { ...PARAMS, t: 3 });
    const [first, second] = slots();
    expect(first!.kdf).toMatchObject({ t: 3 });
    expect(first!.id).toEqual(before[0]!.id);
    expect(second).toEqual(before[1]);
    expect((await prove()).found.vaultKey).toEqual(proven.found.vaultKey);
  });

  test('a slot that is gone writes nothing', async () => {
    const proven = await prove();
    const { header } = world.disk;
    const found = { ...proven.found, slotId: new Uint8Array(16) };
    await keyring.refresh({ ...proven, found }, PARAMS);
    expect(world.disk.header).toBe(header);
  });
});
