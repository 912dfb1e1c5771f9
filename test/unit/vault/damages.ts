/** In which ways a disk may come back from a crash, a bad sector or a bug of the browser. */
import fc from 'fast-check';
import { equalBytes } from '../../../lib/encoding/bytes';
import type { MemoryStore } from './memory-store';

/** Numbers choose where, over whatever there is. `former` are earlier states of the same disk. */
type Damage = (disk: MemoryStore, at: number, more: number, former: readonly MemoryStore[]) => void;

export const allKeys = (disk: MemoryStore): string[] => [...disk.records.keys()].sort();

const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % from.length];

export function flip(bytes: Uint8Array, more: number): Uint8Array {
  const flipped = bytes.slice();
  if (flipped.length > 0) flipped[more % flipped.length]! ^= 1 << (more % 8);
  return flipped;
}

export function truncate(bytes: Uint8Array, more: number): Uint8Array {
  return bytes.slice(0, more % Math.max(1, bytes.length));
}

function onRecord(change: (bytes: Uint8Array, more: number) => Uint8Array): Damage {
  return (disk, at, more) => {
    const key = pick(allKeys(disk), at);
    if (key !== undefined) disk.records.set(key, change(disk.records.get(key)!, more));
  };
}

const toRecords: Record<string, Damage> = {
  'a record flipped': onRecord(flip),
  'a record truncated': onRecord(truncate),
  'a record zeroed': onRecord((bytes) => new Uint8Array(bytes.length)),
  'a record gone': (disk, at) => void disk.records.delete(pick(allKeys(disk), at) ?? ''),
  'records gone': (disk, at, more) => {
    for (const key of allKeys(disk).filter((_, i) => (i + at) % ((more % 4) + 2) > 0))
      disk.records.delete(key);
  },
  'two records swapped': (disk, at, more) => {
    const [a, b] = [pick(allKeys(disk), at), pick(allKeys(disk), more)];
    if (a === undefined || b === undefined) return;
    const [first, second] = [disk.records.get(a)!, disk.records.get(b)!];
    disk.records.set(a, second).set(b, first);
  },
  'an older record': (disk, at, more, former) => {
    const old = pick(former, more)!;
    const key = pick(allKeys(old), at);
    if (key !== undefined) disk.records.set(key, old.records.get(key)!);
  },
};

const toAll: Record<string, Damage> = {
  ...toRecords,
  'the header flipped': (disk, at) => void (disk.header = disk.header && flip(disk.header, at)),
  'the header truncated': (disk, at) => void (disk.header = disk.header && truncate(disk.header, at)),
  'the header gone': (disk) => void (disk.header = undefined),
  'an older header': (disk, at, _, former) => void (disk.header = pick(former, at)!.header),
  'an older state': (disk, at, _, former) => {
    const old = pick(former, at)!;
    disk.header = old.header;
    disk.records = new Map(old.records);
  },
  'nothing left': (disk) => {
    disk.header = undefined;
    disk.records.clear();
  },
  'a stray record': (disk) => void disk.records.set('account/stray', Uint8Array.of(1)),
};

export type Damages = readonly (readonly [string, readonly [number, number]])[];

const some = (of: Record<string, Damage>, maxLength: number): fc.Arbitrary<Damages> =>
  fc.array(fc.tuple(fc.constantFrom(...Object.keys(of)), fc.tuple(fc.nat(5000), fc.nat(5000))), {
    minLength: 1,
    maxLength,
  });

export const anyDamages = some(toAll, 3);
export const recordDamages = some(toRecords, 2);

export function damage(disk: MemoryStore, damages: Damages, former: readonly MemoryStore[]): void {
  for (const [name, [at, more]] of damages) toAll[name]!(disk, at, more, former);
}

export function isSameDisk(a: MemoryStore, b: MemoryStore): boolean {
  const same = (one?: Uint8Array, other?: Uint8Array) =>
    one && other ? equalBytes(one, other) : one === other;
  if (!same(a.header, b.header) || a.records.size !== b.records.size) return false;
  return [...a.records].every(([key, bytes]) => same(bytes, b.records.get(key)));
}
