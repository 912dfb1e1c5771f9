/** Every vector: what was done, and what a reader must make of it, by hand. */
import type { EngineImage, ProofText } from './find';
import { createCottage, createHouse, furnish, small, vaultKeyOf } from './house';

/** What is expected, told by hand: what is not named may be anything. */
export interface Told {
  readonly role?: 'owner' | 'viewer';
  readonly epoch?: number;
  readonly generation?: number;
  readonly whole: boolean;
  readonly mended?: number;
  readonly unread?: number;
  /** Issuers, in order. */
  readonly issuers: readonly string[];
  readonly log?: { readonly entries: number; readonly broken: boolean };
  readonly settings?: boolean;
  /** Unread members of each snapshot. */
  readonly snapshots?: readonly number[];
}

export interface Case {
  readonly name: string;
  readonly what: string;
  readonly engines?: readonly EngineImage[];
  readonly backup?: Uint8Array;
  readonly proof: ProofText;
  /** What is found, or the code under which it is refused. */
  readonly told: Told | string;
}

export const CITIZEN = 'lockstep cottage';
export const STRANGER = 'lockstep stranger';
export const STRANGERS_PASSPHRASE = 'somebody else entirely';

export async function createScene() {
  const cottage = await createCottage(CITIZEN);
  const stranger = await createCottage(STRANGER, STRANGERS_PASSPHRASE);
  const house = await createHouse('lockstep house', furnish);
  const lodge = await createHouse('lockstep lodge', ({ add }) => add(small('example')));
  return { cottage, stranger, house, lodge, vaultKey: vaultKeyOf(CITIZEN) };
}

export type Scene = Awaited<ReturnType<typeof createScene>>;
