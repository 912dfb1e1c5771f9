import { createDecipheriv, createECDH, createHash, createPrivateKey, hkdfSync } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { createSalts, importRoot } from '../../../../lib/crypto/seal';
import { encodeCanonical, type Cbor } from '../../../../lib/encoding/cbor';
import { newPair, openTransfer, sealPair, sealTransfer } from '../../../../lib/vault/ways/pair';
import type { Slot } from '../../../../lib/vault/ways/slots';
import { random } from '../cheap';

// What a slot with a pair can do, and what tampering does to it, is in slots.test.ts.
const salt = createSalts(random);
const vault = { vaultId: new Uint8Array(16).fill(1), epoch: 7 };
const vaultKey = new Uint8Array(32).fill(2);
const rootBytes = new Uint8Array(32).fill(3);

async function makeSlotWithPair(): Promise<Slot> {
  const fields = { id: new Uint8Array(16).fill(4), type: 'recovery', role: 'owner' } as const;
  const pair = await sealPair(await importRoot(rootBytes.slice()), fields, vault.vaultId, salt);
  return { ...fields, ...pair, salt: salt(), commit: salt(), wrapped: new Uint8Array(48) };
}

/** The construction of docs/vault-format.md with another HKDF and AES. */
function openElsewhere(root: Uint8Array, sealed: NonNullable<Slot['priv']>, info: Cbor, aad: Cbor): Buffer {
  const okm = Buffer.from(hkdfSync('sha256', root, sealed.salt, encodeCanonical(info), 64));
  expect(okm.subarray(32)).toEqual(Buffer.from(sealed.commit));
  const decipher = createDecipheriv('aes-256-gcm', okm.subarray(0, 32), Buffer.alloc(12));
  decipher.setAAD(encodeCanonical(aad)).setAuthTag(sealed.ct.subarray(-16));
  return Buffer.concat([decipher.update(sealed.ct.subarray(0, -16)), decipher.final()]);
}

test('what is left for a slot opens step by step as written, with another ECDH, HKDF and AES', async () => {
  const slot = await makeSlotWithPair();
  const transfer = (await sealTransfer(slot, vaultKey, vault, salt))!;
  const { id, type, role, pub, priv } = slot;
  const cost = createHash('sha256').update(encodeCanonical(null)).digest();
  const pairInfo = ['slot-pair/v1', type, vault.vaultId, id, Uint8Array.from(cost)];
  const pkcs8 = openElsewhere(rootBytes, priv!, pairInfo, [vault.vaultId, id, pub!]);
  const { d } = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(Buffer.from(d!, 'base64url'));
  expect(ecdh.getPublicKey()).toEqual(Buffer.from(pub!));
  const shared = ecdh.computeSecret(transfer.eph);
  const info = ['slot-transfer/v1', vault.vaultId, id, vault.epoch, transfer.eph, pub!];
  const aad = { id, type, role, pub: pub!, priv: priv! } as unknown as Cbor;
  expect(openElsewhere(shared, transfer, info, aad)).toEqual(Buffer.from(vaultKey));
  expect(await openTransfer({ ...slot, transfer }, await importRoot(rootBytes.slice()), vault)).toEqual(
    vaultKey,
  );
});

test('every transfer has a pair of its own', async () => {
  const slot = await makeSlotWithPair();
  const [one, two] = [
    await sealTransfer(slot, vaultKey, vault, salt),
    await sealTransfer(slot, vaultKey, vault, salt),
  ];
  expect(one!.eph).not.toEqual(two!.eph);
  expect(one!.ct).not.toEqual(two!.ct);
});

test('a pair can be given, for what must come out the same each time', async () => {
  const given = await newPair();
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', given.publicKey));
  const slot = { id: new Uint8Array(16), type: 'recovery', role: 'owner' } as const;
  const root = await importRoot(rootBytes.slice());
  const { pub } = await sealPair(root, slot, vault.vaultId, salt, () => Promise.resolve(given));
  expect(pub).toEqual(raw);
});

test('the private half and what both sides agree on are left nowhere as they are', async () => {
  const exported = vi.spyOn(crypto.subtle, 'exportKey');
  const agreed = vi.spyOn(crypto.subtle, 'deriveBits');
  const decrypted = vi.spyOn(crypto.subtle, 'decrypt');
  const slot = await makeSlotWithPair();
  const transfer = (await sealTransfer(slot, vaultKey, vault, salt))!;
  const opened = await openTransfer({ ...slot, transfer }, await importRoot(rootBytes.slice()), vault);
  const privateHalves = exported.mock.calls.flatMap(([format], n) =>
    (format as string) === 'pkcs8' ? [exported.mock.results[n]!.value as Promise<ArrayBuffer>] : [],
  );
  const shared = agreed.mock.calls.flatMap(([algorithm], n) =>
    'public' in (algorithm as object) ? [agreed.mock.results[n]!.value as Promise<ArrayBuffer>] : [],
  );
  const unsealed = decrypted.mock.results.map(({ value }) => value as Promise<ArrayBuffer>);
  vi.restoreAllMocks();
  const buffers = await Promise.all([...privateHalves, ...shared, ...unsealed]);
  expect([privateHalves.length, shared.length, unsealed.length]).toEqual([1, 2, 2]);
  const left = buffers
    .map((buffer) => new Uint8Array(buffer))
    .filter((bytes) => bytes.some((byte) => byte !== 0));
  // The vault key alone, which is the caller's.
  expect(left).toEqual([opened]);
});
