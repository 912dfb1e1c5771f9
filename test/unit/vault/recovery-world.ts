/** Vaults to be recovered: with an earlier state, with a file that waits, with headers that are lost. */
import { writeBackup } from '../../../lib/vault/backup-file';
import type { Vault } from '../../../lib/vault/vault';
import { parseRecoveryKey } from '../../../lib/vault/ways/recovery-key';
import { add, byPassphrase, createTwinWorld, draft, PASSPHRASE } from './world';

export const OWNER = byPassphrase(PASSPHRASE);
export const ALL = ['one Ltd', 'two Ltd'];
export type Twin = Awaited<ReturnType<typeof createTwinWorld>>;

/** Snapshots of `one` and `two`; afterwards `three` is added. */
export async function withSnapshot(): Promise<Twin> {
  const world = await createTwinWorld('one', 'two');
  await world.vault.care.tend();
  await add(world.vault, draft('three'));
  await world.vault.lock();
  return world;
}

export function stage(world: Pick<Twin, 'disk' | 'attic'>): void {
  const { header } = world.disk;
  const records = [...world.disk.records].map(([key, bytes]) => ({ key, bytes }));
  world.attic.staged = writeBackup({ header, records }, 1);
}

export async function addRecoveryKey(vault: Vault): Promise<{ type: 'recovery'; text: string }> {
  const text = await vault.ways.freshRecoveryKey();
  await vault.ways.add(OWNER, { type: 'recovery', key: (await parseRecoveryKey(text))! }, 'owner', '');
  return { type: 'recovery', text };
}

export function ruin({ disk, mirror }: Pick<Twin, 'disk' | 'mirror'>): void {
  disk.header = disk.header!.slice(0, 40);
  mirror.header = undefined;
}
