/** The log's blocks: so many entries sealed together, each chained to the one before it by hash. */
import * as v from 'valibot';
import { sha256 } from '../crypto/seal';
import { concat, type Bytes } from '../encoding/bytes';
import { decodeTrusted, encodeCanonical, type Cbor } from '../encoding/cbor';
import { blindId } from './sealed/keys';
import type { Opened } from './sealed/record-set';
import { recordKey } from './sealed/records';
import type { Codec, Sets } from './sealed/sets';
import { bytesOf, natural } from './sealed/shapes';

export const LOG_SCHEMA = 1;
/** So many of the newest entries are kept, and what shares a block with them. */
export const LOG_ENTRIES = 5000;
export const BLOCK_ENTRIES = 100;

/** An entry as it is stored: one of a kind that this version does not know is kept and not shown. */
export type RawEntry = Readonly<Record<string, Cbor>>;

const blockSchema = v.looseObject({
  id: v.pipe(v.string(), v.regex(/^log\/\d{1,15}$/)),
  /** How many entries came before its first one. */
  first: natural,
  /** The chain before its first entry, and after its last. */
  prev: bytesOf(32),
  last: bytesOf(32),
  entries: v.array(
    v.record(
      v.string(),
      v.custom<Cbor>(() => true),
    ),
  ),
});

export interface LogBlock {
  readonly n: number;
  readonly first: number;
  readonly prev: Bytes;
  readonly last: Bytes;
  readonly entries: readonly RawEntry[];
  readonly rest: Readonly<Record<string, Cbor>>;
}

export const blockName = (n: number): string => `log/${n}`;

export const logCodec: Codec<LogBlock> = {
  kind: 'log',
  schema: LOG_SCHEMA,
  encode: ({ n, rest, ...fields }) => encodeCanonical({ ...rest, ...fields, id: blockName(n) }),
  decode: (plaintext) => {
    const parsed = v.safeParse(blockSchema, decodeTrusted(plaintext));
    if (!parsed.success) return undefined;
    const { id, first, prev, last, entries, ...rest } = parsed.output;
    return { n: Number(id.slice('log/'.length)), first, prev, last, entries, rest: rest as LogBlock['rest'] };
  },
};

/** Every block that can be read, oldest first. */
export async function blocksOf(sets: Sets): Promise<readonly Opened<LogBlock>[]> {
  return [...(await (await sets.load(logCodec)).all())].sort((a, b) => a.value.n - b.value.n);
}

/** Where the log goes on. */
export interface LogEnd {
  readonly newest: Opened<LogBlock>;
  /** Keys of all blocks, oldest first. */
  readonly keys: readonly string[];
}

/**
 * Told by opening two blocks, however many there are: the number of one leads to the names of its neighbours.
 * `undefined` where there are none, where they do not follow each other without a gap, or where one of the two can't be
 * read.
 */
export async function endOf(sets: Sets): Promise<LogEnd | undefined> {
  const set = await sets.load(logCodec);
  const present = new Set(set.keys());
  const known = await set.at([...present].at(-1) ?? '');
  if (!known) return undefined;
  const oldest = Math.max(0, known.value.n - present.size + 1);
  const numbers = Array.from({ length: known.value.n - oldest + present.size }, (_, i) => oldest + i);
  const named = await Promise.all(numbers.map((n) => blockKey(sets, n)));
  const from = named.findIndex((key) => present.has(key));
  const keys = from < 0 ? [] : named.slice(from, from + present.size);
  const newest = await set.at(keys.at(-1) ?? '');
  return newest && keys.every((key) => present.has(key)) ? { newest, keys } : undefined;
}

export async function blockKey(sets: Sets, n: number): Promise<string> {
  return recordKey('log', await blindId(sets.keys.index, blockName(n)));
}

export async function chainStart(sets: Sets): Promise<Bytes> {
  return sha256(concat(encodeCanonical('log/v1'), sets.header().vaultId));
}

export async function chain(from: Bytes, entries: readonly RawEntry[]): Promise<Bytes> {
  let value = from;
  for (const entry of entries) value = await sha256(concat(value, encodeCanonical(entry)));
  return value;
}

export async function emptyBlock(sets: Sets, n: number): Promise<LogBlock> {
  const start = await chainStart(sets);
  return { n, first: 0, prev: start, last: start, entries: [], rest: {} };
}

export function following({ n, first, entries }: LogBlock, prev: Bytes): LogBlock {
  return { n: n + 1, first: first + entries.length, prev, last: prev, entries: [], rest: {} };
}

/** The block with these entries after its own, and the blocks that take what is too much for it. */
export async function grow(block: LogBlock, added: readonly RawEntry[]): Promise<readonly LogBlock[]> {
  const room = BLOCK_ENTRIES - block.entries.length;
  if (room <= 0) return grow(following(block, block.last), added);
  const taken = added.slice(0, room);
  const grown = {
    ...block,
    entries: [...block.entries, ...taken],
    last: await chain(block.last, taken),
  };
  if (added.length <= room) return [grown];
  return [grown, ...(await grow(following(grown, grown.last), added.slice(room)))];
}

/**
 * Keys of the oldest blocks that are not needed to keep so many entries.
 * @param before Keys of the blocks that stay as they are, oldest first.
 */
export async function surplus(
  sets: Sets,
  before: readonly string[],
  written: readonly LogBlock[],
): Promise<readonly string[]> {
  const set = await sets.load(logCodec);
  const firstOf = async (i: number): Promise<number | undefined> => {
    const key = before[i];
    return key === undefined ? written[0]?.first : (await set.at(key))?.value.first;
  };
  const newest = written.at(-1);
  const end = newest ? newest.first + newest.entries.length : 0;
  const gone: string[] = [];
  for (const [i, key] of before.entries()) {
    // What so few blocks can't hold at all needs no look into them.
    if ((before.length - i - 1 + written.length) * BLOCK_ENTRIES < LOG_ENTRIES) break;
    const next = await firstOf(i + 1);
    if (next === undefined || end - next < LOG_ENTRIES) break;
    gone.push(key);
  }
  return gone;
}
