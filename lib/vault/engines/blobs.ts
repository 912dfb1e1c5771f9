/** Sealed bytes under their own hash, kept once however many snapshots hold them. */
import { fromBase64, toBase64Url, type Bytes } from '../../encoding/bytes';
import { sha256 } from '../../crypto/seal';
import { createInTurn } from '../../in-turn';
import { guard } from './indexed-db-store';
import { hexByte, readShard, SHARDS, writeShard, type KeyValueArea, type Shard } from './shards';

export interface Blobs {
  /** Those that are there and are what their hash says. */
  read(hashes: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Their hashes, in the same order: SHA-256 in base64url. All are kept, or none. */
  put(blobs: readonly Uint8Array[]): Promise<string[]>;
  keepOnly(hashes: ReadonlySet<string>): Promise<void>;
  erase(): Promise<void>;
}

const ALL = SHARDS.map((shard) => `blob/${shard}`);

export function createBlobs(area: KeyValueArea): Blobs {
  const alone = createInTurn();
  return {
    read: (hashes) => guard(() => read(area, hashes)),
    put: (blobs) => guard(() => alone(() => put(area, blobs))),
    keepOnly: (hashes) => guard(() => alone(() => keepOnly(area, hashes))),
    erase: () => guard(() => alone(() => area.remove(ALL))),
  };
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  return toBase64Url(await sha256(bytes as Bytes));
}

/** The hash's first byte, in hex. */
function nameOf(hash: string): string {
  const start = hash.slice(0, 2).replaceAll('-', '+').replaceAll('_', '/');
  return `blob/${hexByte(fromBase64(`${start}==`)?.[0] ?? 0)}`;
}

async function shardsOf(area: KeyValueArea, hashes: readonly string[]): Promise<Map<string, Shard>> {
  const names = [...new Set(hashes.map(nameOf))];
  const values = await area.get(names);
  return new Map(names.map((name) => [name, readShard(values[name])]));
}

async function read(area: KeyValueArea, hashes: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const shards = await shardsOf(area, hashes);
  const found = new Map<string, Uint8Array>();
  for (const hash of hashes) {
    const bytes = shards.get(nameOf(hash))?.get(hash);
    if (bytes && (await hashOf(bytes)) === hash) found.set(hash, bytes);
  }
  return found;
}

async function put(area: KeyValueArea, blobs: readonly Uint8Array[]): Promise<string[]> {
  const hashes = await Promise.all(blobs.map(hashOf));
  const present = await read(area, hashes);
  const missing = hashes.filter((hash) => !present.has(hash));
  const shards = await shardsOf(area, missing);
  blobs.forEach((bytes, i) => shards.get(nameOf(hashes[i] ?? ''))?.set(hashes[i] ?? '', bytes));
  await write(area, shards);
  return hashes;
}

async function keepOnly(area: KeyValueArea, hashes: ReadonlySet<string>): Promise<void> {
  const values = await area.get(ALL);
  const touched = new Map<string, Shard>();
  for (const [name, value] of Object.entries(values)) {
    const shard = readShard(value);
    const kept: Shard = new Map([...shard].filter(([hash]) => hashes.has(hash)));
    if (kept.size < shard.size) touched.set(name, kept);
  }
  await write(area, touched);
}

async function write(area: KeyValueArea, shards: ReadonlyMap<string, Shard>): Promise<void> {
  if (shards.size === 0) return;
  await area.set(Object.fromEntries([...shards].map(([name, shard]) => [name, writeShard(shard)])));
}
