/** From a proof to the vault key, over headers of which none is believed before a key has proven it. */
import type { Bytes } from '../../encoding/bytes';
import { equalBytes } from '../../encoding/bytes';
import { encodeCanonical } from '../../encoding/cbor';
import type { Kdf } from '../../crypto/kdf';
import { importRoot } from '../../crypto/seal';
import { isAuthentic, type Header, type SealedHeader } from '../sealed/header';
import { deriveVaultKeys } from '../sealed/keys';
import { rootOf, type Proof } from './roots';
import { fits, isPayable, openWithRoot, slotName, type Role, type Slot } from './slots';

export type { Proof, Way } from './roots';

/** One copy of the header, as an engine holds it. */
export interface Candidate {
  readonly engine: number;
  readonly sealed: SealedHeader;
}

export interface Found {
  /** Raw: the caller clears it. */
  readonly vaultKey: Bytes;
  readonly role: Role;
  readonly slotId: Bytes;
  /** The newest header that the key proves, and whose it is. */
  readonly engine: number;
  readonly sealed: SealedHeader;
  /** Engines whose header is of the same epoch and fails under this key. */
  readonly damaged: readonly number[];
  /** Engines whose header claims to be newer and could be neither proven nor refuted. */
  readonly doubtful: readonly number[];
}

/**
 * `wrong`: the proof opens nothing that counts. `damaged`: what it opens, or would open, was changed on the disk.
 * `refused`: every slot it could have been tried on was held back.
 */
export type NotFound = 'wrong' | 'damaged' | 'refused';

export interface OpenOptions {
  readonly kdf: Kdf;
  /** By a slot's name; all, unless given. */
  readonly allowed?: (slot: string) => boolean;
}

/** The names of the slots that this proof would be tried on, each once: for the throttle. */
export function slotsFor(candidates: readonly Candidate[], proof: Proof): string[] {
  const slots = candidates.flatMap(({ sealed }) => sealed.header.slots);
  return [...new Set(slots.filter((slot) => fits(slot, proof) && isPayable(slot)).map(slotName))];
}

/**
 * Tries the newest header first. A header that only an older one's key could vouch for never hides that a way to
 * unlock was removed since: where a newer epoch does not know the slot, it opens nothing.
 */
export async function openWith(
  candidates: readonly Candidate[],
  proof: Proof,
  { kdf, allowed = () => true }: OpenOptions,
): Promise<Found | NotFound> {
  const sorted = candidates.toSorted((a, b) => compare(b.sealed.header, a.sealed.header));
  const rootFor = createRoots(proof, kdf);
  const verdicts: Verdict[] = [];
  for (const candidate of sorted) {
    for (const slot of candidate.sealed.header.slots.filter((each) => fits(each, proof))) {
      const held = isPayable(slot) ? !allowed(slotName(slot)) && 'refused' : 'unpayable';
      const root = held ? undefined : await rootFor(slot);
      const result = root ? await tryRoot(root, slot, candidate, sorted) : held || 'wrong';
      if (typeof result === 'object') return result;
      verdicts.push(result);
    }
  }
  return summarise(verdicts);
}

type Verdict = NotFound | 'unpayable';

/** A key that opened a slot tells of damage for certain; a cost that no one wrote only where no sound slot says otherwise. */
function summarise(verdicts: readonly Verdict[]): NotFound {
  const ranked = ['damaged', 'wrong', 'unpayable', 'refused'] as const;
  const worst = ranked.find((verdict) => verdicts.includes(verdict)) ?? 'wrong';
  return worst === 'unpayable' ? 'damaged' : worst;
}

function compare(a: Header, b: Header): number {
  return a.epoch - b.epoch || a.generation - b.generation;
}

/** Stretches once per cost and salt, however many copies of the slot there are. */
function createRoots(proof: Proof, kdf: Kdf): (slot: Slot) => Promise<CryptoKey | undefined> {
  const roots = new Map<string, Promise<CryptoKey | undefined>>();
  return (slot) => {
    const cost = encodeCanonical(slot.kdf ?? null).join();
    const root = roots.get(cost) ?? rootOf(proof, slot.kdf, kdf);
    roots.set(cost, root);
    return root;
  };
}

async function tryRoot(
  root: CryptoKey,
  slot: Slot,
  candidate: Candidate,
  sorted: readonly Candidate[],
): Promise<Found | NotFound> {
  const vaultKey = await openWithRoot(slot, root, candidate.sealed.header);
  if (!vaultKey) return 'wrong';
  let found: Found | NotFound = 'damaged';
  try {
    found = await judge(candidate, slot.id, vaultKey, sorted);
    return found;
  } finally {
    if (typeof found !== 'object') vaultKey.fill(0);
  }
}

/** What the key that a slot gave is worth, beside all that the other copies say. */
async function judge(
  candidate: Candidate,
  slotId: Bytes,
  vaultKey: Bytes,
  sorted: readonly Candidate[],
): Promise<Found | NotFound> {
  const { vaultId, epoch } = candidate.sealed.header;
  const { header: key } = await deriveVaultKeys(await importRoot(vaultKey), vaultId);
  if (!(await isAuthentic(candidate.sealed, key))) return 'damaged';
  const damaged: number[] = [];
  const doubtful: number[] = [];
  let truth: Candidate | undefined;
  for (const other of sorted) {
    const { header } = other.sealed;
    const foreign = !equalBytes(header.vaultId, vaultId);
    if (foreign || header.epoch !== epoch) {
      if (compare(header, candidate.sealed.header) <= 0) continue;
      if (!foreign && !slotOf(header, slotId)) return 'wrong';
      doubtful.push(other.engine);
    } else if (await isAuthentic(other.sealed, key)) truth ??= other;
    else damaged.push(other.engine);
  }
  const { engine, sealed } = truth ?? candidate;
  const role = slotOf(sealed.header, slotId)?.role;
  return role ? { vaultKey, role, slotId, engine, sealed, damaged, doubtful } : 'wrong';
}

function slotOf({ slots }: Header, id: Bytes): Slot | undefined {
  return slots.find((slot) => equalBytes(slot.id, id));
}
