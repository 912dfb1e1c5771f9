/**
 * Into the vault: by making it, by a way to unlock, by the PIN. Each runs alone; `since` says how often a lock had been
 * asked for then: a later one wins.
 */
import { KDF_DEFAULT } from '../crypto/kdf';
import { importRoot } from '../crypto/seal';
import { equalBytes, type Bytes } from '../encoding/bytes';
import { Problem } from '../problem';
import type { Proven } from './keyring';
import { LAYOUT, migrate } from './migrate';
import type { Parts } from './parts';
import { newHeader, parseHeader, sealHeader } from './sealed/header';
import { deriveVaultKeys, VAULT_KEY_BYTES } from './sealed/keys';
import { changeSettings } from './settings';
import { findWay } from './unlocking';
import type { Found, Proof } from './ways/proof';
import { makeSlot, needsRewrap, slotName } from './ways/slots';

/** Deriving that is over sooner can afford more: half of what `calibrate` aims at. */
const QUICK_MS = 350;

/** Runs `act` and leaves no copy of the raw key behind, however it ends. */
export async function clearing<T>(vaultKey: Bytes, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } finally {
    vaultKey.fill(0);
  }
}

/** Writes the first header, and opens the session over it. */
export async function enterNew(
  { options, salt, door }: Parts,
  passphrase: string,
  since: number,
): Promise<void> {
  const { random, kdf, calibrate, copies } = options;
  const vaultKey = random(new Uint8Array(VAULT_KEY_BYTES));
  await clearing(vaultKey, async () => {
    const vaultId = random(new Uint8Array(16));
    const source = { kdf, params: await calibrate(), salt };
    const slot = await makeSlot({ type: 'passphrase', passphrase }, vaultKey, { vaultId }, 'owner', source);
    const keys = await deriveVaultKeys(await importRoot(vaultKey), vaultId);
    const header = { ...newHeader(vaultId, random(new Uint8Array(16))), layout: LAYOUT, slots: [slot] };
    const { bytes } = await sealHeader(header, keys.header);
    await copies.led(0).commit({ after: undefined, header: bytes, put: [], aside: [], drop: [] });
    const sealed = parseHeader(bytes);
    const found: Found = {
      vaultKey,
      role: 'owner',
      slotId: slot.id,
      engine: 0,
      sealed,
      damaged: [],
      doubtful: [],
    };
    const open = await door.open({ found, elevate: true }, since);
    const known = { name: '', createdAt: options.now() };
    // Only to tell since when: where it can't be noted, the vault is made all the same.
    const noted = changeSettings(open, (settings) => ({ ...settings, ways: { [slotName(slot)]: known } }));
    await noted.catch(() => undefined);
  });
}

/** @throws {Problem} what `findWay` throws */
export async function enterByWay(parts: Parts, proof: Proof, since: number): Promise<void> {
  const { options, door } = parts;
  const before = options.clock();
  const found = await findWay(options, proof);
  const elapsedMs = options.clock() - before;
  await clearing(found.vaultKey, async () => {
    const open = await door.open({ found, elevate: found.role === 'owner' }, since);
    // Before anything is changed: what is kept of a former layout is as it was.
    await migrate(open, options.copies, options.now()).catch(() => undefined);
    // A convenience for later: where it can't be done now, the way opens as it did.
    await refresh(parts, { open, proof, found }, elapsedMs).catch(() => undefined);
  });
}

/** Wraps the slot anew where something waits in it, or where this machine can afford to make guessing dearer. */
async function refresh({ options, keyring }: Parts, proven: Proven, elapsedMs: number): Promise<void> {
  const slot = proven.open.sets.header().slots.find(({ id }) => equalBytes(id, proven.found.slotId));
  if (!slot) return;
  const own = slot.kdf ?? KDF_DEFAULT;
  const cheap = slot.kdf !== undefined && elapsedMs < QUICK_MS && needsRewrap(slot, KDF_DEFAULT);
  const params = cheap ? await options.calibrate() : own;
  if (needsRewrap(slot, params)) await keyring.refresh(proven, params);
}

/** How the PIN is called beside the slots. */
export const PIN = 'pin';

/** @throws {Problem} `wrong-pin`, `pin-spent` */
export async function enterByPin({ options, door }: Parts, pin: string, since: number): Promise<void> {
  // Wrong ones are told in the log; how many there may be, the session knows.
  await options.throttle.begin([PIN]);
  const opened = await options.session.openWithPin(pin, options.kdf);
  if (opened === 'wrong') throw new Problem('wrong-pin');
  if (opened === 'over') {
    await door.drop();
    throw new Problem('pin-spent');
  }
  const { vaultKey, role, slotId, lockAt } = opened;
  try {
    await clearing(vaultKey, async () => {
      await options.throttle.succeed(PIN, [PIN]);
      await door.open({ pin: opened.pin, found: { vaultKey, role }, slotId, lockAt }, since);
    });
  } finally {
    opened.pin.key.fill(0);
  }
}
