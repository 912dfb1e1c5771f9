/** From a proof to the way it opens, with the throttle in between. */
import type { Kdf } from '../crypto/kdf';
import { toHex, type Bytes } from '../encoding/bytes';
import { encodeCanonical, type Cbor } from '../encoding/cbor';
import { Problem, type ProblemCode } from '../problem';
import type { Copies, HeaderCopy } from './engines/copies';
import { parseHeader } from './sealed/header';
import { openWith, slotsFor, type Candidate, type Found, type NotFound, type Proof } from './ways/proof';
import { parseRecoveryKey } from './ways/recovery-key';
import { fits, isPayable, slotName } from './ways/slots';
import { elsewhere, type Throttle } from './ways/throttle';

export interface UnlockingOptions {
  readonly copies: Copies;
  readonly throttle: Throttle;
  readonly kdf: Kdf;
}

const wrong: Readonly<Record<Proof['type'], ProblemCode>> = {
  passphrase: 'wrong-passphrase',
  recovery: 'wrong-recovery-key',
  passkey: 'wrong-passkey',
};

/** How it is called that a proof opens nothing. */
export function wrongFor({ type }: Proof): ProblemCode {
  return wrong[type];
}

/** The headers that can be read, of which none is believed yet. @throws {Problem} why there is none */
export async function readCandidates(copies: Copies): Promise<readonly Candidate[]> {
  const headers = await copies.headers();
  const candidates = candidatesOf(headers);
  if (candidates.length > 0) return candidates;
  if (headers.some(({ header }) => header && isNewer(header))) throw new Problem('vault-newer');
  if (headers.every(({ failed }) => failed)) throw new Problem('storage-failed');
  // What does not answer is not empty.
  const silent = headers.some(({ failed }) => failed);
  throw new Problem(silent || (await copies.hasTrace()) ? 'header-damaged' : 'no-vault');
}

export function candidatesOf(headers: readonly Pick<HeaderCopy, 'engine' | 'header'>[]): Candidate[] {
  return headers.flatMap(({ engine, header }) => {
    const sealed = header && parsed(header);
    return sealed ? [{ engine, sealed }] : [];
  });
}

function parsed(header: Uint8Array): Candidate['sealed'] | undefined {
  try {
    return parseHeader(header);
  } catch {
    return undefined;
  }
}

/** Made by a later version of this program. */
export function isNewer(header: Uint8Array): boolean {
  try {
    parseHeader(header);
    return false;
  } catch (error) {
    return error instanceof Problem && error.code === 'vault-newer';
  }
}

/**
 * The way that this proof opens; the caller clears its key.
 * @throws {Problem} `wrong-passphrase` and its like, `too-many-tries`, `header-damaged`, `vault-newer`, `no-vault`
 */
export async function findWay(options: UnlockingOptions, proof: Proof): Promise<Found> {
  return tryProof(options, await readCandidates(options.copies), proof);
}

/** The same over these headers, as engines hold them. */
export async function tryProof(
  options: Pick<UnlockingOptions, 'throttle' | 'kdf'>,
  candidates: readonly Candidate[],
  proof: Proof,
): Promise<Found> {
  return throttled(options.throttle, slotsFor(candidates, proof), proof, async (free) => {
    const { kdf } = options;
    const found = await openWith(candidates, proof, { kdf, allowed: (slot) => free.includes(slot) });
    return typeof found === 'object' ? { found, name: slotName({ id: found.slotId }) } : found;
  });
}

/**
 * Over headers that no engine holds. Each is judged alone, in this order: one that was never committed, or that someone
 * made up, must not stand before the right one. Failures and successes count for nothing of the vault's own.
 * @param accepts Whether what the key opens is what is looked for; where it is nowhere, the first that opens is given.
 */
export async function tryElsewhere(
  options: Pick<UnlockingOptions, 'throttle' | 'kdf'>,
  candidates: readonly Candidate[],
  proof: Proof,
  accepts: (found: Found) => Promise<boolean> = () => Promise.resolve(true),
): Promise<Found> {
  const named = await Promise.all(
    candidates.map(async (candidate) => ({ candidate, names: await namesIn(candidate, proof) })),
  );
  const all = new Set(named.flatMap(({ names }) => [...names.values()]));
  const { kdf, clear } = deriveOnce(options.kdf);
  const attempt = async (free: readonly string[]): Promise<Opened | NotFound> => {
    let first: Opened | undefined;
    let verdict: NotFound = 'wrong';
    for (const { candidate, names } of named) {
      const allowed = (slot: string): boolean => free.includes(names.get(slot) ?? '');
      const found = await openWith([candidate], proof, { kdf, allowed });
      if (found === 'damaged') verdict = found;
      if (typeof found !== 'object') continue;
      const opened = { found, name: names.get(slotName({ id: found.slotId })) ?? '' };
      if (await accepts(found)) {
        first?.found.vaultKey.fill(0);
        return opened;
      }
      if (first) found.vaultKey.fill(0);
      first ??= opened;
    }
    return first ?? verdict;
  };
  return throttled(options.throttle, [...all], proof, attempt).finally(clear);
}

interface Opened {
  readonly found: Found;
  /** What the throttle knows its slot by. */
  readonly name: string;
}

async function throttled(
  throttle: Throttle,
  names: readonly string[],
  proof: Proof,
  attempt: (free: readonly string[]) => Promise<Opened | NotFound>,
): Promise<Found> {
  // A slip of the pen is told by the key's own check, and is no guess.
  if (proof.type === 'recovery' && !(await parseRecoveryKey(proof.text)))
    throw new Problem('wrong-recovery-key');
  const free = await throttle.free(names);
  if (names.length > 0 && free.length === 0) throw new Problem('too-many-tries');
  await throttle.begin(free);
  const result = await attempt(free);
  if (typeof result === 'object') {
    await throttle.succeed(result.name, free);
    return result.found;
  }
  if (result === 'damaged') throw new Problem('header-damaged');
  throw new Problem(free.length < names.length ? 'too-many-tries' : wrongFor(proof));
}

/** By slot. Ids lie in clear: anyone can make a slot with the id of another, but not one that is the other's every byte. */
async function namesIn(
  { sealed: { header } }: Candidate,
  proof: Proof,
): Promise<ReadonlyMap<string, string>> {
  const slots = header.slots.filter((slot) => fits(slot, proof) && isPayable(slot));
  const rows = slots.map(async (slot) => {
    const bytes = encodeCanonical([header.vaultId, slot as unknown as Cbor]);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return [slotName(slot), elsewhere(toHex(hash))] as const;
  });
  return new Map(await Promise.all(rows));
}

/** Headers of one vault share their slots: each is stretched once. Ends with `clear`. */
function deriveOnce(derive: Kdf): { readonly kdf: Kdf; readonly clear: () => void } {
  const derived = new Map<string, Promise<Bytes>>();
  return {
    kdf: async (passphrase, salt, params) => {
      const cost = encodeCanonical([salt, params.m, params.t, params.p]).join();
      const root = derived.get(cost) ?? derive(passphrase, salt, params);
      derived.set(cost, root);
      // Whoever asks clears what it is given.
      return (await root).slice();
    },
    clear: () => {
      for (const root of derived.values())
        void root.then(
          (bytes) => bytes.fill(0),
          () => undefined,
        );
    },
  };
}
