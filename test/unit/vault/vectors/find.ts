/** What our own reader finds in a vector, in the words of docs/vault-format.md. */
import { importRoot } from '../../../../lib/crypto/seal';
import { decodeTrusted, type Cbor } from '../../../../lib/encoding/cbor';
import { Problem } from '../../../../lib/problem';
import { encodeAccount, type Account } from '../../../../lib/vault/accounts/account';
import { readBackup } from '../../../../lib/vault/backup-file';
import { createBlobs } from '../../../../lib/vault/engines/blobs';
import { createCopies, type Copies } from '../../../../lib/vault/engines/copies';
import { createLocalStore } from '../../../../lib/vault/engines/local-store';
import type { RecordStore } from '../../../../lib/vault/engines/store';
import { heal } from '../../../../lib/vault/healing';
import { loadBest } from '../../../../lib/vault/loading';
import { readLog } from '../../../../lib/vault/log';
import { snapshotCodec } from '../../../../lib/vault/manifest';
import { accountCodec, type OpenVault } from '../../../../lib/vault/open-vault';
import { deriveVaultKeys } from '../../../../lib/vault/sealed/keys';
import { settingsCodec } from '../../../../lib/vault/settings';
import { readSnapshot } from '../../../../lib/vault/snapshots';
import { candidatesOf, findWay, tryProof } from '../../../../lib/vault/unlocking';
import type { Found, Proof } from '../../../../lib/vault/ways/proof';
import { createThrottle } from '../../../../lib/vault/ways/throttle';
import { createMemoryArea, type MemoryArea } from '../areas';
import { createMemoryStore, type MemoryStore } from '../memory-store';
import { argon2Once, fromHex, hex } from './fixed';

export type EngineImage =
  | { readonly indexeddb: { readonly header: string | null; readonly records: Record<string, string> } }
  | { readonly 'storage.local': Record<string, unknown> };

export type ProofText =
  | { readonly type: 'passphrase'; readonly passphrase: string }
  | { readonly type: 'recovery'; readonly text: string }
  | { readonly type: 'passkey'; readonly slotId: string; readonly prf: string };

export type Expected =
  { readonly refused: string } | ({ readonly opens: true } & Readonly<Record<string, unknown>>);

export interface Vector {
  readonly name: string;
  readonly what: string;
  readonly engines?: readonly EngineImage[];
  readonly backup?: string;
  readonly proof: ProofText;
  readonly expect: Expected;
}

const base64 = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));

/** Bytes as hex, for people and other languages to read; what is not set is left out. */
export function legible(value: unknown): unknown {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return value.map(legible);
  if (typeof value !== 'object' || value === null) return value;
  const set = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(set.map(([name, each]) => [name, legible(each)]));
}

export async function findIn(vector: Pick<Vector, 'engines' | 'backup' | 'proof'>): Promise<Expected> {
  try {
    const proof = proofOf(vector.proof);
    return vector.backup === undefined
      ? await findInEngines(vector.engines ?? [], proof)
      : await findInBackup(base64(vector.backup), proof);
  } catch (error) {
    if (error instanceof Problem) return { refused: (error as Problem).code };
    throw error;
  }
}

function proofOf(given: ProofText): Proof {
  if (given.type !== 'passkey') return given;
  return { type: 'passkey', slotId: fromHex(given.slotId), prf: fromHex(given.prf) };
}

async function findInEngines(images: readonly EngineImage[], proof: Proof): Promise<Expected> {
  let area = createMemoryArea();
  const stores = images.map((image): RecordStore => {
    if ('indexeddb' in image) return diskOf(image.indexeddb);
    area = areaOf(image['storage.local']);
    return createLocalStore(area);
  });
  const copies = createCopies(stores as [RecordStore, ...RecordStore[]]);
  const found = await findWay({ copies, throttle: noThrottle(), kdf: argon2Once }, proof);
  return describe(copies, found, area);
}

function noThrottle() {
  const cell = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };
  return createThrottle({ cell, now: () => 0 });
}

async function findInBackup(bytes: Uint8Array, proof: Proof): Promise<Expected> {
  const { header, records } = readBackup(bytes);
  const candidates = candidatesOf([{ engine: 0, header }]);
  if (candidates.length === 0) throw new Problem('backup-damaged');
  const found = await tryProof({ throttle: noThrottle(), kdf: argon2Once }, candidates, proof);
  const disk = createMemoryStore({ header, records: new Map(records.map((each) => [each.key, each.bytes])) });
  return describe(createCopies([disk]), found, createMemoryArea());
}

function diskOf({ header, records }: Extract<EngineImage, { indexeddb: unknown }>['indexeddb']): MemoryStore {
  const read = Object.entries(records).map(([key, text]) => [key, base64(text)] as const);
  return createMemoryStore({ header: header === null ? undefined : base64(header), records: new Map(read) });
}

function areaOf(values: Record<string, unknown>): MemoryArea {
  return createMemoryArea(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]));
}

async function describe(copies: Copies, found: Found, area: MemoryArea): Promise<Expected> {
  const vaultKey = await importRoot(found.vaultKey);
  const keys = await deriveVaultKeys(vaultKey, found.sealed.header.vaultId);
  const { whole, mended } = await heal(copies, keys);
  const noSalt = () => {
    throw new Error('A reader writes nothing: it needs no salt.');
  };
  const open = await loadBest(copies, vaultKey, noSalt, []);
  const { epoch, generation } = open.sets.header();
  const told = { mended, accounts: (await open.all()).map(contentOf), ...(await restOf(open, area)) };
  const something = Object.entries(told).filter(([, value]) => !isNothing(value));
  return {
    opens: true,
    role: found.role,
    epoch,
    generation,
    whole,
    ...(legible(Object.fromEntries(something)) as object),
  };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === 0 || (Array.isArray(value) && value.length === 0);
}

function contentOf(account: Account): unknown {
  const content = decodeTrusted(encodeAccount(account)) as Record<string, Cbor>;
  return account.readOnly ? { ...content, readOnly: true } : content;
}

async function restOf(open: OpenVault, area: MemoryArea): Promise<Record<string, unknown>> {
  const { sets } = open;
  const settings = (await sets.isWhole(settingsCodec)) && (await sets.get(settingsCodec, 'settings'));
  const log = await readLog(open);
  const manifests = (await (await sets.load(snapshotCodec)).all())
    .map(({ value }) => value)
    .sort((a, b) => b.at - a.at);
  const snapshots = manifests.map(async ({ id, at, tier }) => {
    const { accounts, damaged } = await readSnapshot(open, createBlobs(area), id);
    return { id, at, tier, accounts: accounts.map((each) => each.id).sort(), unread: damaged };
  });
  return {
    unread: [...(await sets.load(accountCodec)).damaged()].sort(),
    settings: settings ? { ...settings.value.rest, ...settings.value, rest: undefined } : undefined,
    log: log.entries.length > 0 || log.broken ? log : undefined,
    snapshots: await Promise.all(snapshots),
  };
}
