/** When the vault can't be opened as it lies: earlier states, backup files, a new beginning. Nothing that lies there is lost by any of them. */
import { importRoot } from '../crypto/seal';
import { equalBytes } from '../encoding/bytes';
import { Problem } from '../problem';
import { readBackup } from './backup-file';
import { clearing } from './entering';
import { KINDS, type StoredRecord } from './engines/store';
import type { Parts, VaultOptions } from './parts';
import { lackOf, putEverywhere, wholeOf, type Lacking } from './restoring';
import { parseHeader } from './sealed/header';
import { newestSnapshot, type FoundSnapshot } from './newest-snapshot';
import { lookOf, stateOf, type VaultState } from './state';
import { candidatesOf, isNewer, tryElsewhere, tryProof, wrongFor } from './unlocking';
import { passkeysIn, type KnownPasskey } from './ways/passkeys';
import type { Candidate, Found, Proof } from './ways/proof';

export interface Remainder {
  readonly state: Exclude<VaultState, 'open'>;
  /** By engine. */
  readonly headers: readonly ReturnType<typeof lookOf>[];
  readonly snapshots: number;
  readonly passkeys: readonly KnownPasskey[];
  readonly staged: boolean;
  readonly remains: number;
}

export interface Restored {
  readonly accounts: number;
  readonly damaged: number;
}

export type RestoreFrom = 'snapshot' | 'file';

export function createRecovery(parts: Parts) {
  const { options, door } = parts;
  const { copies, shelf, staged, exclusive, now } = options;
  return {
    async look(): Promise<Remainder> {
      const headers = await copies.headers();
      const known = [...candidatesOf(headers), ...(await shelvedCandidates(shelf))];
      return {
        state: await stateOf(copies),
        headers: headers.map(lookOf),
        passkeys: passkeysIn(known.flatMap(({ sealed }) => sealed.header.slots)),
        snapshots: (await shelf.headers.get()).length,
        staged: (await staged.get()) !== undefined,
        remains: (await copies.remains()).length,
      };
    },

    /**
     * What was there is kept as remains.
     * @param confirmed What lies there may be replaced by a file although it opens with something else.
     * @throws {Problem} `no-snapshot`, `nothing-staged`, `restore-unconfirmed`, and as an unlock does
     */
    restore: (from: RestoreFrom, proof: Proof, confirmed = false): Promise<Restored> => {
      const since = door.asked();
      return exclusive(() => restore(parts, { from, proof, confirmed, since }));
    },

    /** Makes room for a new vault. Snapshots stay where they are for as long as the remains do. */
    startOver: () =>
      exclusive(async () => {
        // A vault that is open is in use: whoever wants to be rid of it erases it, with a proof.
        if (await options.session.peek()) throw new Problem('vault-exists');
        await copies.finishErasing();
        await door.drop();
        await copies.retire(`${new Date(now()).toISOString()}-start-over`);
        await shelf.headers.set([]);
      }),

    /** Destroys the vault on this device. */
    erase: () =>
      exclusive(async () => {
        await door.drop();
        await copies.erase();
      }),

    /** Carries out what is left of an erasure that was stopped, so that nothing is made in its way. */
    finishErasing: () => exclusive(() => copies.finishErasing()),
  };
}

interface Request {
  readonly from: RestoreFrom;
  readonly proof: Proof;
  readonly confirmed: boolean;
  readonly since: number;
}

async function restore(
  { options, door }: Parts,
  { from, proof, confirmed, since }: Request,
): Promise<Restored> {
  const { copies, staged, now } = options;
  // An erasure that can't be finished stops no restoring: it never touches what is written after it.
  await copies.finishErasing().catch(() => undefined);
  const { found, read } =
    from === 'file' ? await fromFile(options, proof, confirmed) : await fromSnapshot(options, proof);
  return clearing(found.vaultKey, async () => {
    if (found.role !== 'owner') throw new Problem('need-owner');
    // First of all: what waits to be written still belongs to what is there.
    await door.drop();
    const vaultKey = await importRoot(found.vaultKey);
    const { records, missing, differs } = await read();
    const whole = await wholeOf(copies, found, vaultKey, records);
    await keepBefore(copies, `${new Date(now()).toISOString()}-before-restore`);
    await putEverywhere(copies, whole);
    await staged.clear();
    const sealed = parseHeader(whole.header);
    await door.open({ found: { ...found, sealed, damaged: [], doubtful: [] }, elevate: true }, since);
    return { accounts: whole.accounts, damaged: missing + whole.unread || Number(differs) };
  });
}

/** @throws {Problem} `storage-failed` where what is there could not be kept: nothing may take its place then. */
async function keepBefore(copies: VaultOptions['copies'], id: string): Promise<void> {
  const held = (await copies.headers()).flatMap(({ header }) => header ?? []);
  if (!(await copies.hasTrace())) return;
  await copies.keep(id);
  const kept = (await copies.remains()).find((each) => each.id === id)?.stored.header;
  const isKept = held.length === 0 || (kept && held.some((header) => equalBytes(header, kept)));
  if (!isKept) throw new Problem('storage-failed');
}

interface Source {
  readonly found: Found;
  readonly read: () => Promise<Lacking & { readonly records: readonly StoredRecord[] }>;
}

const isSnapshot = ({ key }: StoredRecord): boolean => key.startsWith('snapshot/');

/** A file holds no members of snapshots: those that are here stay, and its own lists would lead nowhere. */
async function fromFile(options: VaultOptions, proof: Proof, confirmed: boolean): Promise<Source> {
  const bytes = await options.staged.get();
  if (!bytes) throw new Problem('nothing-staged');
  const { header, records } = readBackup(bytes);
  const candidates = candidatesOf([{ engine: 0, header }]);
  if (candidates.length === 0)
    throw new Problem(header && isNewer(header) ? 'backup-newer' : 'backup-damaged');
  const found = await tryElsewhere(options, candidates, proof);
  if (!confirmed && !(await mayReplace(options, found, proof))) {
    found.vaultKey.fill(0);
    throw new Problem('restore-unconfirmed');
  }
  return {
    found,
    async read() {
      const here = (await readAny(options.copies)).filter(isSnapshot);
      const lack = await lackOf(records, found.sealed.header.sets['account']);
      return { records: [...records.filter((each) => !isSnapshot(each)), ...here], ...lack };
    },
  };
}

/** Whether nothing lies there that could still be opened, or the proof opens it as its owner's. */
async function mayReplace(options: VaultOptions, { sealed }: Found, proof: Proof): Promise<boolean> {
  const headers = await options.copies.headers();
  const here = candidatesOf(headers);
  if (here.length === 0) return !headers.some(({ header }) => header && isNewer(header));
  if (!here.every((each) => isSameVault(each.sealed, sealed))) return false;
  const live = await tryProof(options, here, proof).catch(() => undefined);
  live?.vaultKey.fill(0);
  return live?.role === 'owner';
}

/** Under the vault's own header, which knows of every way to unlock; under one of a snapshot where none opens. */
async function fromSnapshot(options: VaultOptions, proof: Proof): Promise<Source> {
  const { copies, shelf } = options;
  const here = candidatesOf(await copies.headers());
  const live = await readAny(copies);
  const newest = async ({ vaultKey, sealed }: Found): Promise<FoundSnapshot | undefined> =>
    newestSnapshot(live.filter(isSnapshot), shelf.blobs, await importRoot(vaultKey), sealed.header.vaultId);
  const shelved = await shelvedCandidates(shelf);
  const found = (await tryHere(options, here, shelved, proof)) ?? (await tryShelved());
  return {
    found,
    async read() {
      const snapshot = await newest(found);
      if (!snapshot) throw new Problem('no-snapshot');
      const others = live.filter(({ key }) => !/^(account|label)\//.test(key));
      return { records: [...snapshot.records, ...others], missing: snapshot.unread.length, differs: false };
    },
  };

  async function tryShelved(): Promise<Found> {
    const opened = await tryElsewhere(
      options,
      shelved,
      proof,
      async (each) => (await newest(each)) !== undefined,
    );
    if (!here.some((each) => isRevoked(opened, each))) return opened;
    opened.vaultKey.fill(0);
    throw new Problem(wrongFor(proof));
  }
}

async function shelvedCandidates({ headers, blobs }: VaultOptions['shelf']): Promise<readonly Candidate[]> {
  const hashes = await headers.get();
  const found = await blobs.read(hashes);
  return candidatesOf(hashes.map((hash, engine) => ({ engine, header: found.get(hash) })));
}

/** @throws {Problem} where nothing else is left to try, or a guess would gain from trying it */
async function tryHere(
  options: VaultOptions,
  here: readonly Candidate[],
  shelved: readonly Candidate[],
  proof: Proof,
): Promise<Found | undefined> {
  if (here.length === 0 && shelved.length === 0) throw new Problem('no-snapshot');
  if (here.length === 0) return undefined;
  try {
    return await tryProof(options, here, proof);
  } catch (error) {
    const held = error instanceof Problem && error.code === 'too-many-tries';
    if (held || shelved.length === 0) throw error;
    return undefined;
  }
}

/** Whether the vault went on without this way to unlock. */
function isRevoked({ sealed, slotId }: Found, { sealed: later }: Candidate): boolean {
  const { epoch, slots } = later.header;
  const knows = slots.some(({ id }) => equalBytes(id, slotId));
  return isSameVault(sealed, later) && epoch > sealed.header.epoch && !knows;
}

function isSameVault(one: Candidate['sealed'], other: Candidate['sealed']): boolean {
  return equalBytes(one.header.vaultId, other.header.vaultId);
}

/** All records that any copy holds, a key as often as there are copies: which one counts shows when they are opened. */
async function readAny(copies: VaultOptions['copies']): Promise<readonly StoredRecord[]> {
  const numbers = Array.from({ length: copies.engines }, (_, engine) => engine);
  const read = await Promise.allSettled(numbers.map((engine) => copies.read(engine, KINDS)));
  return read.flatMap((result) => (result.status === 'fulfilled' ? result.value.records : []));
}
