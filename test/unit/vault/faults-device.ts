/** All that a vault writes to in a browser, put together as the background does, and failing where one wants it to. */
import { createBlobs } from '../../../lib/vault/engines/blobs';
import { createCopies, within, type Copies } from '../../../lib/vault/engines/copies';
import { createErasingMarker, createLocalStore } from '../../../lib/vault/engines/local-store';
import type { KeyValueArea } from '../../../lib/vault/engines/shards';
import type { Shelf } from '../../../lib/vault/manifest';
import type { CareNote, VaultOptions } from '../../../lib/vault/parts';
import { createSession, type SessionData } from '../../../lib/vault/session/session';
import { createVault, type Vault } from '../../../lib/vault/vault';
import { createThrottle } from '../../../lib/vault/ways/throttle';
import { createMemoryArea, type MemoryArea } from './areas';
import { createFaults, type Faults } from './faults';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { cheapKdf, createExclusive, PARAMS, random } from './world';

/** Nothing in memory takes that long: only what hangs. */
const WITHIN_MS = 2;

/** What survives a worker; `memory` does not survive the browser. */
export interface Device {
  readonly first: MemoryStore;
  readonly second: MemoryArea;
  readonly cells: { staged: Uint8Array | undefined; wrapKey: CryptoKey | undefined };
  readonly memory: { session: SessionData | undefined; care: CareNote | undefined };
  now: number;
}

export function createDevice(): Device {
  return {
    first: createMemoryStore(),
    second: createMemoryArea(),
    cells: { staged: undefined, wrapKey: undefined },
    memory: { session: undefined, care: undefined },
    now: Date.UTC(2026, 0, 1),
  };
}

export function copyOf({ first, second, cells, memory, now }: Device): Device {
  return { first: first.copy(), second: second.copy(), cells: { ...cells }, memory: { ...memory }, now };
}

/** What a browser that was closed leaves. */
export function closeBrowser({ memory }: Device): void {
  memory.session = undefined;
  memory.care = undefined;
}

export interface Running {
  readonly vault: Vault;
  readonly copies: Copies;
  readonly shelf: Shelf;
}

/** Remains whose snapshots still lie among the blobs. */
const LEFT = /-(?:start-over|before-restore)$/;

/** A worker: it has nothing but the device. */
export function startWorker(device: Device, faults: Faults = createFaults()): Running {
  const now = () => device.now;
  const area = timelyArea(faults.area(device.second));
  const staged = cellOf('staged', device.cells, 'staged', faults);
  const throttle = cellIn(area, 'throttle');
  const headers = cellIn(area, 'snapshot-headers');
  const blobs = createBlobs(area);
  const copies = createCopies([faults.store(device.first), createLocalStore(area)], {
    withinMs: WITHIN_MS,
    marker: createErasingMarker(area),
    eraseRest: async () => {
      await Promise.all([blobs.erase(), headers.remove(), staged.remove(), throttle.remove()]);
    },
  });
  const shelf: Shelf = {
    blobs,
    headers: {
      get: async () => ((await headers.get()) as string[] | undefined) ?? [],
      set: (hashes) => headers.set([...hashes]),
    },
    shared: async () => (await copies.remains()).some(({ id }) => LEFT.test(id)),
  };
  const key = cellOf('wrap key', device.cells, 'wrapKey', faults);
  const session = createSession({
    area: cellOf('session', device.memory, 'session', faults),
    keeper: { get: key.get, put: key.set, remove: key.remove },
    random,
    now,
  });
  const vault = createVault({
    ...unfailing(),
    copies,
    shelf,
    staged: { get: staged.get, put: staged.set, clear: staged.remove },
    session,
    throttle: createThrottle({ cell: throttle, now }),
    care: cellOf('care', device.memory, 'care', faults),
    now,
  });
  return { vault, copies, shelf };
}

function unfailing(): Pick<
  VaultOptions,
  'kdf' | 'calibrate' | 'random' | 'clock' | 'exclusive' | 'onlock' | 'onleave' | 'onlocked'
> {
  return {
    kdf: cheapKdf,
    calibrate: () => Promise.resolve(PARAMS),
    random,
    clock: () => 0,
    exclusive: createExclusive(),
    onlock: () => Promise.resolve(),
    onleave: () => Promise.resolve(),
    onlocked: () => undefined,
  };
}

function timelyArea(area: KeyValueArea): KeyValueArea {
  return {
    get: (keys) => within(WITHIN_MS, () => area.get(keys)),
    set: (values) => within(WITHIN_MS, () => area.set(values)),
    remove: (keys) => within(WITHIN_MS, () => area.remove(keys)),
  };
}

/** One value in the area, under a name of its own. */
function cellIn(area: KeyValueArea, name: string) {
  return {
    get: async () => (await area.get([name]))[name],
    set: (value: unknown) => area.set({ [name]: value }),
    remove: () => area.remove([name]),
  };
}

/** One value elsewhere. */
function cellOf<T, Name extends keyof T>(title: string, holder: T, name: Name, faults: Faults) {
  type Value = Exclude<T[Name], undefined>;
  const put = (value: T[Name]): Promise<void> => Promise.resolve(void (holder[name] = value));
  return {
    get: () =>
      within(WITHIN_MS, () => faults.read(`${title} get`, () => Promise.resolve(holder[name]))) as Promise<
        Value | undefined
      >,
    set: (value: Value) => within(WITHIN_MS, () => faults.write(`${title} set`, () => put(value))),
    remove: () => within(WITHIN_MS, () => faults.write(`${title} remove`, () => put(undefined as T[Name]))),
  };
}
