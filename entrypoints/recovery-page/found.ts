/** What lies in each copy, looked at without a key and without the worker. */
import type { Copies } from '../../lib/vault/engines/copies';
import { KINDS, type Remains, type Stored } from '../../lib/vault/engines/store';
import { lookOf } from '../../lib/vault/state';

export interface FoundCopy {
  readonly engine: number;
  readonly header: ReturnType<typeof lookOf>;
  /** Absent where the copy can't be read. */
  readonly stored: Stored | undefined;
}

export interface Found {
  readonly copies: readonly FoundCopy[];
  readonly remains: readonly Remains[];
}

export async function look(copies: Copies): Promise<Found> {
  const engines = Array.from({ length: copies.engines }, (_, engine) => lookAt(copies, engine));
  const remains = copies.remains().catch(() => []);
  return { copies: await Promise.all(engines), remains: await remains };
}

async function lookAt(copies: Copies, engine: number): Promise<FoundCopy> {
  try {
    const stored = await copies.read(engine, KINDS);
    return { engine, header: lookOf({ engine, header: stored.header, failed: false }), stored };
  } catch {
    return { engine, header: 'failed', stored: undefined };
  }
}

export function accountsIn({ records }: Stored): number {
  return records.filter(({ key }) => key.startsWith('account/')).length;
}

export function isEmpty({ header, records }: Stored): boolean {
  return header === undefined && records.length === 0;
}
