import { createHmac, hkdfSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { importRoot } from '../../../../lib/crypto/seal';
import { blindId, deriveVaultKeys } from '../../../../lib/vault/sealed/keys';

const hex = (bytes: ArrayBuffer | Uint8Array) => Buffer.from(bytes as Uint8Array).toString('hex');
const vaultKey = new Uint8Array(32).fill(1);
const vaultId = new Uint8Array(16).fill(2);
const subkey = (purpose: string) =>
  Buffer.from(hkdfSync('sha256', vaultKey, vaultId, `lockstep/v1/${purpose}`, 32));

test('the keys of a vault are those of another HKDF, each for its own purpose', async () => {
  const keys = await deriveVaultKeys(await importRoot(vaultKey), vaultId);
  const signed = await crypto.subtle.sign('HMAC', keys.header, new Uint8Array(3));
  expect(hex(signed)).toBe(createHmac('sha256', subkey('header')).update(new Uint8Array(3)).digest('hex'));
  expect(hex(await blindId(keys.index, 'an id'))).toBe(
    createHmac('sha256', subkey('index')).update('an id').digest('hex'),
  );
  const { name, hash, salt, info } = { name: 'HKDF', hash: 'SHA-256', salt: vaultId, info: vaultId };
  const derived = await crypto.subtle.deriveBits({ name, hash, salt, info }, keys.record, 256);
  expect(hex(derived)).toBe(hex(hkdfSync('sha256', subkey('record'), salt, info, 32)));
});

test('none of the keys of a vault can be read out', async () => {
  const keys = await deriveVaultKeys(await importRoot(vaultKey), vaultId);
  for (const key of Object.values(keys) as CryptoKey[]) {
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  }
});
