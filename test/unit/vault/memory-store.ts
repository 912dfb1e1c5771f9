/** An engine in memory, for tests that need thousands of disks, and whose bytes lie open to be tampered with. */
import { equalBytes } from '../../../lib/encoding/bytes';
import { StaleError, type Batch, type RecordStore } from '../../../lib/vault/engines/store';

export interface MemoryStore extends RecordStore {
  header: Uint8Array | undefined;
  records: Map<string, Uint8Array>;
  /** Another disk with the same bytes. */
  copy(): MemoryStore;
  /** Keys of one kind, sorted. */
  keys(kind: string): string[];
}

export function createMemoryStore(from?: Pick<MemoryStore, 'header' | 'records'>): MemoryStore {
  const disk: MemoryStore = {
    header: from?.header?.slice(),
    records: new Map(from?.records),
    read: (kinds) => {
      const wanted = kinds.flatMap((kind) => disk.keys(kind));
      const records = wanted.map((key) => ({ key, bytes: disk.records.get(key)! }));
      return Promise.resolve({ header: disk.header, records });
    },
    hasTrace: () => Promise.resolve(disk.header !== undefined || disk.records.size > 0),
    commit: (batch) => Promise.resolve().then(() => apply(disk, batch)),
    erase: () => {
      disk.header = undefined;
      disk.records.clear();
      return Promise.resolve();
    },
    copy: () => createMemoryStore(disk),
    keys: (kind) => [...disk.records.keys()].filter((key) => key.startsWith(`${kind}/`)).sort(),
  };
  return disk;
}

function apply(disk: MemoryStore, { after, header, put, aside }: Batch): void {
  const same = after && disk.header ? equalBytes(after, disk.header) : after === disk.header;
  if (!same) throw new StaleError('The header is another one.');
  for (const key of aside) {
    disk.records.set(`aside/${key}`, disk.records.get(key)!);
    disk.records.delete(key);
  }
  for (const { key, bytes } of put) disk.records.set(key, bytes);
  disk.header = header;
}
