import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../../../../lib/encoding/bytes';
import { unwrapKey, wrapKey } from '../../../../lib/vault/session/wrap-key';
import { random } from '../cheap';

// What a session makes of it is in session.test.ts.
const vaultKey = new Uint8Array(32).fill(7);

test('gives the key back for deriving alone, and to its own wrapping key alone', async () => {
  const { key, wrapped } = await wrapKey(vaultKey, random);
  const { key: another } = await wrapKey(vaultKey, random);
  expect(key).toMatchObject({ extractable: false, usages: ['encrypt', 'unwrapKey'] });
  expect(fromBase64(wrapped)).toHaveLength(12 + 32 + 16);
  expect(await unwrapKey(wrapped, key)).toMatchObject({ extractable: false, algorithm: { name: 'HKDF' } });
  expect(await unwrapKey(wrapped, another)).toBeUndefined();
});

test.each(['', '*', toBase64(new Uint8Array(60))])('%j wraps nothing', async (wrapped) => {
  const { key } = await wrapKey(vaultKey, random);
  expect(await unwrapKey(wrapped, key)).toBeUndefined();
});
