/**
 * The ways to unlock, and how they change. Each change takes a fresh proof, for it needs the raw vault key; a new way
 * is opened once before it counts, and a way that goes takes the vault key with it.
 */
import { KDF_DEFAULT, normalisePassphrase, type Kdf, type KdfParams } from '../crypto/kdf';
import type { Random } from '../crypto/seal';
import { equalBytes, type Bytes } from '../encoding/bytes';
import { LIMITS } from '../limits';
import { Problem } from '../problem';
import { KINDS } from './engines/store';
import { nextEpoch, type Rewrite } from './epoch';
import type { OpenVault } from './open-vault';
import { VAULT_KEY_BYTES } from './sealed/keys';
import type { Salts } from './sealed/sets';
import { openWith, type Found, type Proof, type Way } from './ways/proof';
import { formatRecoveryKey } from './ways/recovery-key';
import { makeSlot, openSlot, rewrapSlot, slotName, transferSlot, type Role, type Slot } from './ways/slots';

export interface KeyringOptions {
  readonly kdf: Kdf;
  readonly calibrate: () => Promise<KdfParams>;
  readonly random: Random;
  /** For one change of epoch. */
  readonly newRewrite: () => Rewrite;
}

/** What a proof has just opened. */
export interface Proven {
  readonly open: OpenVault;
  readonly proof: Proof;
  readonly found: Found;
}

/** What became of a change. */
export interface Changed {
  /** The new vault key, raw, where there is one: the session goes on with it, and it is cleared then. */
  readonly vaultKey?: Bytes;
  /** The way that was made. */
  readonly slot?: Slot;
  /** The way that the session stands on now. */
  readonly slotId: Bytes;
}

export type Keyring = ReturnType<typeof createKeyring>;

const MAX_SLOTS = 16;
/** Types of which at least one must stay: a passkey can be lost with the device. */
const LASTING: readonly string[] = ['passphrase', 'recovery'];

export function checkPassphrase(passphrase: string): void {
  if (Array.from(normalisePassphrase(passphrase)).length < LIMITS.minPassphrase)
    throw new Problem('passphrase-too-short');
}

/** Each function is to run alone. */
export function createKeyring(options: KeyringOptions, salt: Salts) {
  return {
    /** Adds a way; a recovery key takes the place of the one before. @throws {Problem} `too-many-ways`, `passphrase-taken` */
    async add(proven: Proven, way: Way, role: Role): Promise<Changed> {
      const { sets } = proven.open;
      const { slots, epoch } = sets.header();
      const gone = way.type === 'recovery' ? slots.filter(({ type }) => type === 'recovery') : [];
      if (slots.length - gone.length >= MAX_SLOTS) throw new Problem('too-many-ways');
      const make = await maker(options, salt, proven, way, role);
      if (gone.length > 0) return renew(options, salt, proven, gone, make);
      const slot = await make(proven.found.vaultKey, epoch);
      await sets.commit([], (header) => ({ ...header, slots: [...header.slots, slot] }));
      return { slot, slotId: proven.found.slotId };
    },

    /** @throws {Problem} `last-way`, `no-way`, `way-newer` */
    async remove(proven: Proven, id: string): Promise<Changed> {
      const { slots } = proven.open.sets.header();
      const gone = slots.filter((slot) => slotName(slot) === id);
      if (gone.length === 0) throw new Problem('no-way');
      const lasting = slots.filter(
        (slot) => !gone.includes(slot) && slot.role === 'owner' && LASTING.includes(slot.type),
      );
      if (lasting.length === 0) throw new Problem('last-way');
      return renew(options, salt, proven, gone);
    },

    /** @throws {Problem} `passphrase-too-short`, `passphrase-taken`, `way-newer` */
    async changePassphrase(proven: Proven, passphrase: string): Promise<Changed> {
      const { slots } = proven.open.sets.header();
      const gone = slots.filter(({ type, role }) => type === 'passphrase' && role === 'owner');
      const make = await maker(options, salt, proven, { type: 'passphrase', passphrase }, 'owner');
      return renew(options, salt, proven, gone, make);
    },

    /** Wraps the slot just opened anew: at another cost, or because a key was left in it. */
    async refresh({ open, proof, found }: Proven, params: KdfParams): Promise<void> {
      const { vaultId, slots } = open.sets.header();
      const old = slots.find(({ id }) => equalBytes(id, found.slotId));
      if (!old) return;
      const source = { kdf: options.kdf, params, salt };
      const slot = await rewrapSlot(old, proof, found.vaultKey, { vaultId }, source);
      await open.sets.commit([], (header) => ({
        ...header,
        slots: header.slots.map((each) => (equalBytes(each.id, slot.id) ? slot : each)),
      }));
    },
  };
}

type Make = (vaultKey: Bytes, epoch: number) => Promise<Slot>;

/** Makes the new slot over whichever vault key, and opens it once: what can't be opened must not count. */
async function maker(
  { kdf, calibrate }: KeyringOptions,
  salt: Salts,
  { open, found }: Proven,
  way: Way,
  role: Role,
): Promise<Make> {
  if (way.type === 'passphrase') {
    checkPassphrase(way.passphrase);
    if (await opensAnything(found, way, kdf)) throw new Problem('passphrase-taken');
  }
  const params = way.type === 'passphrase' ? await calibrate() : KDF_DEFAULT;
  const { vaultId } = open.sets.header();
  return async (vaultKey, epoch) => {
    const slot = await makeSlot(way, vaultKey, { vaultId }, role, { kdf, params, salt });
    const opened = await openSlot(slot, await proofFor(way, slot), { vaultId, epoch }, kdf);
    const opens = opened !== undefined && equalBytes(opened, vaultKey);
    opened?.fill(0);
    if (!opens) throw new Error('The new way does not open what it was made for.');
    return slot;
  };
}

/** Two slots with one passphrase could not be told apart, nor could their roles. */
async function opensAnything({ engine, sealed }: Found, proof: Proof, kdf: Kdf): Promise<boolean> {
  const result = await openWith([{ engine, sealed }], proof, { kdf });
  if (typeof result !== 'object') return false;
  result.vaultKey.fill(0);
  return true;
}

async function proofFor(way: Way, { id }: Slot): Promise<Proof> {
  switch (way.type) {
    case 'passphrase':
      return way;
    case 'recovery':
      return { type: 'recovery', text: await formatRecoveryKey(way.key) };
    case 'passkey':
      return { type: 'passkey', slotId: id, prf: way.prf };
  }
}

/** Another vault key, for every way but those that go. */
async function renew(
  { kdf, random, newRewrite }: KeyringOptions,
  salt: Salts,
  { open, proof, found }: Proven,
  gone: readonly Slot[],
  make?: Make,
): Promise<Changed> {
  const { sets } = open;
  const { slots: all, vaultId, epoch } = sets.header();
  const vaultKey = random(new Uint8Array(VAULT_KEY_BYTES));
  const kept = all.filter((slot) => !gone.includes(slot));
  const move = async (slot: Slot): Promise<Slot> => {
    if (equalBytes(slot.id, found.slotId)) {
      const params = slot.kdf ?? KDF_DEFAULT;
      return rewrapSlot(slot, proof, vaultKey, { vaultId }, { kdf, params, salt });
    }
    const transferred = await transferSlot(slot, vaultKey, { vaultId, epoch: epoch + 1 }, salt);
    if (!transferred) throw new Problem('way-newer');
    return transferred;
  };
  try {
    const slots = await Promise.all(kept.map(move));
    const slot = await make?.(vaultKey, epoch + 1);
    const next = { vaultKey, slots: slot ? [...slots, slot] : slots };
    const stored = await sets.store.read(KINDS);
    await sets.store.commit(await nextEpoch(sets, stored, next, salt, newRewrite()));
    const stays = kept.some(({ id }) => equalBytes(id, found.slotId));
    const slotId = stays || !slot ? found.slotId : slot.id;
    return { vaultKey, slotId, ...(slot ? { slot } : {}) };
  } catch (error) {
    vaultKey.fill(0);
    throw error;
  }
}
