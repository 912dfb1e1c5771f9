import { expect, test } from 'vitest';
import { toBase64 } from '../../../../lib/encoding/bytes';
import { formatRecoveryKey } from '../../../../lib/vault/ways/recovery-key';
import { rootOf, type Proof, type Way } from '../../../../lib/vault/ways/roots';
import { cheapKdf, PARAMS } from '../cheap';

const stretching = { ...PARAMS, salt: new Uint8Array(32).fill(1) };
const key = new Uint8Array(20).fill(2);
const prf = new Uint8Array(32).fill(3);
const none = new Uint8Array();

/** What a root stands for, since it can't be read out. */
async function fingerprint(root: CryptoKey): Promise<string> {
  const bits = { name: 'HKDF', hash: 'SHA-256', salt: none, info: none };
  return toBase64(new Uint8Array(await crypto.subtle.deriveBits(bits, root, 256)));
}

test.each<[string, () => Promise<readonly [Way, Proof]>]>([
  ['passphrase', () => Promise.resolve([passphrase('one'), passphrase('one')])],
  [
    'recovery key',
    async () => [
      { type: 'recovery', key },
      { type: 'recovery', text: await formatRecoveryKey(key) },
    ],
  ],
  [
    'passkey',
    () =>
      Promise.resolve([
        { type: 'passkey', prf, credential: none, salt: none },
        { type: 'passkey', slotId: none, prf },
      ]),
  ],
])('a %s leads to the same root when made and when shown, and is not used up', async (_, make) => {
  const [way, proof] = await make();
  const roots = [way, proof, way].map(async (given) => rootOf(given, stretching, cheapKdf));
  const prints = await Promise.all(roots.map(async (root) => fingerprint((await root)!)));
  expect(new Set(prints).size).toBe(1);
  expect((await roots[0])!.extractable).toBe(false);
});

test('what was derived is cleared', async () => {
  const derived = new Uint8Array(32).fill(4);
  await rootOf(passphrase('one'), stretching, () => Promise.resolve(derived));
  expect(derived).toEqual(new Uint8Array(32));
});

test.each<[string, Proof, typeof stretching | undefined]>([
  ['an empty passphrase', passphrase(''), stretching],
  ['a passphrase for a slot that names no cost', passphrase('one'), undefined],
  ['a mistyped recovery key', { type: 'recovery', text: 'ABCD' }, undefined],
])('there is no root for %s', async (_, proof, cost) => {
  expect(await rootOf(proof, cost, cheapKdf)).toBeUndefined();
});

function passphrase(text: string) {
  return { type: 'passphrase', passphrase: text } as const;
}
