/** The smallest that can open and change a vault in several engines: it has the vault key, and no session or lock. */
import { Problem } from '../../../lib/problem';
import type { Account } from '../../../lib/vault/accounts/account';
import type { Copies } from '../../../lib/vault/engines/copies';
import { StaleError } from '../../../lib/vault/engines/store';
import { heal, type Healing } from '../../../lib/vault/healing';
import { loadBest } from '../../../lib/vault/loading';
import type { OpenVault } from '../../../lib/vault/open-vault';
import { deriveVaultKeys, type VaultKeys } from '../../../lib/vault/sealed/keys';
import { createSmallVault, salts, vaultId, vaultKey } from './small-vault';

let derived: Promise<VaultKeys> | undefined;

/** Always the same vault key: every disk of these tests opens with it. */
export async function keysOf(): Promise<VaultKeys> {
  derived ??= deriveVaultKeys(await vaultKey(), vaultId);
  return derived;
}

export interface Keyholder {
  create(): Promise<void>;
  open(): Promise<OpenVault>;
  /** Once more from what is stored when it is stale, as the vault does. */
  change<T>(act: (open: OpenVault) => Promise<T>): Promise<T>;
  heal(keepAs?: string): Promise<Healing>;
}

export function createKeyholder(copies: Copies): Keyholder {
  let opened: Promise<OpenVault> | undefined;
  const load = async (): Promise<OpenVault> => loadBest(copies, await vaultKey(), salts, []);
  const open = (): Promise<OpenVault> => (opened ??= load());
  return {
    open,
    create: async () => {
      if (await copies.hasTrace()) throw new Problem('vault-exists');
      const header = (await createSmallVault()).disk.header!;
      await copies.led(0).commit({ after: undefined, header, put: [], aside: [], drop: [] });
    },
    change: async (act) => {
      try {
        return await act(await open());
      } catch (error) {
        if (!(error instanceof StaleError)) throw error;
        opened = undefined;
        return act(await open());
      }
    },
    heal: async (keepAs) => {
      opened = undefined;
      return heal(copies, await keysOf(), keepAs);
    },
  };
}

/** What the number stands for is always the same: the same change made twice gives the same account. */
export function idOf(number: number): string {
  return `0189c9a2-7a52-4c3e-8f10-${String(number).padStart(12, '0')}`;
}

export interface State {
  readonly generation: number;
  readonly accounts: readonly Account[];
}

export async function stateOf(open: OpenVault): Promise<State> {
  return { generation: open.sets.header().generation, accounts: await open.all() };
}
