/** What the browser's passkey dialog must be asked for. */
import { toBase64 } from '../../encoding/bytes';
import { slotName, type Slot } from './slots';

/** Bytes as base64. */
export interface KnownPasskey {
  /** Hex. */
  readonly slotId: string;
  readonly credential: string;
  readonly salt: string;
}

/** The passkeys among these slots; of those that share a slot's name, the first. */
export function passkeysIn(slots: readonly Slot[]): readonly KnownPasskey[] {
  const known = new Map<string, KnownPasskey>();
  for (const slot of slots) {
    const slotId = slotName(slot);
    if (slot.type !== 'passkey' || !slot.passkey || known.has(slotId)) continue;
    const { credential, salt } = slot.passkey;
    known.set(slotId, { slotId, credential: toBase64(credential), salt: toBase64(salt) });
  }
  return [...known.values()];
}
