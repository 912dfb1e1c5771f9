/** Many vectors have much in common. */
import { createMemoryStore, type MemoryStore } from '../memory-store';
import { byPassphrase } from '../world';
import type { Case, Told } from './cases';
import { diskImage } from './edit';
import type { ProofText } from './find';
import { PASSPHRASE } from './house';

export const owner = byPassphrase(PASSPHRASE);
export type Row = readonly [
  name: string,
  what: string,
  disk: MemoryStore,
  told: Told | string,
  proof?: ProofText,
];

/** Vaults in one engine, tried by their owner unless another proof is given. */
export const rows = (all: readonly Row[]): readonly Case[] =>
  all.map(([name, what, disk, told, proof = owner]) => {
    // What is refused is refused before any record is read.
    const bare = typeof told === 'string' && disk.header !== undefined;
    const shown = bare ? createMemoryStore({ header: disk.header, records: new Map() }) : disk;
    return { name, what, engines: [diskImage(shown)], proof, told };
  });
