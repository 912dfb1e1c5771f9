/** Ways to unlock: each slot wraps the vault key under a key of its own. */
import * as v from 'valibot';
import { toHex, type Bytes } from '../../encoding/bytes';
import { encodeCanonical, type Cbor } from '../../encoding/cbor';
import { withinBounds, type Kdf, type KdfParams } from '../../crypto/kdf';
import { open, seal, type Sealed } from '../../crypto/seal';
import { bytesOf } from '../sealed/shapes';
import { openTransfer, sealPair, sealTransfer, slotInfo, type NewPair, type VaultEpoch } from './pair';
import { rootOf, type Proof, type Way } from './roots';

export const ROLES = ['owner', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const kdf = v.strictObject({
  name: v.literal('argon2id'),
  m: v.number(),
  t: v.number(),
  p: v.number(),
  salt: bytesOf(32),
});

/** The longest credential id that WebAuthn allows is 1,023 bytes; a private key of P-256 takes about 140. */
const bytesUpTo = (length: number) =>
  v.pipe(
    v.instance(Uint8Array),
    v.maxLength(length),
    v.transform((value) => value),
  );

/** Slots of kinds that this version does not know pass through unread. */
export const slotSchema = v.looseObject({
  id: bytesOf(16),
  type: v.string(),
  role: v.picklist(ROLES),
  kdf: v.exactOptional(kdf),
  salt: bytesOf(32),
  commit: bytesOf(32),
  wrapped: bytesOf(48),
  /** A key pair, its private half sealed: a new vault key can be left for this slot. */
  pub: v.exactOptional(bytesOf(65)),
  priv: v.exactOptional(v.strictObject({ salt: bytesOf(32), commit: bytesOf(32), ct: bytesUpTo(512) })),
  /** The vault key that was left here, which counts instead of the wrapped one. */
  transfer: v.exactOptional(
    v.strictObject({ eph: bytesOf(65), salt: bytesOf(32), commit: bytesOf(32), ct: bytesOf(48) }),
  ),
  passkey: v.exactOptional(v.strictObject({ credential: bytesUpTo(1023), salt: bytesOf(32) })),
});
export type Slot = v.InferOutput<typeof slotSchema>;

/** What a new slot needs from outside. */
export interface SlotSource {
  readonly kdf: Kdf;
  readonly params: KdfParams;
  readonly salt: () => Bytes;
  /** The platform's, unless given. */
  readonly newPair?: NewPair;
}

type Lasting = Pick<Slot, 'id' | 'type' | 'role' | 'passkey'>;
type VaultName = Pick<VaultEpoch, 'vaultId'>;

/** How a slot is called where bytes can't be: its id in hex. */
export function slotName({ id }: Pick<Slot, 'id'>): string {
  return toHex(id);
}

export async function makeSlot(
  way: Way,
  vaultKey: Bytes,
  vault: VaultName,
  role: Role,
  source: SlotSource,
): Promise<Slot> {
  const fields: Lasting = { id: source.salt().slice(0, 16), type: way.type, role };
  const { type } = way;
  const lasting =
    type === 'passkey' ? { ...fields, passkey: { credential: way.credential, salt: way.salt } } : fields;
  return wrapSlot(lasting, way, vaultKey, vault, source);
}

/**
 * The same way to unlock over another vault key or at another cost: id, role and unknown fields stay, all else is
 * fresh, and nothing waits in it.
 */
export async function rewrapSlot(
  slot: Slot,
  proof: Proof,
  vaultKey: Bytes,
  vault: VaultName,
  source: SlotSource,
): Promise<Slot> {
  const { kdf: _, salt: _salt, commit: _commit, wrapped: _wrapped, ...rest } = slot;
  const { pub: _pub, priv: _priv, transfer: _transfer, ...lasting } = rest;
  return wrapSlot(lasting, proof, vaultKey, vault, source);
}

async function wrapSlot(
  lasting: Lasting,
  given: Way | Proof,
  vaultKey: Bytes,
  { vaultId }: VaultName,
  source: SlotSource,
): Promise<Slot> {
  const { m, t, p } = source.params;
  const stretching = { name: 'argon2id' as const, m, t, p, salt: source.salt() };
  const fields = given.type === 'passphrase' ? { ...lasting, kdf: stretching } : lasting;
  const root = await rootOf(given, stretching, source.kdf);
  if (!root || given.type !== lasting.type) throw new Error('This opens no slot: check it before wrapping.');
  const pair = await sealPair(root, fields, vaultId, source.salt, source.newPair);
  const header = { ...fields, ...pair, salt: source.salt() };
  const info = await slotInfo('slot/v1', fields, vaultId);
  const aad = (commit: Bytes) => slotAad({ ...header, commit });
  const { commit, ct } = await seal(root, header.salt, info, aad, vaultKey);
  return { ...header, commit, wrapped: ct };
}

/** Whether the slot asks for a cost we pay. Outside the bounds, a tampered header could hang us or make guessing cheap. */
export function isPayable({ kdf: params }: Slot): boolean {
  return params === undefined || withinBounds(params);
}

/** Whether this proof is one for this slot, be it right or wrong. */
export function fits(slot: Slot, proof: Proof): boolean {
  if (slot.type !== proof.type) return false;
  return proof.type !== 'passkey' || slotName(slot) === slotName({ id: proof.slotId });
}

/** The vault key, raw: the caller clears it. `undefined` where the proof is not one for this slot, or wrong. */
export async function openSlot(
  slot: Slot,
  proof: Proof,
  vault: VaultEpoch,
  derive: Kdf,
): Promise<Bytes | undefined> {
  if (!fits(slot, proof) || !isPayable(slot)) return undefined;
  const root = await rootOf(proof, slot.kdf, derive);
  return root && openWithRoot(slot, root, vault);
}

/** For whoever has derived the slot's root already. */
export async function openWithRoot(
  slot: Slot,
  root: CryptoKey,
  vault: VaultEpoch,
): Promise<Bytes | undefined> {
  if (slot.transfer) return openTransfer(slot, root, vault);
  const sealed: Sealed = { salt: slot.salt, commit: slot.commit, ct: slot.wrapped };
  return open(root, sealed, await slotInfo('slot/v1', slot, vault.vaultId), slotAad(slot));
}

/** The slot with a new vault key left in it; `undefined` where it has no key pair to leave it to. */
export async function transferSlot(
  slot: Slot,
  vaultKey: Bytes,
  vault: VaultEpoch,
  salt: () => Bytes,
  make?: NewPair,
): Promise<Slot | undefined> {
  const transfer = await sealTransfer(slot, vaultKey, vault, salt, make);
  return transfer && { ...slot, transfer };
}

/**
 * Whether a slot just opened should be wrapped anew: something waits in it, it has no key pair, or its passphrase is
 * stretched by less than half of what `params` ask for. Half, because measuring the same machine twice gives other figures.
 */
export function needsRewrap(slot: Slot, params: KdfParams): boolean {
  if (slot.transfer || !slot.pub) return true;
  return slot.kdf !== undefined && slot.kdf.m * slot.kdf.t * 2 < params.m * params.t;
}

/** Everything of the slot but what is wrapped. */
function slotAad(slot: Record<string, unknown>): Bytes {
  const { wrapped: _, ...header } = slot;
  return encodeCanonical(header as Cbor);
}
