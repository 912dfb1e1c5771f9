/** Destroying the vault of this device: an erasure is bound to what it was begun for, and never destroys another vault. */
import { toHex } from '../../encoding/bytes';
import { Problem } from '../../problem';
import { parseHeader } from '../sealed/header';
import type { HeaderCopy } from './copies';
import type { Act } from './led';

/** One header that an erasure is to destroy. */
export interface Doomed {
  /** Hex. */
  readonly vaultId: string;
  /** A later one was written since: that vault is in use. */
  readonly generation: number;
}

export interface ErasingMarker {
  /** `undefined` where no erasure was begun. */
  readonly get: () => Promise<readonly Doomed[] | undefined>;
  readonly set: (doomed: readonly Doomed[]) => Promise<void>;
  readonly clear: () => Promise<void>;
}

export interface ErasingParts {
  readonly marker?: ErasingMarker | undefined;
  /** Erases what else goes with the vault. */
  readonly eraseRest?: (() => Promise<void>) | undefined;
  readonly headers: () => Promise<readonly HeaderCopy[]>;
  readonly onAll: <T>(act: Act<T>) => Promise<PromiseSettledResult<T>[]>;
  readonly timely: <T>(act: () => Promise<T>) => Promise<T>;
}

export function createErasing(parts: ErasingParts) {
  const { marker, headers, timely } = parts;
  return {
    erase: async (): Promise<void> => {
      const doomed = (await headers()).flatMap(({ header }) => lookAt(header) ?? []);
      if (marker) {
        const begun = await timely(marker.get).catch(() => undefined);
        // An erasure that can't be marked is still carried out.
        await timely(() => marker.set([...(begun ?? []), ...doomed])).catch(() => undefined);
      }
      await carryOut(parts);
    },

    /** Runs alone. @throws {Problem} `storage-failed` where it can't be finished, or what lies there can't be told. */
    finishErasing: async (): Promise<boolean> => {
      const begun = marker && (await timely(marker.get));
      if (!marker || !begun) return false;
      const seen = await headers();
      if (seen.some(({ header }) => isOther(header, begun))) {
        await timely(marker.clear);
        return false;
      }
      // What does not answer may be another vault.
      if (seen.some(({ failed }) => failed)) throw new Problem('storage-failed');
      await carryOut(parts);
      return true;
    },
  };
}

async function carryOut({ marker, eraseRest, headers, onAll, timely }: ErasingParts): Promise<void> {
  await onAll((store) => store.eraseHeader());
  const results: PromiseSettledResult<void>[] = await onAll((store) => store.erase());
  if (eraseRest) results.push(...(await Promise.allSettled([timely(eraseRest)])));
  const kept = (await headers()).some(({ header, failed }) => failed || header !== undefined);
  if (kept || results.some(({ status }) => status === 'rejected')) throw new Problem('storage-failed');
  if (marker) await timely(marker.clear);
}

/** Nothing where it can't be read. */
function lookAt(header: Uint8Array | undefined): Doomed | undefined {
  try {
    const read = header && parseHeader(header).header;
    return read && { vaultId: toHex(read.vaultId), generation: read.generation };
  } catch {
    return undefined;
  }
}

/** What can't be read is no other vault, unless a later version of this program made it. */
function isOther(header: Uint8Array | undefined, begun: readonly Doomed[]): boolean {
  if (!header) return false;
  try {
    const { vaultId, generation } = parseHeader(header).header;
    return !begun.some((each) => each.vaultId === toHex(vaultId) && generation <= each.generation);
  } catch (error) {
    return error instanceof Problem && error.code === 'vault-newer';
  }
}
