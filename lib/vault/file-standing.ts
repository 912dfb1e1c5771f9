/** How a backup file stands to what lies here. Told without any key: nothing of it is proven. */
import { equalBytes } from '../encoding/bytes';
import type { Header } from './sealed/header';
import { candidatesOf } from './unlocking';

/**
 * `foreign`: another vault lies here. `former`: ways to unlock were changed since the file was made. `older`: anything
 * else was. `current`: neither, or nothing can be read here.
 */
export type FileStanding = 'foreign' | 'former' | 'older' | 'current';

export function standingOf(
  file: Uint8Array | undefined,
  here: readonly (Uint8Array | undefined)[],
): FileStanding {
  const [own] = headersIn([file]);
  const found = headersIn(here);
  if (!own) return 'current';
  if (found.some(({ vaultId }) => !equalBytes(vaultId, own.vaultId))) return 'foreign';
  if (found.some(({ epoch }) => epoch > own.epoch)) return 'former';
  return found.some(({ generation }) => generation > own.generation) ? 'older' : 'current';
}

function headersIn(given: readonly (Uint8Array | undefined)[]): readonly Header[] {
  return candidatesOf(given.map((header) => ({ engine: 0, header }))).map(({ sealed }) => sealed.header);
}
