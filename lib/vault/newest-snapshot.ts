/** The snapshot to begin from where a vault has no header left that can be read. */
import type { Bytes } from '../encoding/bytes';
import type { Blobs } from './engines/blobs';
import type { StoredRecord } from './engines/store';
import { openMembers, snapshotCodec, type Manifest, type Members } from './manifest';
import { isAuthentic, parseHeader } from './sealed/header';
import { deriveVaultKeys, type VaultKeys } from './sealed/keys';
import { openRecord, parseRecord, type RecordKeys } from './sealed/records';

export interface FoundSnapshot extends Members {
  readonly at: number;
  /** As it was stored then, authentic. */
  readonly header: Uint8Array;
}

/**
 * The newest snapshot that can be read wholly, or else the one of which most can be.
 * @param records What lies stored as snapshots, of one engine or of several.
 */
export async function newestSnapshot(
  records: readonly StoredRecord[],
  blobs: Blobs,
  vaultKey: CryptoKey,
  vaultId: Bytes,
): Promise<FoundSnapshot | undefined> {
  const keys = await deriveVaultKeys(vaultKey, vaultId);
  const recordKeys = { vaultId, root: keys.record };
  const manifests = await Promise.all(records.map(async (stored) => openManifest(stored, recordKeys)));
  const headed = await Promise.all(manifests.map(async (manifest) => withHeader(manifest, blobs, keys)));
  // Clocks err; a header's generation does not.
  const candidates = headed
    .filter((each) => each !== undefined)
    .sort((a, b) => b.generation - a.generation || b.manifest.at - a.manifest.at);
  let best: FoundSnapshot | undefined;
  for (const { manifest, header } of candidates) {
    const members = await openMembers(manifest, blobs, recordKeys);
    const found = { ...members, header, at: manifest.at };
    if (found.unread.length === 0) return found;
    if (found.accounts.length > (best?.accounts.length ?? 0)) best = found;
  }
  return best;
}

async function openManifest(stored: StoredRecord, keys: RecordKeys): Promise<Manifest | undefined> {
  const record = parseRecord(stored);
  const plaintext = record?.kind === 'snapshot' ? await openRecord(record, keys) : undefined;
  const manifest = record && plaintext && snapshotCodec.decode(plaintext, record.schema);
  return manifest?.opaque ? undefined : manifest;
}

async function withHeader(manifest: Manifest | undefined, blobs: Blobs, keys: VaultKeys) {
  const header = manifest && (await blobs.read([manifest.header])).get(manifest.header);
  if (!header) return undefined;
  try {
    const sealed = parseHeader(header);
    const { generation } = sealed.header;
    return (await isAuthentic(sealed, keys.header)) ? { manifest, header, generation } : undefined;
  } catch {
    return undefined;
  }
}
