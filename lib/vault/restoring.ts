/** Making a whole vault out of records that were found somewhere, in the place of the one that is there. */
import { equalBytes } from '../encoding/bytes';
import { Problem } from '../problem';
import type { Copies } from './engines/copies';
import { KINDS, type StoredRecord } from './engines/store';
import { sealHeader, type Header, type SetDigest } from './sealed/header';
import { deriveVaultKeys } from './sealed/keys';
import {
  digestSet,
  memberOf,
  openRecord,
  parseRecord,
  storeRecord,
  type SealedRecord,
} from './sealed/records';
import { candidatesOf } from './unlocking';
import type { Found } from './ways/proof';

export interface Whole {
  readonly header: Uint8Array;
  readonly records: readonly StoredRecord[];
  readonly accounts: number;
  /** Accounts that can't be read. */
  readonly unread: number;
}

/** All that can be read of the records, under a header that says so. */
export async function wholeOf(
  copies: Copies,
  { sealed }: Found,
  vaultKey: CryptoKey,
  stored: readonly StoredRecord[],
): Promise<Whole> {
  const { header, mac } = sealed;
  const keys = await deriveVaultKeys(vaultKey, header.vaultId);
  const opened = await Promise.all(
    stored.map(async (each) => readable(each, { vaultId: header.vaultId, root: keys.record })),
  );
  const records = newestOf(opened.filter((record) => record !== undefined));
  const rows = KINDS.map(async (kind) => {
    const members = await Promise.all(records.filter((record) => record.kind === kind).map(memberOf));
    return [kind, await digestSet(members)] as const;
  });
  const sets: Header['sets'] = Object.fromEntries(await Promise.all(rows));
  const generation = (await highestGeneration(copies, header.generation)) + 1;
  const { bytes } = await sealHeader({ ...header, generation, prev: mac, sets }, keys.header);
  const accounts = sets['account']?.count ?? 0;
  const meant = new Set(stored.map(({ key }) => key).filter((key) => key.startsWith('account/'))).size;
  return { header: bytes, records: records.map(storeRecord), accounts, unread: meant - accounts };
}

/** Of each record the latest. */
function newestOf(records: readonly SealedRecord[]): readonly SealedRecord[] {
  const newest = new Map<string, SealedRecord>();
  for (const record of records) {
    const { key } = storeRecord(record);
    if ((newest.get(key)?.version ?? -1) < record.version) newest.set(key, record);
  }
  return [...newest.values()];
}

export interface Lacking {
  /** Accounts that are not there at all. */
  readonly missing: number;
  /** What is there is not what the header says. */
  readonly differs: boolean;
}

/** What accounts lack by the header that they lie under. */
export async function lackOf(
  stored: readonly StoredRecord[],
  expected: SetDigest | undefined,
): Promise<Lacking> {
  const accounts = stored.filter(({ key }) => key.startsWith('account/'));
  const parsed = accounts.map(parseRecord).filter((record) => record !== undefined);
  const { digest } = await digestSet(await Promise.all(parsed.map(memberOf)));
  const differs = expected !== undefined && !equalBytes(digest, expected.digest);
  return { missing: Math.max(0, (expected?.count ?? 0) - accounts.length), differs };
}

async function readable(
  stored: StoredRecord,
  keys: Parameters<typeof openRecord>[1],
): Promise<SealedRecord | undefined> {
  const record = parseRecord(stored);
  const plaintext = record && (await openRecord(record, keys));
  plaintext?.fill(0);
  return plaintext && record;
}

/** What is put back must count as newer than whatever lies there. */
async function highestGeneration(copies: Copies, known: number): Promise<number> {
  const candidates = candidatesOf(await copies.headers());
  return Math.max(known, ...candidates.map(({ sealed }) => sealed.header.generation));
}

/** Into every copy; one that takes it is enough, the others are healed from it. */
export async function putEverywhere(copies: Copies, { header, records }: Whole): Promise<void> {
  const numbers = Array.from({ length: copies.engines }, (_, engine) => engine);
  const results: PromiseSettledResult<void>[] = [];
  for (const engine of numbers)
    results.push(...(await Promise.allSettled([copies.replace(engine, { header, records })])));
  if (results.some(({ status }) => status === 'fulfilled')) return;
  const [first] = results;
  throw first?.status === 'rejected' ? first.reason : new Problem('storage-failed');
}
