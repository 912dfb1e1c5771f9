/** One vault with three accounts, its stored bytes to be tampered with, and a session that is still open. */
import { decodeCanonical, encodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import { Problem } from '../../../lib/problem';
import type { Vault } from '../../../lib/vault/vault';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { add, createOpenWorld, draft } from './world';

export const NAMES = ['one', 'two', 'three'];
export const ISSUERS = ['one Ltd', 'two Ltd', 'three Ltd'];
export const without = (name: string): string[] => ISSUERS.filter((issuer) => issuer !== `${name} Ltd`);

export interface Victim {
  readonly pristine: MemoryStore;
  /** Where the record of an account or its label lies. */
  readonly keyOf: (kind: 'account' | 'label', name: string) => string;
  /** A copy of the disk that was tampered with. */
  readonly tampered: (tamper: (disk: MemoryStore) => unknown) => MemoryStore;
  /** A new worker in the open session, over another disk. */
  readonly over: (disk: MemoryStore) => Vault;
}

export async function createVictim(): Promise<Victim> {
  const world = await createOpenWorld();
  const keys = new Map<string, string>();
  for (const name of NAMES) {
    const before = new Set(world.disk.records.keys());
    await add(world.vault, draft(name));
    const fresh = [...world.disk.records.keys()].filter((key) => !before.has(key));
    for (const key of fresh) keys.set(`${key.slice(0, key.indexOf('/'))} ${name}`, key);
  }
  const pristine = world.disk.copy();
  return {
    pristine,
    keyOf: (kind, name) => keys.get(`${kind} ${name}`)!,
    tampered: (tamper) => {
      const disk = pristine.copy();
      tamper(disk);
      return disk;
    },
    over: (disk) => world.worker({ store: disk, session: world.lasting() }),
  };
}

export function editRecord(record: Uint8Array, change: Record<string, Cbor>): Uint8Array {
  return encodeCanonical({ ...(decodeCanonical(record) as Record<string, Cbor>), ...change });
}

export async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'no problem';
  } catch (error) {
    return error instanceof Problem ? error.message : 'no Problem';
  }
}

/** Another disk whose header was changed and keeps its MAC. */
export function editHeader(disk: MemoryStore, change: Record<string, Cbor>): MemoryStore {
  const [body, mac] = decodeCanonical(disk.header!) as [Uint8Array, Uint8Array];
  const header = { ...(decodeCanonical(body) as Record<string, Cbor>), ...change };
  return createMemoryStore({
    header: encodeCanonical([encodeCanonical(header), mac]),
    records: disk.records,
  });
}
