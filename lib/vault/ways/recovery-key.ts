/**
 * The recovery key: 160 random bits as 32 characters of Base32 (RFC 4648), and 2 more that tell a slip of the pen from
 * a wrong key: the first 10 bits of the key's SHA-256. Written in groups of four, for paper.
 */
import type { Bytes } from '../../encoding/bytes';
import { decodeBase32, encodeBase32 } from '../../encoding/base32';
import { sha256, type Random } from '../../crypto/seal';

export const RECOVERY_KEY_BYTES = 20;
const KEY_CHARACTERS = 32;
const SHAPE = /^[A-Za-z0-9]{34}$/;
const SEPARATORS = /[\s\p{Dash_Punctuation}\p{Format}]/gu;
/** Digits that Base32 does not use, precisely because they are read as these letters. */
const LOOKALIKES: Readonly<Record<string, string>> = { '0': 'O', '1': 'I', '8': 'B' };

export function makeRecoveryKey(random: Random): Bytes {
  return random(new Uint8Array(RECOVERY_KEY_BYTES));
}

export async function formatRecoveryKey(key: Bytes): Promise<string> {
  const groups = `${encodeBase32(key)}${await checkOf(key)}`.match(/.{1,4}/g) ?? [];
  return groups.join('-');
}

/** In any case and any grouping, look-alikes mended; `undefined` where the shape or the check is wrong. */
export async function parseRecoveryKey(text: string): Promise<Bytes | undefined> {
  const bare = text.replaceAll(SEPARATORS, '');
  if (!SHAPE.test(bare)) return undefined;
  const spelled = bare.toUpperCase().replaceAll(/[018]/g, (digit) => LOOKALIKES[digit] ?? digit);
  const key = decodeBase32(spelled.slice(0, KEY_CHARACTERS));
  if (key?.length !== RECOVERY_KEY_BYTES) return undefined;
  return (await checkOf(key)) === spelled.slice(KEY_CHARACTERS) ? key : undefined;
}

async function checkOf(key: Bytes): Promise<string> {
  const [first = 0, second = 0] = await sha256(key);
  return encodeBase32(Uint8Array.of(first, second)).slice(0, 2);
}
