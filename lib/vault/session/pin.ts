/**
 * The quick way back from a soft lock. Six digits resist no one who can try them all: what they open lies in memory
 * alone, and five wrong ones end the session.
 */
import * as v from 'valibot';
import { concat, fromBase64, toBase64, type Bytes } from '../../encoding/bytes';
import { encodeCanonical } from '../../encoding/cbor';
import { KDF_DEFAULT, withinBounds, type Kdf, type KdfParams } from '../../crypto/kdf';
import { importRoot, open, seal } from '../../crypto/seal';
import type { Role } from '../ways/slots';

export const PIN_TRIES = 5;
const SALT_BYTES = 32;

/** What the sealed settings keep, so that every unlock can prepare the next soft lock without asking for the PIN. */
export interface PinKey extends KdfParams {
  readonly salt: Bytes;
  /** Argon2id of the PIN. */
  readonly key: Bytes;
}

export const pinCellSchema = v.strictObject({
  /** Base64, as is `wrapped`: salt, commitment and ciphertext of the vault key. */
  salt: v.string(),
  m: v.number(),
  t: v.number(),
  p: v.number(),
  wrapped: v.string(),
  /** How many are left; written down before each try. */
  tries: v.number(),
});
export type PinCell = v.InferOutput<typeof pinCellSchema>;

/** What a PIN opens may not be taken for more than it was. */
export interface PinBounds {
  readonly role: Role;
  readonly slotId: string;
  readonly lockAt: number;
}

export function isPin(text: string): boolean {
  return /^[0-9]{6}$/.test(text);
}

/** One of those that are tried first: one digit again and again, or digits in their order. */
export function isTrivialPin(pin: string): boolean {
  const steps = Array.from(pin.slice(1), (digit, i) => Number(digit) - Number(pin[i]));
  return [0, 1, -1].some((step) => steps.every((each) => each === step));
}

export async function makePin(pin: string, salt: () => Bytes, kdf: Kdf): Promise<PinKey> {
  if (!isPin(pin)) throw new Error('A PIN has six digits: check it before making a key of it.');
  const fields = { ...KDF_DEFAULT, salt: salt() };
  return { ...fields, key: await kdf(pin, fields.salt, KDF_DEFAULT) };
}

/** The raw vault key under the PIN, with all tries left. */
export async function wrapWithPin(
  { key, salt, m, t, p }: PinKey,
  vaultKey: Bytes,
  bounds: PinBounds,
  fresh: () => Bytes,
): Promise<PinCell> {
  const sealed = await seal(await importRoot(key), fresh(), INFO, () => aadOf(bounds), vaultKey);
  const wrapped = toBase64(concat(sealed.salt, sealed.commit, sealed.ct));
  return { salt: toBase64(salt), m, t, p, wrapped, tries: PIN_TRIES };
}

export interface PinOpened {
  /** Both raw: the caller clears them. */
  readonly vaultKey: Bytes;
  readonly pin: PinKey;
}

export async function openWithPinCell(
  pin: string,
  { salt: spelled, m, t, p, wrapped }: PinCell,
  bounds: PinBounds,
  kdf: Kdf,
): Promise<PinOpened | undefined> {
  const [salt, bytes] = [fromBase64(spelled), fromBase64(wrapped)];
  if (!salt || !bytes || !withinBounds({ m, t, p })) return undefined;
  const key = await kdf(pin, salt, { m, t, p });
  const sealed = {
    salt: bytes.slice(0, SALT_BYTES),
    commit: bytes.slice(SALT_BYTES, 2 * SALT_BYTES),
    ct: bytes.slice(2 * SALT_BYTES),
  };
  const vaultKey = await open(await importRoot(key), sealed, INFO, aadOf(bounds));
  if (vaultKey) return { vaultKey, pin: { salt, m, t, p, key } };
  key.fill(0);
  return undefined;
}

const INFO = encodeCanonical(['session-pin/v1']);

function aadOf({ role, slotId, lockAt }: PinBounds): Bytes {
  return encodeCanonical([role, slotId, lockAt]);
}
