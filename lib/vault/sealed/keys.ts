/** The keys that follow from the vault key. It never seals anything itself, and none of these can be read out again. */
import { utf8, type Bytes } from '../../encoding/bytes';
import { hkdf, importRoot } from '../../crypto/seal';

export const VAULT_KEY_BYTES = 32;

export interface VaultKeys {
  /** HMAC over the header. */
  readonly header: CryptoKey;
  /** Root of the one-time keys of records. */
  readonly record: CryptoKey;
  /** HMAC that blinds ids. */
  readonly index: CryptoKey;
}

export async function deriveVaultKeys(vaultKey: CryptoKey, vaultId: Bytes): Promise<VaultKeys> {
  const info = (purpose: string) => hkdf(vaultId, utf8(`lockstep/v1/${purpose}`));
  const hmac = async (purpose: string) =>
    crypto.subtle.deriveKey(info(purpose), vaultKey, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, [
      'sign',
      'verify',
    ]);
  const record = new Uint8Array(await crypto.subtle.deriveBits(info('record'), vaultKey, 256));
  const keys = { header: await hmac('header'), record: await importRoot(record), index: await hmac('index') };
  record.fill(0);
  return keys;
}

/** The id under which a record is stored: it tells nothing about the account, and the same account keeps it. */
export async function blindId(index: CryptoKey, id: string): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', index, utf8(id)));
}
