/** Stored shapes that change with a new version: what was there is kept, whole and checked, before anything is rewritten. */
import { equalBytes } from '../encoding/bytes';
import { Problem } from '../problem';
import { KINDS, type Stored } from './engines/store';
import type { Copies } from './engines/copies';
import type { OpenVault } from './open-vault';
import { isAuthentic, parseHeader, type Header } from './sealed/header';
import type { Sets } from './sealed/sets';

/** The layout this version writes. A vault without the field was made when there was one only. */
export const LAYOUT = 2;

export function layoutOf(header: Header): number {
  const { layout } = header as { readonly layout?: unknown };
  return typeof layout === 'number' ? layout : 1;
}

type Keeper = Pick<Copies, 'engines' | 'read' | 'headers' | 'keep' | 'remains'>;

/**
 * Brings an older vault to this version's layout; one that is up to date or newer is left alone: a newer layout still
 * has shapes that can be read. Interrupted anywhere, it begins again.
 * @returns Whether there was something to do.
 * @throws {Problem} `storage-failed` where the copy or the result is not what it should be.
 */
export async function migrate({ sets }: OpenVault, copies: Keeper, now: number): Promise<boolean> {
  if (layoutOf(sets.header()) >= LAYOUT) return false;
  if (!(await isKept(sets, copies))) {
    await copies.keep(`${new Date(now).toISOString()}-before-layout-${LAYOUT}`);
    if (!(await isKept(sets, copies))) throw new Problem('storage-failed');
  }
  await sets.commit([], (header) => ({ ...header, layout: LAYOUT }));
  if (!(await isStored(sets, copies))) throw new Problem('storage-failed');
  return true;
}

/** Whether the present state lies among the remains, byte for byte as in one of the engines. */
async function isKept(sets: Sets, copies: Keeper): Promise<boolean> {
  const { bytes } = sets.stored();
  const candidates = (await copies.remains()).filter(
    ({ id, stored }) =>
      id.endsWith(`-before-layout-${LAYOUT}`) && stored.header && equalBytes(stored.header, bytes),
  );
  for (const { stored } of candidates) {
    const kept = new Map(stored.records.map((record) => [record.key, record.bytes]));
    for (let engine = 0; engine < copies.engines; engine++) {
      const { header, records = [] } = (await readFrom(copies, engine)) ?? {};
      const same = records.every((record) =>
        equalBytes(record.bytes, kept.get(record.key) ?? new Uint8Array()),
      );
      if (same && header && equalBytes(header, bytes)) return true;
    }
  }
  return false;
}

/** An engine that can't be read is no obstacle where the other can. */
async function readFrom(copies: Keeper, engine: number): Promise<Stored | undefined> {
  return copies.read(engine, KINDS).catch(() => undefined);
}

/** Whether what was just written can be read back from an engine, authentic. */
async function isStored(sets: Sets, copies: Keeper): Promise<boolean> {
  const { bytes } = sets.stored();
  const stored = (await copies.headers()).some(({ header }) => header && equalBytes(header, bytes));
  if (!stored) return false;
  const sealed = parseHeader(bytes);
  return layoutOf(sealed.header) === LAYOUT && (await isAuthentic(sealed, sets.keys.header));
}
