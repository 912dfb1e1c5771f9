/** An engine in memory, for tests that need thousands of disks, and whose bytes lie open to be tampered with. */
import { equalBytes } from '../../../lib/encoding/bytes';
import {
  KINDS,
  StaleError,
  type Batch,
  type RecordStore,
  type Remains,
  type Stored,
} from '../../../lib/vault/engines/store';

export interface MemoryStore extends RecordStore {
  header: Uint8Array | undefined;
  records: Map<string, Uint8Array>;
  /** Remains by id. */
  kept: Map<string, Stored>;
  /** Another disk with the same bytes. */
  copy(): MemoryStore;
  /** Keys of one kind, sorted. */
  keys(kind: string): string[];
}

type Bytes = Pick<MemoryStore, 'header' | 'records'> & Partial<Pick<MemoryStore, 'kept'>>;

export function createMemoryStore(from?: Bytes): MemoryStore {
  const soon = <T>(act: () => T): Promise<T> => Promise.resolve().then(act);
  const clear = () => {
    disk.header = undefined;
    disk.records.clear();
  };
  const disk: MemoryStore = {
    header: from?.header?.slice(),
    records: new Map(from?.records),
    kept: new Map(from?.kept),
    read: (kinds) => {
      const wanted = kinds.flatMap((kind) => disk.keys(kind));
      const records = wanted.map((key) => ({ key, bytes: disk.records.get(key)! }));
      return Promise.resolve({ header: disk.header, records });
    },
    hasTrace: () => Promise.resolve(disk.header !== undefined || disk.records.size > 0),
    commit: (batch) => soon(() => commit(disk, batch)),
    replace: (whole) => soon(() => replace(disk, whole)),
    keep: (id) => soon(() => keep(disk, id)),
    retire: (id) =>
      soon(() => {
        keep(disk, id);
        clear();
      }),
    remains: () => soon(() => remainsOf(disk)),
    forget: (id) => soon(() => void disk.kept.delete(id)),
    eraseHeader: () => soon(() => void (disk.header = undefined)),
    erase: () =>
      soon(() => {
        clear();
        disk.kept.clear();
      }),
    copy: () => createMemoryStore(disk),
    keys: (kind) => [...disk.records.keys()].filter((key) => key.startsWith(`${kind}/`)).sort(),
  };
  return disk;
}

function commit(disk: MemoryStore, { after, header, put, aside, drop }: Batch): void {
  const same = after && disk.header ? equalBytes(after, disk.header) : after === disk.header;
  if (!same) throw new StaleError('The header is another one.');
  for (const key of aside) {
    const bytes = disk.records.get(key);
    if (bytes) disk.records.set(`aside/${key}`, bytes);
    disk.records.delete(key);
  }
  for (const key of drop) disk.records.delete(key);
  for (const { key, bytes } of put) disk.records.set(key, bytes);
  disk.header = header;
}

function replace(disk: MemoryStore, { header, records }: Stored): void {
  for (const key of KINDS.flatMap((kind) => disk.keys(kind))) disk.records.delete(key);
  for (const { key, bytes } of records) disk.records.set(key, bytes);
  disk.header = header;
}

function keep(disk: MemoryStore, id: string): void {
  if (disk.header === undefined && disk.records.size === 0) return;
  const records = [...disk.records].map(([key, bytes]) => ({ key, bytes }));
  disk.kept.set(id, { header: disk.header, records });
}

function remainsOf(disk: MemoryStore): readonly Remains[] {
  return [...disk.kept].map(([id, stored]) => ({ id, stored })).sort((a, b) => (a.id < b.id ? -1 : 1));
}
