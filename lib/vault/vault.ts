/** The vault's life: none, made, locked, open. Everything that changes it runs alone. */
import { createSalts } from '../crypto/seal';
import { Problem } from '../problem';
import { createCare, type Care } from './care';
import { createDoor } from './door';
import { StaleError } from './engines/store';
import { enterByPin, enterByWay, enterNew } from './entering';
import { checkPassphrase, createKeyring } from './keyring';
import type { OpenVault } from './open-vault';
import type { Parts, VaultOptions } from './parts';
import { createRecovery } from './recovery';
import { ELEVATE_MS } from './session/session';
import { createSnapshotRewrite } from './snapshot-rewrite';
import { lockedView, stateOf, type VaultState } from './state';
import { createWays } from './unlock-ways';
import { findWay } from './unlocking';
import type { Proof } from './ways/proof';

export type { VaultState } from './state';

/** A PIN opens what a soft lock has left, and nothing else. */
export type UnlockProof = Proof | { readonly type: 'pin'; readonly pin: string };

export type Vault = ReturnType<typeof createVault>;

export function createVault(options: VaultOptions) {
  const { copies, session, exclusive } = options;
  const salt = createSalts(options.random);
  const door = createDoor(options, salt);
  const keyring = createKeyring({ ...options, newRewrite: () => createSnapshotRewrite(options.shelf) }, salt);
  const parts: Parts = { options, salt, door, keyring };
  const care = createCare(parts);
  return {
    care,
    ways: createWays(parts),
    recovery: createRecovery(parts),

    async state(): Promise<VaultState> {
      return (await session.peek()) ? 'open' : stateOf(copies);
    },

    /** While locked: what it can be unlocked with. */
    locked: () => lockedView(options),

    /** What the session may do and how long it lasts, for the message door; none while locked. */
    session: () => session.peek(),

    /** @throws {Problem} `vault-exists` where any trace of a vault is found, readable or not. */
    create: (passphrase: string) => {
      const since = door.asked();
      return exclusive(async () => {
        checkPassphrase(passphrase);
        await copies.finishErasing();
        if (await copies.hasTrace()) throw new Problem('vault-exists');
        await enterNew(parts, passphrase, since);
      });
    },

    /** @throws {Problem} `wrong-passphrase` and its like, `too-many-tries`, `header-damaged`, `vault-newer`, `no-vault` */
    unlock: (proof: UnlockProof) => {
      const since = door.asked();
      return exclusive(() =>
        proof.type === 'pin' ? enterByPin(parts, proof.pin, since) : enterByWay(parts, proof, since),
      );
    },

    /** Proves once more who is there. @throws {Problem} as `unlock`, and `need-owner` */
    elevate: (proof: Proof) =>
      exclusive(async () => {
        const found = await findWay(options, proof);
        found.vaultKey.fill(0);
        if (found.role !== 'owner') throw new Problem('need-owner');
        await session.elevate(options.now() + ELEVATE_MS);
      }),

    /** What was tried in vain, each told once: for the log. */
    failures: () => options.throttle.take(),

    /** At once, even while a change is under way. */
    lock: door.close,
    /** For when its user went away: leaves what a PIN opens, where there is one. */
    lockSoftly: door.closeSoftly,

    /** Every minute: locks when the session's time is over or the machine slept. */
    beat: () =>
      exclusive(async () => {
        const left = await session.beat();
        if (left !== 'open') await door.expire(left === 'soft');
      }),

    read: createRead(parts),
    change: createChange(parts, care),
  };
}

/** @throws {Problem} `vault-locked`, also where the vault was locked while `act` was under way. */
function createRead({ door }: Parts) {
  return async <T>(act: (vault: OpenVault) => Promise<T>): Promise<T> => {
    const locks = door.locks();
    const result = await act(await door.opened());
    if (door.locks() !== locks) throw new Problem('vault-locked');
    return result;
  };
}

/** Runs a change alone; once more from what is stored when another worker wrote in between. */
function createChange(parts: Parts, care: Care) {
  return <T>(act: (vault: OpenVault) => Promise<T>): Promise<T> =>
    parts.options.exclusive(async () => {
      try {
        return await attempt(parts, act);
      } catch (error) {
        if (error instanceof Problem && error.code === 'storage-full') await care.noteFull();
        throw error;
      }
    });
}

async function attempt<T>({ door }: Parts, act: (vault: OpenVault) => Promise<T>): Promise<T> {
  try {
    return await act(await door.opened());
  } catch (error) {
    if (!(error instanceof StaleError)) throw error;
    door.forget();
    return await act(await door.opened()).catch(giveUp);
  }
}

function giveUp(error: unknown): never {
  throw error instanceof StaleError ? new Problem('storage-failed') : error;
}
