/**
 * A slot's key pair (P-256). When a way to unlock is removed the vault key is replaced, and what the other ways need
 * to prove themselves is not at hand: the new vault key is sealed to their public keys, and waits there.
 */
import type { Bytes } from '../../encoding/bytes';
import { encodeCanonical, type Cbor } from '../../encoding/cbor';
import { importRoot, open, seal, sha256, type Sealed } from '../../crypto/seal';
import type { Slot } from './slots';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

/** A fresh pair that can be exported. */
export type NewPair = () => Promise<CryptoKeyPair>;

export const newPair: NewPair = async () => crypto.subtle.generateKey(CURVE, true, ['deriveBits']);

export interface VaultEpoch {
  readonly vaultId: Bytes;
  readonly epoch: number;
}

type SlotFields = Pick<Slot, 'type' | 'id' | 'kdf'>;
type Pair = Required<Pick<Slot, 'pub' | 'priv'>>;
type Transfer = NonNullable<Slot['transfer']>;

/** Binds a one-time key to its purpose, its slot and the cost of the slot's root. */
export async function slotInfo(purpose: string, slot: SlotFields, vaultId: Bytes): Promise<Bytes> {
  const cost = await sha256(encodeCanonical(slot.kdf ?? null));
  return encodeCanonical([purpose, slot.type, vaultId, slot.id, cost]);
}

/** A new pair for a slot, its private half sealed under the slot's root. */
export async function sealPair(
  root: CryptoKey,
  slot: SlotFields,
  vaultId: Bytes,
  salt: () => Bytes,
  make: NewPair = newPair,
): Promise<Pair> {
  const { publicKey, privateKey } = await make();
  const pub = await rawPoint(publicKey);
  const secret = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey));
  const info = await slotInfo('slot-pair/v1', slot, vaultId);
  const priv = await seal(root, salt(), info, () => pairAad(slot, vaultId, pub), secret);
  secret.fill(0);
  return { pub, priv };
}

/** @param slot As it will be stored, transferred or not. Where it has no pair, nothing can be sealed to it. */
export async function sealTransfer(
  slot: Slot,
  vaultKey: Bytes,
  vault: VaultEpoch,
  salt: () => Bytes,
  make: NewPair = newPair,
): Promise<Transfer | undefined> {
  if (!slot.pub) return undefined;
  const { publicKey, privateKey } = await make();
  const eph = await rawPoint(publicKey);
  const root = await agree(privateKey, slot.pub);
  const sealed = await seal(
    root,
    salt(),
    transferInfo(slot, vault, eph, slot.pub),
    () => transferAad(slot),
    vaultKey,
  );
  return { eph, ...sealed };
}

/** The vault key that waits in the slot, or `undefined`. */
export async function openTransfer(
  slot: Slot,
  root: CryptoKey,
  vault: VaultEpoch,
): Promise<Bytes | undefined> {
  const { pub, priv, transfer } = slot;
  if (!pub || !priv || !transfer) return undefined;
  const privateKey = await openPair(root, slot, { pub, priv }, vault.vaultId);
  if (!privateKey) return undefined;
  try {
    const shared = await agree(privateKey, transfer.eph);
    return await open(shared, transfer, transferInfo(slot, vault, transfer.eph, pub), transferAad(slot));
  } catch {
    return undefined; // A tampered point lies on no curve.
  }
}

async function openPair(
  root: CryptoKey,
  slot: SlotFields,
  { pub, priv }: { readonly pub: Bytes; readonly priv: Sealed },
  vaultId: Bytes,
): Promise<CryptoKey | undefined> {
  const info = await slotInfo('slot-pair/v1', slot, vaultId);
  const secret = await open(root, priv, info, pairAad(slot, vaultId, pub));
  if (!secret) return undefined;
  try {
    return await crypto.subtle.importKey('pkcs8', secret, CURVE, false, ['deriveBits']);
  } finally {
    secret.fill(0);
  }
}

async function rawPoint(key: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey('raw', key));
}

/** What both sides know without having told each other, as a root key. */
async function agree(privateKey: CryptoKey, point: Bytes): Promise<CryptoKey> {
  const theirs = await crypto.subtle.importKey('raw', point, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, privateKey, 256);
  const bytes = new Uint8Array(shared);
  const root = await importRoot(bytes);
  bytes.fill(0);
  return root;
}

function pairAad({ id }: SlotFields, vaultId: Bytes, pub: Bytes): Bytes {
  return encodeCanonical([vaultId, id, pub]);
}

function transferInfo({ id }: SlotFields, { vaultId, epoch }: VaultEpoch, eph: Bytes, pub: Bytes): Bytes {
  return encodeCanonical(['slot-transfer/v1', vaultId, id, epoch, eph, pub]);
}

/** All that stays the same whether or not something waits: its role above all. */
function transferAad(slot: Slot): Bytes {
  const { wrapped: _, salt: _salt, commit: _commit, transfer: _transfer, ...lasting } = slot;
  return encodeCanonical(lasting as Cbor);
}
