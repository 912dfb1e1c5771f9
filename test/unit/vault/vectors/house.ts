/** The vaults that vectors are made of, each made by the program itself and caught at several moments of its life. */
import { createHash } from 'node:crypto';
import { addAccount, changeAccount, trashAccount, type Draft } from '../../../../lib/vault/accounts/accounts';
import { createBlobs } from '../../../../lib/vault/engines/blobs';
import { createLocalStore } from '../../../../lib/vault/engines/local-store';
import { appendLog } from '../../../../lib/vault/log';
import type { OpenVault } from '../../../../lib/vault/open-vault';
import { storeRecord } from '../../../../lib/vault/sealed/records';
import { changeSettings, settingsCodec } from '../../../../lib/vault/settings';
import { takeSnapshot } from '../../../../lib/vault/snapshots';
import type { Vault } from '../../../../lib/vault/vault';
import { formatRecoveryKey } from '../../../../lib/vault/ways/recovery-key';
import { decodeCanonical, type Cbor } from '../../../../lib/encoding/cbor';
import { createMemoryArea, type MemoryArea } from '../areas';
import type { MemoryStore } from '../memory-store';
import { byPassphrase, createWorld, draft, hotpDraft } from '../world';
import { argon2Once, fixedRandom, hex } from './fixed';
import type { ProofText } from './find';

/** Both engines at one moment. */
export interface Moment {
  readonly disk: MemoryStore;
  readonly area: MemoryArea;
}

export const PASSPHRASE = 'caf\u00e9 staple battery';
export const NOW = 1_767_225_600_000;
const VIEWER = 'glasses on the shelf';
const idOf = (n: number) => `0189c9a2-7a52-4c3e-8f10-${n.toString(16).padStart(12, '0')}`;

/** The first random bytes that a vault asks for. */
export const vaultKeyOf = (label: string) =>
  new Uint8Array(createHash('sha256').update(`${label} 0`).digest());

export function settle(label: string) {
  const world = createWorld();
  const area = createMemoryArea();
  const headers = {
    get: () => Promise.resolve((area.value('snapshot-headers') ?? []) as readonly string[]),
    set: (hashes: readonly string[]) => area.set({ 'snapshot-headers': [...hashes] }),
  };
  const shelf = { blobs: createBlobs(area), headers };
  const random = fixedRandom(label);
  const vault = world.worker({ kdf: argon2Once, random, second: createLocalStore(area), shelf });
  let accounts = 0;
  return {
    vault,
    shelf,
    clock: world.clock,
    moment: (): Moment => ({ disk: world.disk.copy(), area: area.copy() }),
    add: async (given: Draft): Promise<string> => {
      const moment = { now: NOW, newId: () => idOf((accounts += 1)) };
      return (await vault.change((open) => addAccount(open, given, moment))).account.id;
    },
  };
}

type Settled = ReturnType<typeof settle>;

/** Short enough for one block of 256 bytes. */
export const small = (name: string): Draft => {
  const { otp } = draft(name);
  return { issuer: `${name} Ltd`, accountName: 'alice', otp, sites: [] };
};

/** A vault with two accounts, at one way to unlock: most of what can be done to a vault is done to this one. */
export async function createCottage(label: string, passphrase = PASSPHRASE) {
  const { vault, add, moment } = settle(label);
  await vault.create(passphrase);
  await vault.change(unsettle);
  const empty = moment();
  const first = await add(small('example'));
  const one = moment();
  const second = await add(small('other'));
  const two = moment();
  await vault.change((open) => changeAccount(open, first, { accountName: 'bob' }, NOW + 1));
  const example = one.disk.keys('account')[0]!;
  const other = two.disk.keys('account').find((key) => key !== example)!;
  const changed = moment();
  await vault.change((open) => open.erase([second]));
  return { empty, one, two, changed, erased: moment(), keys: { example, other } };
}

/** Takes the settings away, which say nothing that matters here. */
async function unsettle({ sets }: OpenVault): Promise<void> {
  const all = await (await sets.load(settingsCodec)).all();
  await sets.commit([{ kind: 'setting', drop: all.map(({ record }) => storeRecord(record).key) }]);
}

/** A vault with every way to unlock, and what else is wanted in it. */
export async function createHouse(label: string, furnish: (house: Settled) => Promise<unknown>) {
  const house = settle(label);
  const { vault, moment, clock } = house;
  clock.now = NOW;
  await vault.create(PASSPHRASE);
  await furnish(house);
  const furnished = moment();
  const ways = await addWays(vault);
  const many = moment();
  await vault.ways.remove(byPassphrase(PASSPHRASE), ways.lost.slotId);
  const removed = moment();
  await vault.unlock(ways.recovery);
  return { furnished, many, removed, rewrapped: moment(), ways };
}

/** Every kind of record. */
export async function furnish({ vault, add, shelf }: Settled): Promise<void> {
  await add(draft('example'));
  await add(hotpDraft('counter'));
  const old = await add({ ...draft('old'), sites: [] });
  await vault.change((open) => trashAccount(open, old, NOW + 5));
  await vault.change((open) => changeSettings(open, (settings) => ({ ...settings, backup: { weeks: 2 } })));
  const by = { type: 'passphrase', role: 'owner' } as const;
  const account = { id: idOf(1), issuer: 'example Ltd', accountName: 'alice@example.example' };
  await vault.change((open) => appendLog(open, [{ at: NOW, kind: 'create', by }]));
  await vault.change((open) =>
    appendLog(open, [
      { at: NOW + 10, kind: 'unlock-failed', count: 2 },
      { at: NOW + 20, kind: 'fill', by, account, host: 'example.example' },
    ]),
  );
  await vault.change((open) => takeSnapshot(open, shelf, open.sets.stored().bytes, NOW + 30));
}

async function addWays(vault: Vault) {
  const owner = byPassphrase(PASSPHRASE);
  const key = new Uint8Array(20).map((_, i) => 7 * i);
  await vault.ways.add(owner, { type: 'passphrase', passphrase: VIEWER }, 'viewer', 'the hall');
  await vault.ways.add(owner, { type: 'recovery', key }, 'owner', 'the drawer');
  const lost = await addPasskey(vault, 1);
  const kept = await addPasskey(vault, 2);
  const recovery = { type: 'recovery', text: await formatRecoveryKey(key) } as const;
  return { owner, viewer: byPassphrase(VIEWER), recovery, lost, kept };
}

async function addPasskey(vault: Vault, fill: number) {
  const prf = new Uint8Array(32).fill(fill);
  const salt = new Uint8Array(32).fill(fill + 16);
  const credential = new Uint8Array(24).fill(fill + 32);
  await vault.ways.add(
    byPassphrase(PASSPHRASE),
    { type: 'passkey', prf, credential, salt },
    'owner',
    `key ${fill}`,
  );
  const slots = await vault.read((open) => Promise.resolve(open.sets.header().slots));
  return { type: 'passkey', slotId: hex(slots.at(-1)!.id), prf: hex(prf) } as const satisfies ProofText;
}

/** The header's fields as they lie. */
export function fieldsOf({ header }: Pick<MemoryStore, 'header'>): Record<string, Cbor> {
  const [body] = decodeCanonical(header!) as [Uint8Array];
  return decodeCanonical(body) as Record<string, Cbor>;
}
