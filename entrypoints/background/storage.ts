/** Where the vault lies in this browser: two engines, and what goes with them. */
import type { Random } from '../../lib/crypto/seal';
import type { Bytes } from '../../lib/encoding/bytes';
import { localArea, localCell } from '../../lib/platform/local-area';
import { openSpareStorage } from '../../lib/platform/spare-storage';
import { memoryCell, SESSION_CELL, type MemoryCell } from '../../lib/platform/session-area';
import { createBlobs } from '../../lib/vault/engines/blobs';
import { createCopies, within } from '../../lib/vault/engines/copies';
import { createEngines } from '../../lib/vault/engines/engines';
import { createErasingMarker } from '../../lib/vault/engines/local-store';
import type { KeyValueArea } from '../../lib/vault/engines/shards';
import type { HeaderList, Shelf } from '../../lib/vault/manifest';
import type { CareNote } from '../../lib/vault/parts';
import { createKeyKeeper } from '../../lib/vault/session/key-keeper';
import { createSession, type KeyKeeper, type SessionData } from '../../lib/vault/session/session';
import { holdsOthers } from '../../lib/vault/remains';
import { createStaged, type Staged } from '../../lib/vault/staged';
import { createThrottle } from '../../lib/vault/ways/throttle';

/** The engines keep to it as well: what never answers must not hold the vault's lock for ever. */
const WITHIN_MS = 10_000;

function timely<Args extends unknown[], T>(
  act: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  return (...args) => within(WITHIN_MS, () => act(...args));
}

function timelyArea(): KeyValueArea {
  const { get, set, remove } = localArea();
  return { get: timely(get), set: timely(set), remove: timely(remove) };
}

function timelyCell<T>(cell: MemoryCell<T>): MemoryCell<T> {
  return {
    get: timely(() => cell.get()),
    set: timely((value: T) => cell.set(value)),
    remove: timely(() => cell.remove()),
  };
}

function timelyKeeper(): KeyKeeper {
  const keeper = createKeyKeeper(indexedDB, (create) => openSpareStorage('session', create));
  return {
    get: timely(() => keeper.get()),
    put: timely((key: CryptoKey) => keeper.put(key)),
    remove: timely(() => keeper.remove()),
  };
}

function timelyStaged(): Staged {
  const staged = createStaged(indexedDB);
  return {
    put: timely((bytes: Uint8Array) => staged.put(bytes)),
    get: timely(() => staged.get()),
    clear: timely(() => staged.clear()),
  };
}

/** In clear: hashes alone, of headers that are themselves as readable as the vault's own. */
function createHeaderList(): HeaderList & { clear(): Promise<void> } {
  const cell = timelyCell(localCell('snapshot-headers'));
  return {
    get: async () => {
      const stored = await cell.get();
      return Array.isArray(stored) ? stored.filter((hash) => typeof hash === 'string') : [];
    },
    set: async (hashes) => cell.set([...hashes]),
    clear: () => cell.remove(),
  };
}

export function createStorage(random: Random, now: () => number) {
  const area = timelyArea();
  const headers = createHeaderList();
  const shelf: Shelf = { blobs: createBlobs(area), headers };
  const staged = timelyStaged();
  const throttleCell = timelyCell(localCell('throttle'));
  const copies = createCopies(createEngines({ factory: indexedDB, area, openSpare: openSpareStorage }), {
    marker: createErasingMarker(area),
    eraseRest: async () => {
      await Promise.all([shelf.blobs.erase(), headers.clear(), staged.clear(), throttleCell.remove()]);
    },
  });
  return {
    copies,
    shelf: { ...shelf, shared: (vaultId: Bytes) => holdsOthers(copies, vaultId) },
    staged,
    throttle: createThrottle({ cell: throttleCell, now }),
    care: timelyCell(memoryCell<CareNote>('care')),
    session: createSession({
      area: timelyCell(memoryCell<SessionData>(SESSION_CELL)),
      keeper: timelyKeeper(),
      random,
      now,
    }),
  };
}
