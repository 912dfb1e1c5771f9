/** The ways to unlock, as their owner sees and changes them. */
import { equalBytes } from '../encoding/bytes';
import { Problem } from '../problem';
import { clearing } from './entering';
import { StaleError } from './engines/store';
import type { Changed, Proven } from './keyring';
import type { OpenVault } from './open-vault';
import type { Parts } from './parts';
import { dropOldRemains } from './remains';
import { makePin } from './session/pin';
import { changeSettings, readSettings } from './settings';
import { tidySnapshots } from './snapshots';
import { findWay } from './unlocking';
import type { Found, Proof, Way } from './ways/proof';
import { formatRecoveryKey, makeRecoveryKey } from './ways/recovery-key';
import { slotName, type Role, type Slot } from './ways/slots';

export interface WayState {
  readonly slot: Slot;
  readonly name: string;
  readonly createdAt: number | undefined;
  /** The session was unlocked with it. */
  readonly inUse: boolean;
}

export interface WaysState {
  readonly ways: readonly WayState[];
  readonly pin: boolean;
}

export type Ways = ReturnType<typeof createWays>;

/** Every function that takes a proof runs alone. @throws {Problem} as `findWay`, and `need-owner` */
export function createWays(parts: Parts) {
  const { options, keyring } = parts;
  return {
    async list(open: OpenVault): Promise<WaysState> {
      const settings = await readSettings(open);
      const session = await options.session.peek();
      const ways = open.sets.header().slots.map((slot): WayState => {
        const id = slotName(slot);
        const known = settings.ways[id];
        return { slot, name: known?.name ?? '', createdAt: known?.createdAt, inUse: session?.slotId === id };
      });
      return { ways, pin: settings.pin !== undefined };
    },

    /** A fresh recovery key to be written down; it opens nothing before it is added. */
    freshRecoveryKey: () => formatRecoveryKey(makeRecoveryKey(options.random)),

    add: (proof: Proof, way: Way, role: Role, name: string) =>
      withProof(parts, proof, async (proven, since) => {
        const changed = await keyring.add(proven, way, role);
        await goOn(parts, proven, changed, { name, since });
      }),

    remove: (proof: Proof, id: string) =>
      withProof(parts, proof, async (proven, since) =>
        goOn(parts, proven, await keyring.remove(proven, id), { name: '', since }),
      ),

    changePassphrase: (proof: Proof, passphrase: string) =>
      withProof(parts, proof, async (proven, since) =>
        goOn(parts, proven, await keyring.changePassphrase(proven, passphrase), { name: '', since }),
      ),

    /** Sets the PIN, or takes it away. */
    setPin: (proof: Proof, pin: string | undefined) =>
      withProof(parts, proof, async (proven, since) => {
        const made = pin === undefined ? undefined : await makePin(pin, parts.salt, options.kdf);
        await changeSettings(proven.open, (settings) => ({ ...settings, pin: made }));
        await reopen(parts, proven.found, since);
        made?.key.fill(0);
      }),
  };
}

/** Runs alone with what the proof opens; the vault must be open already. */
async function withProof<T>(
  parts: Parts,
  proof: Proof,
  act: (proven: Proven, since: number) => Promise<T>,
): Promise<T> {
  const { options, door } = parts;
  // A lock that is asked for from now on wins.
  const since = door.asked();
  return options.exclusive(async () => {
    const found = await findWay(options, proof);
    return clearing(found.vaultKey, async () => {
      if (found.role !== 'owner') throw new Problem('need-owner');
      const open = await door.opened();
      // What is loaded must be what was proven: another worker may have begun a new epoch.
      if (!equalBytes(open.sets.stored().sealed.mac, found.sealed.mac)) door.forget();
      try {
        return await act({ open: await door.opened(), proof, found }, since);
      } catch (error) {
        throw error instanceof StaleError ? new Problem('storage-failed') : error;
      }
    });
  });
}

/** The session goes on under the new key, if there is one, and what is known of the ways is brought up to date. */
async function goOn(
  parts: Parts,
  { open, found }: Proven,
  changed: Changed,
  { name, since }: { readonly name: string; readonly since: number },
): Promise<void> {
  const { options, door } = parts;
  const { vaultKey, slot, slotId } = changed;
  if (!vaultKey) {
    await note(open, options.now(), slot, name);
    return;
  }
  await clearing(vaultKey, async () => {
    door.forget();
    // The change is made: that the vault was locked meanwhile, or what is only noted about it, does not make it a failure.
    const renewed = await reopen(parts, { ...found, vaultKey, slotId }, since).catch(() => undefined);
    if (!renewed) return;
    await note(renewed, options.now(), slot, name).catch(() => undefined);
    // This vault keeps nothing that the old key opens, but for what the owner left behind by starting over. Where that
    // fails now, it is done when it falls due.
    await dropOldRemains(options.copies, open.sets.header().vaultId, Number.MAX_SAFE_INTEGER).catch(
      () => undefined,
    );
    await Promise.allSettled([tidySnapshots(renewed, options.shelf), options.staged.clear()]);
  });
}

/** The same session, just proven anew. */
async function reopen({ options, door }: Parts, found: Found, since: number): Promise<OpenVault> {
  const lockAt = (await options.session.peek())?.lockAt;
  return door.open({ found, elevate: true, ...(lockAt === undefined ? {} : { lockAt }) }, since);
}

/** Notes the name of a new way, and forgets those of ways that are gone. */
async function note(open: OpenVault, now: number, made: Slot | undefined, name: string): Promise<void> {
  const present = new Set(open.sets.header().slots.map(slotName));
  await changeSettings(open, (settings) => {
    const known = Object.entries(settings.ways).filter(([id]) => present.has(id));
    const added = made ? [[slotName(made), { name, createdAt: now }] as const] : [];
    return { ...settings, ways: Object.fromEntries([...known, ...added]) };
  });
}
