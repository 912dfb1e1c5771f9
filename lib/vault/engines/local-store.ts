/** The second engine: a storage area such as `storage.local`. One `set` per change, which the area applies as a whole. */
import * as v from 'valibot';
import { toBase64 } from '../../encoding/bytes';
import { createInTurn } from '../../in-turn';
import { natural } from '../sealed/shapes';
import type { ErasingMarker } from './erasing';
import { checkAfter, guard } from './indexed-db-store';
import { readBytes, readShard, shardOf, SHARDS, writeShard, type KeyValueArea, type Shard } from './shards';
import { KINDS, type Batch, type RecordStore, type Remains, type Stored, type StoredRecord } from './store';

const HEADER = 'vault/header';
/** Written with every commit: a header that is lost still leaves a trace. */
const TRACE = 'trace';
const REMAINS = 'remains';
const ERASING = 'erasing';
const KEPT = [...KINDS, 'aside'];

type Values = Record<string, unknown>;

export function createLocalStore(area: KeyValueArea): RecordStore {
  const alone = createInTurn();
  const change = (act: () => Promise<void>) => guard(() => alone(act));
  return {
    read: (kinds) => guard(() => readStored(area, kinds)),
    hasTrace: () => guard(() => hasTrace(area)),
    commit: (batch) => change(() => commit(area, batch)),
    replace: (whole) => change(() => replace(area, whole)),
    keep: (id) => change(async () => set(area, await keptAs(area, id))),
    retire: (id) =>
      change(async () => {
        // Gone in the same step in which it is kept; the names follow.
        const emptied = [TRACE, ...shardNames(KEPT), HEADER].map((name) => [name, null] as const);
        await set(area, { ...(await keptAs(area, id)), ...Object.fromEntries(emptied) });
        await area.remove(emptied.map(([name]) => name));
      }),
    remains: () => guard(() => readRemains(area)),
    forget: (id) => change(() => forget(area, id)),
    eraseHeader: () => change(() => area.remove([HEADER])),
    erase: () => change(() => erase(area)),
  };
}

const doomed = v.array(v.strictObject({ vaultId: v.string(), generation: natural }));

/** Says in the area that an erasure was begun and of what, so that the next start finishes it. */
export function createErasingMarker(area: KeyValueArea): ErasingMarker {
  return {
    get: () =>
      guard(async () => {
        const marked = (await area.get([ERASING]))[ERASING];
        if (marked === undefined || marked === null) return undefined;
        const parsed = v.safeParse(doomed, marked);
        return parsed.success ? parsed.output : [];
      }),
    set: (given) => guard(() => area.set({ [ERASING]: given })),
    clear: () => guard(() => area.remove([ERASING])),
  };
}

function shardNames(kinds: readonly string[]): string[] {
  return kinds.flatMap((kind) => SHARDS.map((shard) => `vault/${kind}/${shard}`));
}

/** Which value a record lies in, and under which name there. */
function placeOf(key: string): { name: string; id: string } {
  const slash = key.indexOf('/');
  return { name: `vault/${key.slice(0, slash)}/${shardOf(key)}`, id: key.slice(slash + 1) };
}

function readHeader(value: unknown): Uint8Array | undefined {
  return value === undefined || value === null ? undefined : readBytes(value);
}

function writeHeader(header: Uint8Array | undefined): string | null {
  return header ? toBase64(header) : null;
}

function storedIn(values: Values, kinds: readonly string[]): Stored {
  const records = kinds.flatMap((kind) =>
    shardNames([kind])
      .flatMap((name) => [...readShard(values[name])])
      .map(([id, bytes]) => ({ key: `${kind}/${id}`, bytes }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
  );
  return { header: readHeader(values[HEADER]), records };
}

async function readStored(area: KeyValueArea, kinds: readonly string[]): Promise<Stored> {
  return storedIn(await area.get([HEADER, ...shardNames(kinds)]), kinds);
}

async function hasTrace(area: KeyValueArea): Promise<boolean> {
  const names = [HEADER, TRACE, ...shardNames(KEPT)];
  return Object.values(await area.get(names)).some((value) => value !== null && !isEmptyShard(value));
}

/** What a drop or a replacement leaves. Anything else that can't be read is a trace. */
function isEmptyShard(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

async function commit(area: KeyValueArea, { after, header, put, aside, drop }: Batch): Promise<void> {
  const asideKeys = aside.map((key) => `aside/${key}`);
  const touched = [...put.map(({ key }) => key), ...aside, ...asideKeys, ...drop];
  const names = [...new Set(touched.map((key) => placeOf(key).name))];
  const values = await area.get([HEADER, ...names]);
  checkAfter(readHeader(values[HEADER]), after);
  const shelf = openShelf(names, values);
  for (const key of aside) {
    const bytes = shelf.take(key);
    if (bytes) shelf.put({ key: `aside/${key}`, bytes });
  }
  for (const key of drop) shelf.take(key);
  for (const each of put) shelf.put(each);
  await set(area, { ...shelf.values(), [TRACE]: true, [HEADER]: writeHeader(header) });
}

async function replace(area: KeyValueArea, { header, records }: Stored): Promise<void> {
  const present = Object.keys(await area.get(shardNames(KINDS)));
  const names = new Set([...present, ...records.map(({ key }) => placeOf(key).name)]);
  const shelf = openShelf([...names], {});
  for (const each of records) shelf.put(each);
  await set(area, { ...shelf.values(), [TRACE]: true, [HEADER]: writeHeader(header) });
}

/** The shards of these names, to be changed and written back. */
function openShelf(names: readonly string[], values: Values) {
  const shards = new Map<string, Shard>(names.map((name) => [name, readShard(values[name])]));
  return {
    take(key: string): Uint8Array | undefined {
      const { name, id } = placeOf(key);
      const bytes = shards.get(name)?.get(id);
      shards.get(name)?.delete(id);
      return bytes;
    },
    put({ key, bytes }: StoredRecord): void {
      const { name, id } = placeOf(key);
      shards.get(name)?.set(id, bytes);
    },
    values: (): Values => Object.fromEntries([...shards].map(([name, shard]) => [name, writeShard(shard)])),
  };
}

/** An area may refuse to be given nothing. */
async function set(area: KeyValueArea, values: Values): Promise<void> {
  if (Object.keys(values).length > 0) await area.set(values);
}

async function remainsIds(area: KeyValueArea): Promise<readonly string[]> {
  const ids = (await area.get([REMAINS]))[REMAINS];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}

const remainsName = (id: string) => `${REMAINS}/${id}`;

/** What to write so that all that is here is kept as remains; nothing where nothing is here. */
async function keptAs(area: KeyValueArea, id: string): Promise<Values> {
  const { header, records } = await readStored(area, KEPT);
  if (header === undefined && records.length === 0) return {};
  const shard = writeShard(new Map(records.map(({ key, bytes }) => [key, bytes])));
  const ids = new Set([...(await remainsIds(area)), id]);
  return { [remainsName(id)]: { header: writeHeader(header), records: shard }, [REMAINS]: [...ids] };
}

async function readRemains(area: KeyValueArea): Promise<readonly Remains[]> {
  const ids = [...(await remainsIds(area))].sort();
  const values = await area.get(ids.map(remainsName));
  return ids.flatMap((id) => {
    const value = values[remainsName(id)];
    if (typeof value !== 'object' || value === null) return [];
    const { header, records } = value as Values;
    const found = [...readShard(records)].map(([key, bytes]) => ({ key, bytes }));
    return [{ id, stored: { header: readHeader(header), records: found } }];
  });
}

async function forget(area: KeyValueArea, id: string): Promise<void> {
  await area.remove([remainsName(id)]);
  const ids = await remainsIds(area);
  await area.set({ [REMAINS]: ids.filter((each) => each !== id) });
}

async function erase(area: KeyValueArea): Promise<void> {
  await area.remove([HEADER]);
  const ids = await remainsIds(area);
  // The list goes last: without it, what is left of remains could not be found again.
  await area.remove([...shardNames(KEPT), ...ids.map(remainsName)]);
  await area.remove([TRACE, REMAINS]);
}
