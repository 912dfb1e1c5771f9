import { describe, expect, test } from 'vitest';
import { KDF_DEFAULT, type Kdf } from '../../../../lib/crypto/kdf';
import { createSalts } from '../../../../lib/crypto/seal';
import { fromBase64, toBase64 } from '../../../../lib/encoding/bytes';
import { isPin, makePin, openWithPinCell, PIN_TRIES, wrapWithPin } from '../../../../lib/vault/session/pin';
import { cheapKdf, random } from '../cheap';

const salt = createSalts(random);
const vaultKey = new Uint8Array(32).fill(7);
const bounds = { role: 'viewer', slotId: 'ab', lockAt: 1_700_000_000_000 } as const;
const prepare = async () => {
  const pin = await makePin('314159', salt, cheapKdf);
  return { pin, cell: await wrapWithPin(pin, vaultKey, bounds, salt) };
};

describe('a PIN', () => {
  test.each([
    ['000000', true],
    ['314159', true],
    ['31415', false],
    ['3141592', false],
    ['31415a', false],
    ['31415\n', false],
    ['٣١٤١٥٩', false],
    ['', false],
  ])('of six digits and nothing else is %j: %s', async (text, expected) => {
    expect(isPin(text)).toBe(expected);
    const made = makePin(text, salt, cheapKdf);
    if (expected) await expect(made).resolves.toMatchObject(KDF_DEFAULT);
    else await expect(made).rejects.toThrow('six digits');
  });

  test('opens what was wrapped with its key, and gives that key again', async () => {
    const { pin, cell } = await prepare();
    expect(cell).toMatchObject({ ...KDF_DEFAULT, tries: PIN_TRIES });
    expect(await openWithPinCell('314159', cell, bounds, cheapKdf)).toEqual({ vaultKey, pin });
    expect(await openWithPinCell('314158', cell, bounds, cheapKdf)).toBeUndefined();
  });

  test('is wrapped anew each time, and the key lies nowhere as it is', async () => {
    const { pin, cell } = await prepare();
    const again = await wrapWithPin(pin, vaultKey, bounds, salt);
    expect(again.wrapped).not.toBe(cell.wrapped);
    expect(fromBase64(cell.wrapped)).toHaveLength(32 + 32 + 48);
    for (const bytes of [vaultKey, pin.key]) expect(JSON.stringify(cell)).not.toContain(toBase64(bytes));
  });

  test.each([
    ['another role', { role: 'owner' }],
    ['another slot', { slotId: 'ac' }],
    ['another end', { lockAt: bounds.lockAt + 1 }],
  ])('opens nothing for %s', async (_, change) => {
    const { cell } = await prepare();
    const widened = { ...bounds, ...change } as typeof bounds;
    expect(await openWithPinCell('314159', cell, widened, cheapKdf)).toBeUndefined();
  });

  test.each([
    ['a cost that no one pays', { m: 8 }],
    ['a salt that is none', { salt: '*' }],
    ['a text that is none', { wrapped: '*' }],
  ])('is not derived for %s', async (_, change) => {
    const { cell } = await prepare();
    const derive: Kdf = () => Promise.reject(new Error('Nothing may be derived.'));
    expect(await openWithPinCell('314159', { ...cell, ...change }, bounds, derive)).toBeUndefined();
  });

  test('that is wrong leaves no derived key behind', async () => {
    const { cell } = await prepare();
    const derived = new Uint8Array(32).fill(3);
    await openWithPinCell('271828', cell, bounds, () => Promise.resolve(derived));
    expect(derived).toEqual(new Uint8Array(32));
  });
});
