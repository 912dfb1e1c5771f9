import { beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { createSalts } from '../../../../lib/crypto/seal';
import { decodeCanonical, encodeCanonical, type Cbor } from '../../../../lib/encoding/cbor';
import type { Proof, Way } from '../../../../lib/vault/ways/proof';
import {
  fits,
  isPayable,
  makeSlot,
  needsRewrap,
  openSlot,
  rewrapSlot,
  slotName,
  slotSchema,
  transferSlot,
  type Slot,
} from '../../../../lib/vault/ways/slots';
import { formatRecoveryKey } from '../../../../lib/vault/ways/recovery-key';
import vector from '../../../corpus/vault-vectors/layout-1.json';
import { argon2 } from '../../../../lib/crypto/kdf';
import { cheapKdf, PARAMS, random } from '../cheap';

// What tampering does through a whole vault is in slot-tampering.test.ts.
const vault = { vaultId: new Uint8Array(16).fill(1), epoch: 3 };
const vaultKey = new Uint8Array(32).fill(2);
const nextKey = new Uint8Array(32).fill(3);
const recoveryKey = new Uint8Array(20).fill(4);
const prf = new Uint8Array(32).fill(5);
const salt = createSalts(random);
const source = { kdf: cheapKdf, params: PARAMS, salt };
const fromHex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

const ways: readonly Way[] = [
  { type: 'passphrase', passphrase: 'for the owner' },
  { type: 'recovery', key: recoveryKey },
  { type: 'passkey', prf, credential: new Uint8Array(64).fill(6), salt: new Uint8Array(32).fill(7) },
];
const types = ways.map(({ type }) => type);
type Type = Way['type'];

const slots = new Map<Type, Slot>();
const proofs = new Map<Type, Proof>();
const wrongs = new Map<Type, Proof>();
beforeAll(async () => {
  for (const way of ways) slots.set(way.type, await makeSlot(way, vaultKey, vault, 'owner', source));
  const slotId = slots.get('passkey')!.id;
  proofs.set('passphrase', { type: 'passphrase', passphrase: 'for the owner' });
  proofs.set('recovery', { type: 'recovery', text: await formatRecoveryKey(recoveryKey) });
  proofs.set('passkey', { type: 'passkey', slotId, prf });
  wrongs.set('passphrase', { type: 'passphrase', passphrase: 'for the owneR' });
  wrongs.set('recovery', { type: 'recovery', text: await formatRecoveryKey(new Uint8Array(20)) });
  wrongs.set('passkey', { type: 'passkey', slotId, prf: new Uint8Array(32) });
});

const open = (slot: Slot, proof: Proof, where = vault) => openSlot(slot, proof, where, cheapKdf);
/** As it comes back from the disk. */
const stored = (slot: Slot): Slot => {
  const bytes = encodeCanonical(slot as unknown as Cbor);
  return v.parse(slotSchema, decodeCanonical(bytes));
};

describe.each(types)('a slot for a %s', (type) => {
  test('gives the vault key to its proof alone, in its own vault alone', async () => {
    const slot = stored(slots.get(type)!);
    expect(slot).toMatchObject({ type, role: 'owner' });
    expect(await open(slot, proofs.get(type)!)).toEqual(vaultKey);
    expect(await open(slot, wrongs.get(type)!)).toBeUndefined();
    expect(await open(slot, proofs.get(type)!, { ...vault, vaultId: new Uint8Array(16) })).toBeUndefined();
  });

  test('takes no proof of another kind', async () => {
    for (const [other, proof] of proofs)
      if (other !== type) expect(await open(slots.get(type)!, proof)).toBeUndefined();
    expect(types.map((each) => fits(slots.get(type)!, proofs.get(each)!))).toEqual(
      types.map((each) => each === type),
    );
  });

  test('is made anew each time', async () => {
    const way = ways.find((each) => each.type === type)!;
    const [one, two] = [slots.get(type)!, await makeSlot(way, vaultKey, vault, 'owner', source)];
    for (const name of ['id', 'salt', 'commit', 'wrapped', 'pub', 'priv'] as const)
      expect(one[name]).not.toEqual(two[name]);
    expect(slotName(one)).toMatch(/^[0-9a-f]{32}$/);
  });

  test.each<[string, (slot: Slot) => object]>([
    ['another role', () => ({ role: 'viewer' })],
    ['another id', () => ({ id: new Uint8Array(16) })],
    ['another salt', () => ({ salt: new Uint8Array(32) })],
    ['another commitment', () => ({ commit: new Uint8Array(32) })],
    ['another public key', () => ({ pub: new Uint8Array(65) })],
    ['another sealed private key', ({ priv }) => ({ priv: { ...priv!, salt: new Uint8Array(32) } })],
    ['another passkey', () => ({ passkey: { credential: new Uint8Array(1), salt: new Uint8Array(32) } })],
    ['a property more', () => ({ more: 1 })],
    ['a vault key left in it by no one', ({ pub }) => ({ transfer: forged(pub!) })],
  ])('opens nothing with %s', async (_, change) => {
    const slot = slots.get(type)!;
    const tampered = { ...slot, ...change(slot) };
    const proof = proofs.get(type)!;
    const same = proof.type === 'passkey' ? { ...proof, slotId: tampered.id } : proof;
    expect(await open(tampered, same)).toBeUndefined();
  });

  test('gives a new vault key that was left in it, and not the one it wraps', async () => {
    const slot = slots.get(type)!;
    const moved = (await transferSlot(slot, nextKey, vault, salt))!;
    expect({ ...moved, transfer: undefined }).toEqual({ ...slot, transfer: undefined });
    expect(await open(stored(moved), proofs.get(type)!)).toEqual(nextKey);
    expect(await open(moved, wrongs.get(type)!)).toBeUndefined();
    // Once more before anyone has unlocked with it: the last one counts.
    const again = (await transferSlot(moved, vaultKey, { ...vault, epoch: 4 }, salt))!;
    expect(await open(again, proofs.get(type)!, { ...vault, epoch: 4 })).toEqual(vaultKey);
  });

  test.each<[string, (slot: Slot) => object]>([
    ['another role', () => ({ role: 'viewer' })],
    ['another id', () => ({ id: new Uint8Array(16) })],
    ['another public key', (slot) => ({ pub: slot.transfer!.eph })],
    ['another point', (slot) => ({ transfer: { ...slot.transfer!, eph: slot.pub! } })],
    ['a point on no curve', (slot) => ({ transfer: { ...slot.transfer!, eph: new Uint8Array(65).fill(4) } })],
    ['another text', (slot) => ({ transfer: { ...slot.transfer!, ct: new Uint8Array(48) } })],
    ['no private key', () => ({ priv: undefined })],
    ['a property more', () => ({ more: 1 })],
  ])('opens nothing that was left in it with %s', async (_, change) => {
    const moved = (await transferSlot(slots.get(type)!, nextKey, vault, salt))!;
    const tampered = { ...moved, ...change(moved) } as Slot;
    const proof = proofs.get(type)!;
    const same = proof.type === 'passkey' ? { ...proof, slotId: tampered.id } : proof;
    expect(await open(tampered, same)).toBeUndefined();
  });

  test('opens what was left in it in its epoch alone', async () => {
    const moved = (await transferSlot(slots.get(type)!, nextKey, vault, salt))!;
    expect(await open(moved, proofs.get(type)!, { ...vault, epoch: 4 })).toBeUndefined();
  });

  test('is wrapped anew with what it is and what is unknown about it, and with nothing waiting', async () => {
    const moved = (await transferSlot({ ...slots.get(type)!, more: 1 }, nextKey, vault, salt))!;
    const again = stored(await rewrapSlot(moved, proofs.get(type)!, nextKey, vault, source));
    const { id, role, passkey } = moved;
    expect(again).toMatchObject({ id, type, role, more: 1, ...(passkey && { passkey }) });
    expect(Object.keys(again).sort()).toEqual(
      Object.keys(moved)
        .filter((name) => name !== 'transfer')
        .sort(),
    );
    for (const name of ['salt', 'commit', 'wrapped', 'pub', 'priv'] as const)
      expect(again[name]).not.toEqual(moved[name]);
    if (moved.kdf) expect(again.kdf?.salt).not.toEqual(moved.kdf.salt);
    expect(await open(again, proofs.get(type)!)).toEqual(nextKey);
    expect(await open(again, wrongs.get(type)!)).toBeUndefined();
  });
});

function forged(eph: Slot['salt']) {
  return { eph, salt: new Uint8Array(32), commit: new Uint8Array(32), ct: new Uint8Array(48) };
}

describe('a passkey', () => {
  test('is tried on its own slot alone', async () => {
    const proof = proofs.get('passkey')!;
    const other = await makeSlot(ways[2]!, vaultKey, vault, 'owner', source);
    expect(fits(other, proof)).toBe(false);
    expect(await open(other, proof)).toBeUndefined();
  });
});

describe('a slot of an earlier version', () => {
  const [{ kdf, ...fields }] = vector.headerFields.slots as unknown as [
    Record<string, string> & { kdf: { m: number; t: number; p: number; salt: string } },
  ];
  const before: Slot = {
    id: fromHex(fields['id']!),
    type: 'passphrase',
    role: 'owner',
    kdf: { name: 'argon2id', m: kdf.m, t: kdf.t, p: kdf.p, salt: fromHex(kdf.salt) },
    salt: fromHex(fields['salt']!),
    commit: fromHex(fields['commit']!),
    wrapped: fromHex(fields['wrapped']!),
  };
  const proof: Proof = { type: 'passphrase', passphrase: vector.passphrase };
  const where = { vaultId: fromHex(vector.headerFields.vaultId), epoch: 0 };

  test('still opens, takes no transfer, and asks to be wrapped anew', async () => {
    const key = await openSlot(stored(before), proof, where, argon2);
    expect(key).toEqual(fromHex(vector.vaultKey));
    expect(await transferSlot(before, nextKey, vault, salt)).toBeUndefined();
    expect(needsRewrap(before, PARAMS)).toBe(true);
    const again = await rewrapSlot(before, proof, key!, where, source);
    expect(again.id).toEqual(before.id);
    expect(needsRewrap(again, PARAMS)).toBe(false);
    expect(await transferSlot(again, nextKey, vault, salt)).toBeDefined();
  });
});

describe('needsRewrap', () => {
  const MIB = 1024;
  test.each([
    ['the same cost', { m: 64 * MIB, t: 3, p: 1 }, { m: 64 * MIB, t: 3, p: 1 }, false],
    ['one measured a little higher', { m: 64 * MIB, t: 3, p: 1 }, { m: 64 * MIB, t: 4, p: 1 }, false],
    ['exactly half', { m: 64 * MIB, t: 3, p: 1 }, { m: 64 * MIB, t: 6, p: 1 }, false],
    ['less than half', { m: 64 * MIB, t: 3, p: 1 }, { m: 64 * MIB, t: 7, p: 1 }, true],
    ['less memory', { m: 46 * MIB, t: 1, p: 1 }, { m: 64 * MIB, t: 3, p: 1 }, true],
    ['more than asked for', { m: 64 * MIB, t: 10, p: 1 }, { m: 46 * MIB, t: 1, p: 1 }, false],
  ])('of %s is right', (_, cost, params, expected) => {
    const slot = slots.get('passphrase')!;
    expect(needsRewrap({ ...slot, kdf: { ...slot.kdf!, ...cost } }, params)).toBe(expected);
  });

  test('is so while something waits in it, and not for want of a cost', async () => {
    const slot = slots.get('recovery')!;
    expect(needsRewrap(slot, PARAMS)).toBe(false);
    expect(needsRewrap((await transferSlot(slot, nextKey, vault, salt))!, PARAMS)).toBe(true);
  });
});

test('a cost out of bounds is never paid', async () => {
  const slot = slots.get('passphrase')!;
  const costly: Slot = { ...slot, kdf: { ...slot.kdf!, t: 99 } };
  expect([slot, costly, slots.get('recovery')!].map(isPayable)).toEqual([true, false, true]);
  const derive = () => Promise.reject(new Error('Nothing may be derived.'));
  expect(await openSlot(costly, proofs.get('passphrase')!, vault, derive)).toBeUndefined();
});

test.each<[string, Proof]>([
  ['an empty passphrase', { type: 'passphrase', passphrase: '' }],
  ['a mistyped recovery key', { type: 'recovery', text: 'AAAA' }],
])('%s opens nothing and wraps nothing', async (_, proof) => {
  const slot = slots.get(proof.type)!;
  expect(await open(slot, proof)).toBeUndefined();
  await expect(rewrapSlot(slot, proof, vaultKey, vault, source)).rejects.toThrow('opens no slot');
});

test.each([
  ['a public key cut short', { pub: new Uint8Array(64) }],
  ['a private key without end', { priv: { ...forged(new Uint8Array(65)), ct: new Uint8Array(513) } }],
  ['a credential without end', { passkey: { credential: new Uint8Array(1024), salt: new Uint8Array(32) } }],
  ['half a transfer', { transfer: { eph: new Uint8Array(65) } }],
])('%s is no slot', (_, change) => {
  expect(v.is(slotSchema, { ...slots.get('passphrase')!, ...change })).toBe(false);
});
