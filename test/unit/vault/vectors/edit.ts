/** What can be done to stored bytes, with the vault key and without it. */
import { importRoot } from '../../../../lib/crypto/seal';
import { decodeCanonical, encodeCanonical, type Cbor } from '../../../../lib/encoding/cbor';
import { sealHeader, type Header } from '../../../../lib/vault/sealed/header';
import { deriveVaultKeys } from '../../../../lib/vault/sealed/keys';
import type { MemoryArea } from '../areas';
import { createMemoryStore, type MemoryStore } from '../memory-store';
import type { EngineImage } from './find';
import { fieldsOf } from './house';

export type Fields = Record<string, Cbor>;

export function flip(bytes: Uint8Array, at: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[at < 0 ? bytes.length + at : at]! ^= 1;
  return flipped;
}

/** Another disk with this header. */
export function headed(disk: MemoryStore, header: Uint8Array | undefined): MemoryStore {
  return createMemoryStore({ header, records: disk.records });
}

/** Its first slot changed, or another one, and the MAC kept. */
export function slotChanged(header: Fields, change: (slot: Fields) => Fields, at = 0): Fields {
  const slots = (header['slots'] as readonly Fields[]).map((slot, i) => (i === at ? change(slot) : slot));
  return { ...header, slots };
}

/** By someone without the key: the MAC stays what it was. */
export function unsigned(disk: MemoryStore, change: (header: Fields) => Fields): MemoryStore {
  const [, mac] = decodeCanonical(disk.header!) as [Uint8Array, Uint8Array];
  const body = encodeCanonical(change(fieldsOf(disk)));
  return headed(disk, encodeCanonical([body, mac]));
}

/** By someone with the key, or by another version of the program. */
export async function signed(
  disk: MemoryStore,
  vaultKey: Uint8Array<ArrayBuffer>,
  change: (header: Fields) => Fields,
): Promise<MemoryStore> {
  const header = fieldsOf(disk);
  const keys = await deriveVaultKeys(await importRoot(vaultKey), header['vaultId'] as Header['vaultId']);
  const { bytes } = await sealHeader(change(header) as unknown as Header, keys.header);
  return headed(disk, bytes);
}

export function recordsChanged(
  disk: MemoryStore,
  change: (records: Map<string, Uint8Array>) => unknown,
): MemoryStore {
  const copy = disk.copy();
  change(copy.records);
  return copy;
}

/** One field of a record changed. */
export function recordChanged(
  disk: MemoryStore,
  key: string,
  change: (record: Fields) => Fields,
): MemoryStore {
  return recordsChanged(disk, (records) =>
    records.set(key, encodeCanonical(change(decodeCanonical(records.get(key)!) as Fields))),
  );
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

export function diskImage({ header, records }: Pick<MemoryStore, 'header' | 'records'>): EngineImage {
  const read = [...records].sort().map(([key, bytes]) => [key, base64(bytes)]);
  return {
    indexeddb: {
      header: header ? base64(header) : null,
      records: Object.fromEntries(read) as Record<string, string>,
    },
  };
}

export function areaImage(area: MemoryArea): EngineImage {
  const names = [...area.texts.keys()].sort();
  return { 'storage.local': Object.fromEntries(names.map((name) => [name, area.value(name)])) };
}
