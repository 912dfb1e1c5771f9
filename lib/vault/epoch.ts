/**
 * A new epoch: another vault key, and everything sealed anew under it, so that a way to unlock that was removed opens
 * nothing that is stored from now on. A copy of the old files still opens with it.
 */
import { importRoot } from '../crypto/seal';
import { toBase64Url, type Bytes } from '../encoding/bytes';
import { decodeTrusted } from '../encoding/cbor';
import { Problem } from '../problem';
import { KINDS, type Batch, type Stored, type StoredRecord } from './engines/store';
import { sealHeader, type Header } from './sealed/header';
import { blindId, deriveVaultKeys, type VaultKeys } from './sealed/keys';
import {
  digestSet,
  memberOf,
  openRecord,
  parseRecord,
  sealRecord,
  storeRecord,
  type SealedRecord,
} from './sealed/records';
import type { Salts, Sets } from './sealed/sets';
import type { Slot } from './ways/slots';

export interface NextEpoch {
  /** Raw; its owner clears it. */
  readonly vaultKey: Bytes;
  readonly slots: readonly Slot[];
}

/** How records of one kind are written anew where more than the sealing refers to the old key. */
export type Rewrite = (plaintext: Bytes, moved: Moved) => Promise<Bytes>;

/** What the new epoch seals with, and under which ids. */
export interface Moved {
  readonly vaultId: Bytes;
  readonly before: VaultKeys;
  readonly after: VaultKeys;
  readonly salt: Salts;
  /** The header of the new epoch without any set: it tells the ways to unlock. */
  readonly header: Bytes;
}

interface Opened {
  readonly record: SealedRecord;
  readonly plaintext: Bytes;
}

/**
 * The one commit that leads from this epoch to the next. Records that are no accounts and can't be read are moved aside.
 * @param stored Everything, as it lies.
 * @param rewriteSnapshot Snapshots refer to sealed copies elsewhere.
 * @throws {Problem} `vault-damaged` where an account can't be read: it would be lost.
 */
export async function nextEpoch(
  sets: Sets,
  stored: Stored,
  { vaultKey, slots }: NextEpoch,
  salt: Salts,
  rewriteSnapshot: Rewrite,
): Promise<Batch> {
  const { bytes, sealed } = sets.stored();
  const { header: old, mac } = sealed;
  const { vaultId } = old;
  const after = await deriveVaultKeys(await importRoot(vaultKey), vaultId);
  const { opened, unread } = await openAll(stored.records, { vaultId, root: sets.keys.record });
  if (unread.some((key) => key.startsWith('account/'))) throw new Problem('vault-damaged');
  const next: Header = { ...old, epoch: old.epoch + 1, generation: old.generation + 1, prev: mac };
  const bare = await sealHeader({ ...next, slots: [...slots], sets: {} }, after.header);
  const moved: Moved = { vaultId, before: sets.keys, after, salt, header: bare.bytes };
  const names = namesOf(opened);
  const records = await Promise.all(
    opened.map(async (each) => reseal(each, names, moved, rewriteSnapshot)),
  ).then((all) => all.filter((record) => record !== undefined));
  for (const { plaintext } of opened) plaintext.fill(0);
  const header = { ...next, slots: [...slots], sets: await digests(records) };
  return {
    after: bytes,
    header: (await sealHeader(header, after.header)).bytes,
    put: records.map(storeRecord),
    aside: unread,
    drop: opened.map(({ record }) => storeRecord(record).key),
  };
}

async function openAll(
  stored: readonly StoredRecord[],
  keys: Parameters<typeof openRecord>[1],
): Promise<{ opened: Opened[]; unread: string[] }> {
  const opened: Opened[] = [];
  const unread: string[] = [];
  for (const each of stored) {
    const record = parseRecord(each);
    const plaintext = record && (await openRecord(record, keys));
    if (record && plaintext) opened.push({ record, plaintext });
    else unread.push(each.key);
  }
  return { opened, unread };
}

/** The plain id of every record, by its blinded one. Labels have none of their own: they lie under their account's. */
function namesOf(opened: readonly Opened[]): ReadonlyMap<string, string> {
  return new Map(
    opened
      .filter(({ record }) => record.kind !== 'label')
      .map(({ record, plaintext }) => [
        toBase64Url(record.id),
        (decodeTrusted(plaintext) as { id: string }).id,
      ]),
  );
}

/** `undefined` for a label whose account is gone. */
async function reseal(
  { record, plaintext }: Opened,
  names: ReadonlyMap<string, string>,
  moved: Moved,
  rewriteSnapshot: Rewrite,
): Promise<SealedRecord | undefined> {
  const name = names.get(toBase64Url(record.id));
  if (name === undefined) return undefined;
  const { vaultId, after, salt } = moved;
  const { kind, schema, version, writer } = record;
  const header = { kind, schema, version, writer, id: await blindId(after.index, name) };
  const content = kind === 'snapshot' ? await rewriteSnapshot(plaintext, moved) : plaintext;
  return sealRecord(header, content, { vaultId, root: after.record }, salt());
}

async function digests(records: readonly SealedRecord[]): Promise<Header['sets']> {
  const rows = KINDS.map(async (kind) => {
    const members = await Promise.all(records.filter((record) => record.kind === kind).map(memberOf));
    return [kind, await digestSet(members)] as const;
  });
  return Object.fromEntries((await Promise.all(rows)).filter(([, { count }]) => count > 0));
}
