/** Ways to unlock: each slot wraps the vault key under a key of its own. */
import * as v from 'valibot';
import type { Bytes } from '../../encoding/bytes';
import { encodeCanonical, type Cbor } from '../../encoding/cbor';
import { withinBounds, type Kdf, type KdfParams } from '../../crypto/kdf';
import { importRoot, open, seal, sha256, type Sealed } from '../../crypto/seal';
import { bytesOf } from '../sealed/shapes';

export const ROLES = ['owner', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const kdf = v.strictObject({
  name: v.literal('argon2id'),
  m: v.number(),
  t: v.number(),
  p: v.number(),
  salt: bytesOf(32),
});

/** Slots of kinds that this version does not know pass through unread. */
export const slotSchema = v.looseObject({
  id: bytesOf(16),
  type: v.string(),
  role: v.picklist(ROLES),
  kdf: v.exactOptional(kdf),
  salt: bytesOf(32),
  commit: bytesOf(32),
  wrapped: bytesOf(48),
});
export type Slot = v.InferOutput<typeof slotSchema>;

export interface Opened {
  /** Raw: the caller clears it. */
  readonly vaultKey: Bytes;
  readonly role: Role;
}

/** What a new slot needs from outside. */
export interface SlotSource {
  readonly kdf: Kdf;
  readonly params: KdfParams;
  readonly salt: () => Bytes;
}

export async function makePassphraseSlot(
  passphrase: string,
  vaultKey: Bytes,
  vaultId: Bytes,
  role: Role,
  { kdf: derive, params, salt }: SlotSource,
): Promise<Slot> {
  const { m, t, p } = params;
  const fields = {
    id: salt().slice(0, 16),
    type: 'passphrase',
    role,
    kdf: { name: 'argon2id' as const, m, t, p, salt: salt() },
    salt: salt(),
  };
  const root = await rootOf(await derive(passphrase, fields.kdf.salt, params));
  const info = await slotInfo(fields, vaultId);
  const { commit, ct } = await seal(
    root,
    fields.salt,
    info,
    (bound) => slotAad({ ...fields, commit: bound }),
    vaultKey,
  );
  return { ...fields, commit, wrapped: ct };
}

/** Whether the slot asks for a cost we pay. Outside the bounds, a tampered header could hang us or make guessing cheap. */
export function isPayable({ kdf: params }: Slot): boolean {
  return params === undefined || withinBounds(params);
}

/** The vault key behind the first slot that this passphrase opens, or `undefined`. */
export async function openWithPassphrase(
  slots: readonly Slot[],
  passphrase: string,
  vaultId: Bytes,
  derive: Kdf,
): Promise<Opened | undefined> {
  if (passphrase === '') return undefined; // Argon2 takes no empty one.
  for (const slot of slots) {
    if (slot.type !== 'passphrase' || slot.kdf === undefined || !isPayable(slot)) continue;
    const root = await rootOf(await derive(passphrase, slot.kdf.salt, slot.kdf));
    const sealed: Sealed = { salt: slot.salt, commit: slot.commit, ct: slot.wrapped };
    const vaultKey = await open(root, sealed, await slotInfo(slot, vaultId), slotAad(slot));
    if (vaultKey) return { vaultKey, role: slot.role };
  }
  return undefined;
}

async function rootOf(derived: Bytes): Promise<CryptoKey> {
  const root = await importRoot(derived);
  derived.fill(0);
  return root;
}

type SlotFields = Pick<Slot, 'type' | 'id' | 'kdf'>;

async function slotInfo({ type, id, kdf: params }: SlotFields, vaultId: Bytes): Promise<Bytes> {
  return encodeCanonical(['slot/v1', type, vaultId, id, await sha256(encodeCanonical(params ?? null))]);
}

/** Everything of the slot but what is wrapped. */
function slotAad(slot: Record<string, unknown>): Bytes {
  const { wrapped: _, ...header } = slot;
  return encodeCanonical(header as Cbor);
}
