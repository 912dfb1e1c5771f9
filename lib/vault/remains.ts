/** Former states that were kept before something took their place: what they are, and when they go. */
import { equalBytes, toBase64Url, type Bytes } from '../encoding/bytes';
import type { Copies } from './engines/copies';
import type { Remains } from './engines/store';
import { parseHeader } from './sealed/header';

/** `start-over`: a vault that was left behind. `other`: kept by a version that this one does not know. */
export type RemainsWhy = 'layout' | 'restore' | 'healing' | 'start-over' | 'other';

export interface RemainsSummary {
  readonly id: string;
  /** When it was kept; none where its name does not tell. */
  readonly at: number | undefined;
  readonly why: RemainsWhy;
  /** How many accounts it holds, readable or not. */
  readonly accounts: number;
}

type Keeper = Pick<Copies, 'remains' | 'forget'>;

const KEPT_DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;
/** Named by when and why. */
const NAME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)-(before-(?:layout-\d+|restore|healing)|start-over)$/;

/** Newest first. */
export async function listRemains({ remains }: Pick<Keeper, 'remains'>): Promise<readonly RemainsSummary[]> {
  return (await remains()).map(summaryOf).reverse();
}

function summaryOf({ id, stored: { records } }: Remains): RemainsSummary {
  const [, time = '', name = ''] = NAME.exec(id) ?? [];
  const at = Date.parse(time);
  const accounts = records.filter(({ key }) => /^(?:aside\/)?account\//.test(key)).length;
  return { id, at: Number.isNaN(at) ? undefined : at, why: whyOf(name), accounts };
}

function whyOf(name: string): RemainsWhy {
  if (name.startsWith('before-layout-')) return 'layout';
  if (name === 'before-restore') return 'restore';
  if (name === 'before-healing') return 'healing';
  return name === 'start-over' ? 'start-over' : 'other';
}

/**
 * Remains of this vault that were kept for long enough by then. Those of another, or of one that was left behind, are
 * their owner's to drop.
 */
export async function oldRemains(copies: Keeper, vaultId: Bytes, now: number): Promise<readonly string[]> {
  const all = (await copies.remains()).filter((each) => isOf(each, vaultId));
  return all.map(summaryOf).flatMap(({ id, at = Infinity }) => (now - at > KEPT_DAYS * DAY ? [id] : []));
}

export async function dropOldRemains(copies: Keeper, vaultId: Bytes, now: number): Promise<void> {
  for (const id of await oldRemains(copies, vaultId, now)) await copies.forget(id);
}

/** Drops what this vault kept by itself and holds any of these accounts. @param names Blinded ids */
export async function dropRemainsWith(
  copies: Keeper,
  vaultId: Bytes,
  names: readonly Bytes[],
): Promise<void> {
  const keys = new Set(
    names.flatMap((name) => ['account/', 'aside/account/'].map((kind) => kind + toBase64Url(name))),
  );
  for (const each of await copies.remains())
    if (isOf(each, vaultId) && each.stored.records.some(({ key }) => keys.has(key)))
      await copies.forget(each.id);
}

/**
 * Whether former states are kept whose snapshots lie among those of this vault: of one that was left behind, or replaced
 * by another.
 */
export async function holdsOthers(copies: Pick<Keeper, 'remains'>, vaultId: Bytes): Promise<boolean> {
  const all = (await copies.remains()).filter((each) => !isOf(each, vaultId));
  return all.map(summaryOf).some(({ why }) => why === 'start-over' || why === 'restore');
}

/** A restoring can put one vault in the place of another; only its header tells which was there. */
function isOf({ id, stored: { header } }: Remains, vaultId: Bytes): boolean {
  const why = summaryOf({ id, stored: { header, records: [] } }).why;
  if (why === 'layout' || why === 'healing') return true;
  return why === 'restore' && header !== undefined && isHeaderOf(header, vaultId);
}

function isHeaderOf(bytes: Uint8Array, vaultId: Bytes): boolean {
  try {
    return equalBytes(parseHeader(bytes).header.vaultId, vaultId);
  } catch {
    return false;
  }
}
