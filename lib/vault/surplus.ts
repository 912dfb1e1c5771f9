/** What a copy holds beyond the whole one that is about to take its place, and what of it is brought back. */
import { equalBytes } from '../encoding/bytes';
import { LIMITS } from '../limits';
import type { StoredRecord } from './engines/store';
import { accountCodec, type OpenVault } from './open-vault';
import type { ProvenCopy } from './sealed/assembly';
import { openRecord, parseRecord, type RecordKeys } from './sealed/records';

export interface Surplus {
  /** Records that open, and that the whole lacks or has otherwise, but not in a later version. */
  readonly records: readonly StoredRecord[];
  /** Some of these are a later version of what the whole has. */
  readonly later: boolean;
  /** The whole holds nothing that this copy never held: it can't have gone on from here. */
  readonly covers: boolean;
}

export function surplusOf(copy: ProvenCopy, whole: readonly StoredRecord[]): Surplus {
  const wanted = new Map(whole.map((record) => [record.key, record]));
  const records: StoredRecord[] = [];
  let [later, covers] = [false, whole.every(({ key }) => copy.has(key))];
  for (const [key, proven] of copy) {
    if (!proven) continue;
    const other = wanted.get(key);
    if (other && equalBytes(other.bytes, proven.stored.bytes)) continue;
    const ahead = other ? proven.member.version - (parseRecord(other)?.version ?? 0) : 1;
    if (ahead >= 0) records.push(proven.stored);
    if (other) {
      later ||= ahead > 0;
      covers &&= ahead > 0;
    }
  }
  return { records, later, covers };
}

/**
 * Takes accounts of a copy that was ahead into the vault, as one commit. One that the vault does not have comes back
 * only where it was in use: what was erased for good had been in the trash.
 * @returns How many.
 */
export async function bringBack(open: OpenVault, records: readonly StoredRecord[]): Promise<number> {
  const { vaultId } = open.sets.header();
  const keys = { vaultId, root: open.sets.keys.record };
  const today = new Map((await open.all()).map((account) => [account.id, account]));
  const found = await Promise.all(records.map((record) => openAccount(record, keys)));
  const back = found
    .filter((account) => account !== undefined)
    .filter(({ id, readOnly, deletedAt }) => {
      const known = today.get(id);
      return !readOnly && (known ? !known.readOnly : deletedAt === undefined);
    });
  const added = back.filter(({ id }) => !today.has(id)).length;
  if (back.length === 0 || today.size + added > LIMITS.accounts) return 0;
  await open.put(back);
  return back.length;
}

async function openAccount(stored: StoredRecord, keys: RecordKeys) {
  const record = parseRecord(stored);
  const plaintext = record?.kind === 'account' ? await openRecord(record, keys) : undefined;
  const account = record && plaintext && accountCodec.decode(plaintext, record.schema);
  plaintext?.fill(0);
  return account;
}
