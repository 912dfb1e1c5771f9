/** Makes every engine hold the whole vault again. A copy is only ever overwritten from one that is proven whole. */
import { equalBytes } from '../encoding/bytes';
import { Problem } from '../problem';
import type { Copies } from './engines/copies';
import { KINDS, type Stored, type StoredRecord } from './engines/store';
import { isAuthentic, parseHeader, type SealedHeader } from './sealed/header';
import { assemble, proveRecords, type ProvenCopy } from './sealed/assembly';
import type { VaultKeys } from './sealed/keys';
import { surplusOf, type Surplus } from './surplus';

export interface Healing {
  /** Whether a whole state was found; where it was not, nothing was touched. */
  readonly whole: boolean;
  /** The engine to read from. */
  readonly lead: number;
  /** Records put right, over all engines. */
  readonly mended: number;
  readonly engines: readonly number[];
  /** Engines that hold something else still: they could not be read or written, or hold another whole state. */
  readonly failed: readonly number[];
  /** A copy that held something else was kept as remains before it was overwritten. */
  readonly kept: boolean;
  /** What such a copy held that is later than anything in the whole state. */
  readonly later: readonly StoredRecord[];
}

/** A header as one engine holds it. */
interface Seen {
  readonly engine: number;
  readonly bytes: Uint8Array | undefined;
  readonly sealed: SealedHeader | undefined;
  readonly authentic: boolean;
  /** Made by a later version of this program. */
  readonly newer: boolean;
}

interface Copy extends Seen {
  readonly records: readonly StoredRecord[];
}

interface Held extends Copy {
  readonly proven: ProvenCopy;
}

type Authentic<T extends Seen> = T & { readonly sealed: SealedHeader };

interface Whole {
  readonly of: Authentic<Copy>;
  readonly stored: Stored;
}

/**
 * Runs alone, as every change does.
 *
 * @param keepAs The id of remains under which a copy is kept before it is overwritten although it holds something that
 *   no other copy has. Without it, such a copy is left as it is.
 */
export async function heal(copies: Copies, keys: VaultKeys, keepAs?: string): Promise<Healing> {
  const { found, failed } = await readAll(copies, keys);
  const [highest] = authenticOf(found);
  const nothing = {
    whole: false,
    lead: highest?.engine ?? 0,
    mended: 0,
    engines: [],
    failed,
    kept: false,
    later: [],
  };
  if (!highest) return nothing;
  const recordKeys = { vaultId: highest.sealed.header.vaultId, root: keys.record };
  const stored = found.map(({ records }) => records);
  const proven = await proveRecords(stored, recordKeys);
  const whole = await findWhole(found, proven);
  if (!whole) return nothing;
  const held = found.map((copy, i): Held => ({ ...copy, proven: proven[i] ?? new Map() }));
  if (held.some((copy) => isForeign(copy, whole.of, keepAs))) return nothing;
  const mended = await Promise.all([
    ...held.map((copy) => mend(copies, copy, whole, keepAs)),
    ...failed.map((engine) => standIn(copies, engine, whole)),
  ]);
  const enginesThat = (ended: Mended['ended']) =>
    mended.filter((each) => each.ended === ended).map(({ engine }) => engine);
  return {
    whole: true,
    lead: whole.of.engine,
    mended: mended.reduce((sum, { records }) => sum + records, 0),
    engines: enginesThat('healed'),
    failed: enginesThat('failed'),
    kept: mended.some(({ kept }) => kept),
    later: mended.flatMap(({ later }) => later),
  };
}

async function readAll(copies: Copies, keys: VaultKeys): Promise<{ found: Copy[]; failed: number[] }> {
  const engines = Array.from({ length: copies.engines }, (_, engine) => engine);
  const results = await Promise.allSettled(
    engines.map(async (engine): Promise<Copy> => {
      const { header, records } = await copies.read(engine, KINDS);
      return { ...(await see(engine, header, keys)), records };
    }),
  );
  return {
    found: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    failed: engines.filter((engine) => results[engine]?.status === 'rejected'),
  };
}

async function see(engine: number, bytes: Uint8Array | undefined, keys: VaultKeys): Promise<Seen> {
  const nothing = { engine, bytes, sealed: undefined, authentic: false, newer: false };
  if (!bytes) return nothing;
  try {
    const sealed = parseHeader(bytes);
    return { ...nothing, sealed, authentic: await isAuthentic(sealed, keys.header) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...nothing, newer: error.code === 'vault-newer' };
  }
}

/** The highest generation first, then the lowest engine. */
function authenticOf<T extends Seen>(seen: readonly T[]): readonly Authentic<T>[] {
  return seen
    .filter((each): each is Authentic<T> => each.authentic)
    .sort((a, b) => b.sealed.header.generation - a.sealed.header.generation);
}

/**
 * The highest generation that can be put together. One generation back is accepted where only the last change was cut
 * short; further back lie changes that were acknowledged since, and giving those up is not decided here.
 */
async function findWhole(found: readonly Copy[], proven: readonly ProvenCopy[]): Promise<Whole | undefined> {
  const authentic = authenticOf(found);
  const top = authentic[0]?.sealed.header.generation;
  const highest = authentic.filter(({ sealed }) => sealed.header.generation === top);
  const before = authentic.filter((copy) =>
    highest.every(({ sealed }) => equalBytes(sealed.header.prev, copy.sealed.mac)),
  );
  for (const of of [...highest, ...before]) {
    const records = await assemble(of.sealed.header.sets, proven);
    if (records) return { of, stored: { header: of.bytes, records } };
  }
  return undefined;
}

/**
 * Another vault, or this one under a later key or version: these keys may not judge it. A header that was merely
 * damaged into looking like one still has records beside it that open.
 */
function isForeign({ sealed, authentic, newer, proven }: Held, whole: Whole['of'], keepAs?: string): boolean {
  // It may be what it says: it is not overwritten unkept.
  if (newer && keepAs === undefined) return true;
  if (!newer) {
    if (!sealed || authentic) return false;
    const { epoch, vaultId } = sealed.header;
    const ours = whole.sealed.header;
    if (epoch <= ours.epoch && equalBytes(vaultId, ours.vaultId)) return false;
  }
  return ![...proven.values()].some((each) => each !== undefined);
}

interface Mended {
  readonly engine: number;
  readonly ended: 'same' | 'healed' | 'failed';
  readonly records: number;
  readonly kept: boolean;
  readonly later: readonly StoredRecord[];
}

async function mend(copies: Copies, copy: Held, whole: Whole, keepAs?: string): Promise<Mended> {
  const { engine } = copy;
  const records = countDifferent(copy.records, whole.stored.records);
  const nothing = { engine, records: 0, kept: false, later: [] };
  const same = records === 0 && isHeaderOf(copy, whole);
  if (same && !copies.state().behind.includes(engine)) return { ...nothing, ended: 'same' };
  const kin = kinship(copy, whole.of);
  const surplus = surplusOf(copy.proven, whole.stored.records);
  const lost = holdsMore(copy, kin, surplus);
  if ((lost || kin === 'rival') && keepAs === undefined) return { ...nothing, ended: 'failed' };
  const kept = keepAs !== undefined && (lost || kin === 'rival' || kin === 'torn' || copy.newer);
  try {
    await copies.replace(engine, whole.stored, kept ? keepAs : undefined);
    const later = lost && isAhead(copy, whole.of, kin, surplus) ? surplus.records : [];
    return { engine, ended: 'healed', records, kept, later };
  } catch {
    return { ...nothing, ended: 'failed' };
  }
}

/** An engine that can't be read may hold more than any other: it is not written to, its spare is. */
async function standIn(copies: Copies, engine: number, { stored }: Whole): Promise<Mended> {
  try {
    await copies.standIn(engine, stored);
    return { engine, ended: 'healed', records: stored.records.length, kept: false, later: [] };
  } catch {
    return { engine, ended: 'failed', records: 0, kept: false, later: [] };
  }
}

function isHeaderOf({ bytes }: Copy, { of }: Whole): boolean {
  return bytes !== undefined && of.bytes !== undefined && equalBytes(bytes, of.bytes);
}

type Kinship = 'older' | 'torn' | 'rival' | 'unread';

/** What a copy is to the whole one: it led to it, or is a change that was cut short, or goes another way, or does not say. */
function kinship({ sealed, authentic }: Copy, { sealed: whole }: Whole['of']): Kinship {
  if (!sealed || !authentic) return 'unread';
  if (equalBytes(sealed.mac, whole.mac)) return 'older';
  const difference = sealed.header.generation - whole.header.generation;
  if (difference === 0) return 'rival';
  return difference < 0 ? 'older' : 'torn';
}

/**
 * Whether overwriting a copy gives up what the whole one may never have had. Of what an older header stands over, the
 * whole one has been rid on purpose; but a header can be older than the records beside it.
 */
function holdsMore({ sealed, proven }: Held, kin: Kinship, { records, later }: Surplus): boolean {
  if (kin !== 'older' || later) return records.length > 0;
  return KINDS.some((kind) => {
    const isOf = (key: string): boolean => key.startsWith(`${kind}/`);
    const count = [...proven].filter(([key, has]) => has && isOf(key)).length;
    return records.some(({ key }) => isOf(key)) && count > (sealed?.header.sets[kind]?.count ?? 0);
  });
}

/** Whether it went on from the whole one, and nothing did from it. In doubt it did not: it is kept all the same. */
function isAhead({ sealed }: Copy, whole: Whole['of'], kin: Kinship, { later, covers }: Surplus): boolean {
  if (kin === 'torn') return true;
  if (kin !== 'unread' || !covers) return false;
  // Where nothing else tells, it still holds all of the whole one, and more.
  return later || !sealed || sealed.header.generation > whole.sealed.header.generation;
}

/** How many records one has that the other has not, or not so. */
function countDifferent(records: readonly StoredRecord[], whole: readonly StoredRecord[]): number {
  const wanted = new Map(whole.map(({ key, bytes }) => [key, bytes]));
  let different = 0;
  for (const { key, bytes } of records) {
    const other = wanted.get(key);
    if (!other || !equalBytes(other, bytes)) different += 1;
    wanted.delete(key);
  }
  return different + wanted.size;
}
