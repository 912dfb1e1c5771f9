/** Vaults to begin from: everything that can be kept lies in them, and each way to unlock. */
import { addAccount, trashAccount } from '../../../lib/vault/accounts/accounts';
import { writeBackup } from '../../../lib/vault/backup-file';
import { createLocalStore } from '../../../lib/vault/engines/local-store';
import { KINDS } from '../../../lib/vault/engines/store';
import { appendLog } from '../../../lib/vault/log';
import { changeSettings } from '../../../lib/vault/settings';
import type { Vault } from '../../../lib/vault/vault';
import type { Proof } from '../../../lib/vault/ways/proof';
import { parseRecoveryKey } from '../../../lib/vault/ways/recovery-key';
import { slotName } from '../../../lib/vault/ways/slots';
import { copyOf, createDevice, startWorker, type Device, type Running } from './faults-device';
import { idOf } from './keyholder';
import { byPassphrase, draft, hotpDraft, PASSPHRASE } from './world';

const DAY = 24 * 60 * 60 * 1000;
export const OWNER = byPassphrase(PASSPHRASE);
export const OTHER = byPassphrase('another passphrase of mine');
export const VIEWER = byPassphrase('for someone who only looks');
const PRF = new Uint8Array(32).fill(3);

/** In every start but `nothing`: 0 and 1 are plain, 2 is in the trash, 3 counts. */
export const [PLAIN, SECOND, TRASHED, COUNTING] = [0, 1, 2, 3].map(idOf) as [string, string, string, string];

export const moment = (id: number) => ({ now: 9, newId: () => idOf(id) });

export type Start =
  | 'nothing'
  | 'two alike'
  | 'the first behind'
  | 'the second behind'
  | 'the first emptied'
  | 'the second emptied'
  | 'both damaged'
  | 'no header'
  | 'a way that waits'
  | 'the first layout'
  | 'a file waits';

export interface Scene {
  readonly starts: Readonly<Record<Start, Device>>;
  readonly recovery: Proof;
  readonly passkey: Proof & { readonly type: 'passkey' };
}

export async function createScene(): Promise<Scene> {
  const nothing = createDevice();
  const device = createDevice();
  const running = startWorker(device);
  const ways = await addWays(running);
  await fill(device, running);
  const before = copyOf(device);
  await running.vault.change((open) => addAccount(open, draft('late'), moment(5)));
  const make = async (change: (copy: Device) => unknown): Promise<Device> => {
    const copy = copyOf(device);
    await change(copy);
    return copy;
  };
  const starts: Scene['starts'] = {
    nothing,
    'two alike': device,
    'the first behind': { ...copyOf(device), first: before.first },
    'the second behind': { ...copyOf(device), second: before.second },
    'the first emptied': { ...copyOf(device), first: nothing.first.copy() },
    'the second emptied': await make(({ second }) => emptyVault(second.texts)),
    'both damaged': await make(loseAccount),
    'no header': await make(ruinHeaders),
    'a way that waits': await make(waitIn),
    'the first layout': await make(ageLayout),
    'a file waits': await make(stageFile),
  };
  return { starts, ...ways };
}

async function addWays({ vault }: Running): Promise<Omit<Scene, 'starts'>> {
  await vault.create(PASSPHRASE);
  const text = await vault.ways.freshRecoveryKey();
  await vault.ways.add(OWNER, { type: 'recovery', key: (await parseRecoveryKey(text))! }, 'owner', '');
  const credential = Uint8Array.of(1);
  await vault.ways.add(OWNER, { type: 'passkey', credential, salt: PRF, prf: PRF }, 'owner', 'key');
  await vault.ways.add(OWNER, VIEWER, 'viewer', 'Ann');
  const slots = await vault.read((open) => Promise.resolve(open.sets.header().slots));
  const { id } = slots.find(({ type }) => type === 'passkey')!;
  return { recovery: { type: 'recovery', text }, passkey: { type: 'passkey', slotId: id, prf: PRF } };
}

/** Two snapshots of different states, a log, settings. */
async function fill(device: Device, { vault }: Running): Promise<void> {
  for (const i of [0, 1]) await vault.change((open) => addAccount(open, draft(`name${i}`), moment(i)));
  await vault.care.tend();
  device.now += DAY;
  await vault.unlock(OWNER);
  await vault.change((open) => addAccount(open, draft('name2'), moment(2)));
  await vault.change((open) => addAccount(open, hotpDraft('counting'), moment(3)));
  await vault.care.tend();
  await vault.change((open) => trashAccount(open, TRASHED, 8));
  await vault.change((open) => appendLog(open, [{ at: 1, kind: 'copy' }]));
  await vault.change((open) =>
    changeSettings(open, (settings) => ({ ...settings, backup: { weeks: 8, savedAt: 77 } })),
  );
}

function emptyVault(texts: Map<string, string>): void {
  for (const name of [...texts.keys()]) if (name === 'trace' || name.startsWith('vault/')) texts.delete(name);
}

async function loseAccount({ first, second }: Device): Promise<void> {
  const [key] = first.keys('account');
  first.records.delete(key!);
  await createLocalStore(second).replace(await first.read(KINDS));
}

function ruinHeaders({ first, second }: Device): void {
  first.header = first.header!.slice(0, 40);
  second.texts.delete('vault/header');
}

/** Another way was removed: the passphrase's slot waits to be wrapped anew. */
async function waitIn(device: Device): Promise<void> {
  const { vault } = startWorker(device);
  await vault.ways.add(OWNER, OTHER, 'owner', 'other');
  await vault.ways.remove(OTHER, await wayNamed(vault, 'Ann'));
  await vault.lock();
}

/** The slot's name of the way that its owner calls so. */
export async function wayNamed(vault: Vault, name: string): Promise<string> {
  const { ways } = await vault.read((open) => vault.ways.list(open));
  return slotName(ways.find((way) => way.name === name)!.slot);
}

async function ageLayout(device: Device): Promise<void> {
  const { vault } = startWorker(device);
  await vault.change((open) =>
    open.sets.commit([], (header) => {
      const { layout: _, ...older } = header as typeof header & { layout?: number };
      return older;
    }),
  );
}

/** A file of how it is, and then a change that restoring it undoes. */
async function stageFile(device: Device): Promise<void> {
  device.cells.staged = writeBackup(await device.first.read(KINDS), 1);
  const { vault } = startWorker(device);
  await vault.change((open) => addAccount(open, draft('later'), moment(6)));
}
