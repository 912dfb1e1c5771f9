/**
 * Earlier states of the accounts. Members lie in the second engine under their hash, so that a record is stored once
 * however many snapshots hold it; which they are is sealed in the vault's own sets.
 */
import { equalBytes, toBase64Url } from '../encoding/bytes';
import { Problem } from '../problem';
import { accountCodec, type OpenVault } from './open-vault';
import type { Blobs } from './engines/blobs';
import {
  openMembers,
  snapshotCodec,
  SNAPSHOT_SCHEMA,
  type Manifest,
  type Member,
  type Members,
  type Shelf,
} from './manifest';
import { blindId } from './sealed/keys';
import type { Opened } from './sealed/record-set';
import { storeRecord } from './sealed/records';
import type { Sets } from './sealed/sets';
import { dayOf, keep, newestFirst, type Tier } from './retention';

export interface SnapshotSummary {
  readonly id: string;
  readonly at: number;
  readonly accounts: number;
  readonly tier: Tier;
}

/** Whether there is none of today (UTC), and something to note that the newest does not tell. */
export async function dueSnapshot(open: OpenVault, now: number): Promise<boolean> {
  const manifests = readable(await load(open.sets));
  const today = manifests.some(({ at, tier }) => tier !== 'before' && dayOf(at) === dayOf(now));
  return !today && differs(open.sets, manifests, now);
}

/**
 * Keeps the accounts as they are now, and lets go of snapshots whose time is over. Nothing is kept where the newest
 * snapshot is the same or the accounts are damaged, unless `tier` is `before`.
 * @param header The vault's header as it is stored.
 * @returns Whether there is a new snapshot.
 */
export async function takeSnapshot(
  open: OpenVault,
  shelf: Shelf,
  header: Uint8Array,
  now: number,
  tier: Tier = 'daily',
): Promise<boolean> {
  const { sets } = open;
  const before = await load(sets);
  const aside = (await sets.load(snapshotCodec)).damaged();
  const whole = aside.length === 0 && (await sets.isWhole(snapshotCodec));
  const idle = tier !== 'before' && !differs(sets, readable(before), now);
  if (idle || (tier !== 'before' && (await open.damage()))) return false;
  const manifest = await shelve(open, shelf, header, { at: now, tier, id: freshId(before, now) });
  const kept = keep([...readable(before), manifest], now);
  // The one that is about to be put back may be the next to go: that waits for another day.
  const gone = tier === 'before' ? [] : before.filter(({ value }) => !value.opaque && !kept.has(value.id));
  const put = [await sets.seal(snapshotCodec, manifest.id, manifest)];
  const drop = gone.map(({ record }) => storeRecord(record).key);
  await sets.commit([{ kind: 'snapshot', put, aside, drop }]);
  // What a lost list may refer to stays until the next time.
  if (whole) await tidySnapshots(open, shelf);
  return true;
}

/** Lets go of what no snapshot refers to; of nothing while a list can't be read. */
export async function tidySnapshots({ sets }: OpenVault, { blobs, headers, shared }: Shelf): Promise<void> {
  const opened = await load(sets);
  const unread = (await sets.load(snapshotCodec)).damaged().length;
  if (unread > 0 || opened.some(({ value }) => value.opaque) || !(await sets.isWhole(snapshotCodec))) return;
  const manifests = opened.map(({ value }) => value).sort((a, b) => b.at - a.at);
  const own = new Set(manifests.map(({ header }) => header));
  await headers.set([...own]);
  if (await shared?.(sets.header().vaultId)) return;
  await blobs.keepOnly(
    new Set([...own, ...manifests.flatMap(({ members }) => members.map(({ hash }) => hash))]),
  );
}

/**
 * Takes accounts out of every snapshot, as one commit; one that holds no other goes. Lists that can't be read are moved
 * aside, kept, and a newer version's are left to it.
 */
export async function forgetInSnapshots(
  open: OpenVault,
  shelf: Shelf,
  ids: readonly string[],
): Promise<void> {
  const { sets } = open;
  const names = await Promise.all(ids.map(async (id) => toBase64Url(await blindId(sets.keys.index, id))));
  const stays = ({ id }: Member): boolean => !names.includes(toBase64Url(id));
  const held = (await load(sets)).filter(
    ({ record, value }) => record.schema <= SNAPSHOT_SCHEMA && !value.members.every(stays),
  );
  if (held.length === 0) return;
  const aside = (await sets.load(snapshotCodec)).damaged();
  const whole = aside.length === 0 && (await sets.isWhole(snapshotCodec));
  const left = held.map(({ record, value }) => ({ record, ...value, members: value.members.filter(stays) }));
  const put = left
    .filter(({ members }) => members.length > 0)
    .map(async ({ record: _, ...manifest }) => sets.seal(snapshotCodec, manifest.id, manifest));
  const drop = left
    .filter(({ members }) => members.length === 0)
    .map(({ record }) => storeRecord(record).key);
  await sets.commit([{ kind: 'snapshot', put: await Promise.all(put), aside, drop }]);
  // What a lost list may refer to stays until the next time.
  if (whole) await tidySnapshots(open, shelf);
}

/** Newest first. */
export async function listSnapshots({ sets }: OpenVault): Promise<readonly SnapshotSummary[]> {
  const sorted = readable(await load(sets)).sort((a, b) => b.at - a.at);
  const kept = keep(sorted, sorted[0]?.at ?? 0);
  return sorted.map(({ id, at, tier, members }) => ({
    id,
    at,
    accounts: members.length,
    tier: kept.get(id) ?? tier,
  }));
}

/** @throws {Problem} `no-snapshot`, `snapshot-damaged` where it is there and can't be read. */
export async function readSnapshot(
  { sets }: OpenVault,
  blobs: Blobs,
  id: string,
): Promise<Members & { readonly damaged: number }> {
  const found = (await load(sets)).find(({ value }) => value.id === id && !value.opaque);
  const { vaultId } = sets.header();
  if (!found) {
    const unread = (await sets.load(snapshotCodec)).damaged().length > 0;
    throw new Problem(unread ? 'snapshot-damaged' : 'no-snapshot');
  }
  const members = await openMembers(found.value, blobs, { vaultId, root: sets.keys.record });
  return { ...members, damaged: members.unread.length };
}

async function load(sets: Sets): Promise<readonly Opened<Manifest>[]> {
  return (await sets.load(snapshotCodec)).all();
}

function readable(opened: readonly Opened<Manifest>[]): Manifest[] {
  return opened.map(({ value }) => value).filter(({ opaque }) => !opaque);
}

/** Whether the accounts are others than in the newest snapshot. */
function differs(sets: Sets, manifests: readonly Manifest[], now: number): boolean {
  const accounts = sets.header().sets['account'];
  if (!accounts || accounts.count === 0) return false;
  const newest = newestFirst(manifests, now)[0];
  return !newest || !equalBytes(newest.digest, accounts.digest);
}

function freshId(before: readonly Opened<Manifest>[], now: number): string {
  const taken = new Set(before.map(({ value }) => value.id));
  let at = now;
  while (taken.has(`snapshot/${at}`)) at += 1;
  return `snapshot/${at}`;
}

/** Puts the members where they will be looked for, before anything refers to them. */
async function shelve(
  { sets }: OpenVault,
  { blobs, headers }: Shelf,
  header: Uint8Array,
  given: Pick<Manifest, 'id' | 'at' | 'tier'>,
): Promise<Manifest> {
  const records = (await (await sets.load(accountCodec)).all()).map(({ record }) => record);
  const bytes = records.map((record) => storeRecord(record).bytes);
  const [own = '', ...hashes] = await blobs.put([header, ...bytes]);
  await headers.set([own, ...(await headers.get()).filter((hash) => hash !== own)]);
  const members = records.map(({ id, version }, i): Member => ({ id, version, hash: hashes[i] ?? '' }));
  const digest = sets.header().sets['account']?.digest ?? new Uint8Array(32);
  return { ...given, header: own, digest, members, opaque: false };
}
