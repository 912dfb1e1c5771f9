/** All vectors, made anew: the same bytes each time. */
import { createScene, type Case, type Told } from './cases';
import { withFixedCrypto } from './fixed';
import type { Expected, Vector } from './find';
import { contentCases } from './contents';
import { engineCases } from './engines';
import { headerCases } from './headers';
import { proofCases, severalCases } from './proofs';
import { backupCases, recordCases } from './records';
import { slotCases } from './slots';
import { wayCases } from './ways';

export interface Made {
  readonly vector: Omit<Vector, 'expect'>;
  readonly told: Case['told'];
}

export async function makeVectors(): Promise<readonly Made[]> {
  return withFixedCrypto(async () => {
    const scene = await createScene();
    const cases = [
      ...wayCases(scene),
      ...engineCases(scene),
      ...(await contentCases(scene)),
      ...(await proofCases(scene)),
      ...severalCases(scene),
      ...(await headerCases(scene)),
      ...slotCases(scene),
      ...recordCases(scene),
      ...backupCases(scene),
    ];
    return cases.map(({ told, ...each }) => ({ vector: vectorOf(each), told }));
  });
}

function vectorOf({ name, what, engines, backup, proof }: Omit<Case, 'told'>): Made['vector'] {
  const bytes = backup && { backup: Buffer.from(backup).toString('base64') };
  return { name, what, ...(engines && { engines }), ...bytes, proof };
}

interface Found {
  readonly role: string;
  readonly epoch: number;
  readonly generation: number;
  readonly whole: boolean;
  readonly mended?: number;
  readonly accounts?: readonly { readonly issuer: string }[];
  readonly unread?: readonly string[];
  readonly settings?: unknown;
  readonly log?: { readonly entries: readonly unknown[]; readonly broken: boolean };
  readonly snapshots?: readonly { readonly unread: number }[];
}

/** What was found, in the words in which it is told by hand. */
export function summaryOf(expected: Expected): Required<Told> | string {
  if (!('opens' in expected)) return expected.refused;
  const found = expected as unknown as Found;
  return {
    role: found.role as 'owner',
    epoch: found.epoch,
    generation: found.generation,
    whole: found.whole,
    mended: found.mended ?? 0,
    unread: found.unread?.length ?? 0,
    issuers: (found.accounts ?? []).map(({ issuer }) => issuer),
    settings: found.settings !== undefined,
    log: { entries: found.log?.entries.length ?? 0, broken: found.log?.broken ?? false },
    snapshots: (found.snapshots ?? []).map(({ unread }) => unread),
  };
}
