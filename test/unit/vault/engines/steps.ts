/** Two disks, and changes so small that a number tells them apart. */
import { Problem } from '../../../../lib/problem';
import { createCopies, type CopiesOptions } from '../../../../lib/vault/engines/copies';
import type { Batch } from '../../../../lib/vault/engines/store';
import { createMemoryStore, type MemoryStore } from '../memory-store';

export const header = (value: number) => Uint8Array.of(value);
export const record = (value: number) => ({ key: 'account/a', bytes: header(value) });

/** The change from one state to the next: the header is the state's number, and so is the only record. */
export function step(to: number): Batch {
  return {
    after: to === 0 ? undefined : header(to - 1),
    header: header(to),
    put: [record(to)],
    aside: [],
    drop: [],
  };
}

export const refuse = (code: 'storage-full' | 'storage-failed') => () => Promise.reject(new Problem(code));
export const never = () => new Promise<never>(() => undefined);

export function pair(options?: CopiesOptions) {
  const disks: [MemoryStore, MemoryStore] = [createMemoryStore(), createMemoryStore()];
  return { disks, copies: createCopies(disks, { withinMs: 20, ...options }) };
}

export async function committed(...states: number[]) {
  const { disks, copies } = pair();
  const store = copies.led(0);
  for (const state of states) await store.commit(step(state));
  return { disks, copies, store };
}

/** How this disk commits now, whatever it is made to do later. */
export function commitOf(disk: MemoryStore): (batch: Batch) => Promise<void> {
  const now = { ...disk };
  return (batch) => now.commit(batch);
}

export const stateOf = (disk: MemoryStore) => disk.header?.[0];
