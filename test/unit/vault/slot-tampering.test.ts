/** Ways to unlock, changed by someone who can write to the disk but knows no key. */
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import { codeOf, createVictim, editHeader, type Victim } from './victim';
import { createWorld, PASSPHRASE, byPassphrase } from './world';

let victim: Victim;
beforeAll(async () => {
  victim = await createVictim();
});

describe('a slot', () => {
  type SlotFields = Record<string, Cbor> & { kdf: Record<string, Cbor> };

  async function unlockWith(change: (slot: SlotFields) => Record<string, Cbor>) {
    const [body] = decodeCanonical(victim.pristine.header!) as [Uint8Array];
    const [slot] = (decodeCanonical(body) as unknown as { slots: [SlotFields] }).slots;
    const attacked = createWorld();
    const disk = editHeader(victim.pristine, { slots: [{ ...slot, ...change(slot) }] });
    const code = await codeOf(attacked.worker({ store: disk }).unlock(byPassphrase(PASSPHRASE)));
    return { code, derived: attacked.events.includes('kdf') };
  }

  test.each([
    { m: 46 * 1024 - 1 },
    { m: 512 * 1024 + 1 },
    { m: 8 },
    { m: 2 ** 32 },
    { t: 0 },
    { t: 11 },
    { p: 0 },
    { p: 5 },
    { t: 1.5 },
    { m: -65_536 },
  ])('with a cost out of bounds is refused before anything is derived: %o', async (change) => {
    const refused = await unlockWith(({ kdf }) => ({ kdf: { ...kdf, ...change } }));
    expect(refused).toEqual({ code: 'header-damaged', derived: false });
  });

  test.each<[string, (slot: SlotFields) => Record<string, Cbor>, string]>([
    ['another cost', ({ kdf }) => ({ kdf: { ...kdf, t: 2 } }), 'wrong-passphrase'],
    ['another role', () => ({ role: 'viewer' }), 'wrong-passphrase'],
    ['another id', () => ({ id: new Uint8Array(16) }), 'wrong-passphrase'],
    ['another type', () => ({ type: 'recovery' }), 'wrong-passphrase'],
    ['another salt', () => ({ salt: new Uint8Array(32) }), 'wrong-passphrase'],
    ['another commitment', () => ({ commit: new Uint8Array(32) }), 'wrong-passphrase'],
    ['a property more', () => ({ more: true }), 'wrong-passphrase'],
    ['a key derivation of another name', ({ kdf }) => ({ kdf: { ...kdf, name: 'md5' } }), 'header-damaged'],
    ['a role that is none', () => ({ role: 'root' }), 'header-damaged'],
  ])('with %s opens nothing', async (_, change, code) => {
    expect((await unlockWith(change)).code).toBe(code);
  });

  test('more is noticed by the MAC, even one that stands behind the right one', async () => {
    const [body] = decodeCanonical(victim.pristine.header!) as [Uint8Array];
    const [slot] = (decodeCanonical(body) as { slots: Cbor[] }).slots as [Cbor];
    const disk = editHeader(victim.pristine, { slots: [slot, slot] });
    const attacked = createWorld();
    expect(await codeOf(attacked.worker({ store: disk }).unlock(byPassphrase(PASSPHRASE)))).toBe(
      'header-damaged',
    );
    // No session was begun, so there was none to end.
    expect(attacked.events).toEqual(['kdf']);
  });
});
