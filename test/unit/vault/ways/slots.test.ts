import { describe, expect, test } from 'vitest';
import { createSalts } from '../../../../lib/crypto/seal';
import {
  isPayable,
  makePassphraseSlot,
  openWithPassphrase,
  type Slot,
} from '../../../../lib/vault/ways/slots';
import { cheapKdf, PARAMS, random } from '../world';

// What tampering does to a slot is in slot-tampering.test.ts.
const vaultId = new Uint8Array(16).fill(1);
const vaultKey = new Uint8Array(32).fill(2);
const make = (passphrase: string, role: 'owner' | 'viewer' = 'owner') =>
  makePassphraseSlot(passphrase, vaultKey, vaultId, role, {
    kdf: cheapKdf,
    params: PARAMS,
    salt: createSalts(random),
  });
const open = (slots: readonly Slot[], passphrase: string, id = vaultId) =>
  openWithPassphrase(slots, passphrase, id, cheapKdf);

describe('a passphrase slot', () => {
  test('gives the vault key and its role to its passphrase alone', async () => {
    const slots = [await make('for the owner'), await make('for a viewer', 'viewer')];
    expect(await open(slots, 'for the owner')).toEqual({ vaultKey, role: 'owner' });
    expect(await open(slots, 'for a viewer')).toEqual({ vaultKey, role: 'viewer' });
    for (const wrong of ['for the owneR', 'for', '']) expect(await open(slots, wrong)).toBeUndefined();
  });

  test('opens in its own vault alone', async () => {
    expect(await open([await make('passphrase')], 'passphrase', new Uint8Array(16))).toBeUndefined();
  });

  test('is wrapped anew each time', async () => {
    const [one, two] = [await make('passphrase'), await make('passphrase')];
    for (const name of ['id', 'salt', 'commit', 'wrapped'] as const) expect(one[name]).not.toEqual(two[name]);
    expect(one.kdf?.salt).not.toEqual(one.salt);
    expect(one.kdf?.salt).not.toEqual(two.kdf?.salt);
  });

  test('is found behind slots that are not for passphrases or cost too much', async () => {
    const slot = await make('passphrase');
    const costly: Slot = { ...slot, kdf: { ...slot.kdf!, t: 99 } };
    const { kdf: _, ...without } = slot;
    const slots = [{ ...slot, type: 'passkey' }, without, costly, slot];
    expect(slots.map(isPayable)).toEqual([true, true, false, true]);
    expect(await open(slots, 'passphrase')).toEqual({ vaultKey, role: 'owner' });
    expect(await open(slots.slice(0, 3), 'passphrase')).toBeUndefined();
  });
});
