/** Snapshots in a new epoch: their members are sealed anew, so that a way to unlock that was removed does not open them. */
import * as v from 'valibot';
import type { Bytes } from '../encoding/bytes';
import { decodeTrusted, encodeCanonical, type Cbor } from '../encoding/cbor';
import type { Moved, Rewrite } from './epoch';
import { manifestSchema, storedAs, type Member, type Shelf } from './manifest';
import { blindId } from './sealed/keys';
import { openRecord, parseRecord, sealRecord, storeRecord } from './sealed/records';
import { createInTurn } from '../in-turn';

/**
 * For one change of epoch. What it makes is added to the shelf; what was there stays until `tidySnapshots` finds, in
 * the new epoch, that nothing refers to it. Members that can't be read stay as they are.
 */
export function createSnapshotRewrite(shelf: Shelf): Rewrite {
  /** A record is sealed anew once, however many snapshots hold it. */
  const done = new Map<string, Member>();
  const inTurn = createInTurn();
  return (plaintext, moved) => inTurn(() => rewrite(shelf, done, plaintext, moved));
}

async function rewrite(
  { blobs, headers }: Shelf,
  done: Map<string, Member>,
  plaintext: Bytes,
  moved: Moved,
): Promise<Bytes> {
  const decoded = decodeTrusted(plaintext);
  const manifest = v.safeParse(manifestSchema, decoded);
  // A newer version's; only that version knows what it refers to.
  if (!manifest.success) return plaintext;
  const { members } = manifest.output;
  const left = members.filter(({ hash }) => !done.has(hash));
  const found = await blobs.read(left.map(({ hash }) => hash));
  const sealed = (
    await Promise.all(left.map(async (each) => reseal(each, found.get(each.hash), moved)))
  ).filter((each) => each !== undefined);
  const [header = '', ...hashes] = await blobs.put([moved.header, ...sealed.map(({ bytes }) => bytes)]);
  sealed.forEach(({ from, to }, i) => done.set(from, { ...to, hash: hashes[i] ?? '' }));
  // Not first: this epoch may never be committed. Left out, no header of the new one would be known if it is.
  const known = await headers.get();
  if (!known.includes(header)) await headers.set([...known, header]);
  const renamed = members.map((member) => ({ ...member, ...done.get(member.hash) }));
  return encodeCanonical({ ...(decoded as Record<string, Cbor>), header, members: renamed });
}

/** @property from The hash under which it lay. */
interface Resealed {
  readonly from: string;
  readonly to: Omit<Member, 'hash'>;
  readonly bytes: Uint8Array;
}

async function reseal(
  member: Member,
  bytes: Uint8Array | undefined,
  { vaultId, before, after, salt }: Moved,
): Promise<Resealed | undefined> {
  const stored = storedAs(member, bytes);
  const record = stored && parseRecord(stored);
  const plaintext = record && (await openRecord(record, { vaultId, root: before.record }));
  if (!record || !plaintext) return undefined;
  const { id: name } = decodeTrusted(plaintext) as { id: string };
  const { kind, schema, version, writer } = record;
  const header = { kind, schema, version, writer, id: await blindId(after.index, name) };
  const resealed = await sealRecord(header, plaintext, { vaultId, root: after.record }, salt());
  plaintext.fill(0);
  return { from: member.hash, to: { id: header.id, version }, bytes: storeRecord(resealed).bytes };
}
