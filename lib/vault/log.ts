/**
 * What was done with the vault, newest last: entries in sealed blocks, chained by hash. What was taken away from it or
 * put back into it shows.
 */
import * as v from 'valibot';
import { equalBytes } from '../encoding/bytes';
import {
  blockKey,
  blockName,
  blocksOf,
  chain,
  chainStart,
  emptyBlock,
  endOf,
  following,
  grow,
  logCodec,
  LOG_SCHEMA,
  surplus,
  type LogBlock,
  type RawEntry,
} from './log-block';
import type { OpenVault } from './open-vault';
import type { Opened } from './sealed/record-set';
import { recordKey, storeRecord } from './sealed/records';
import type { Change, Sets } from './sealed/sets';
import { natural } from './sealed/shapes';

const NAME_LENGTH = 200;

export const LOG_KINDS = [
  'create',
  'unlock',
  'unlock-failed',
  'elevate',
  'add',
  'edit',
  'delete',
  'restore',
  'erase',
  'copy',
  'fill',
  'export',
  'way-added',
  'way-removed',
  'way-changed',
  'backup',
  'snapshot-restore',
  'mended',
  'set-aside',
  'log-cleared',
] as const;
export type LogKind = (typeof LOG_KINDS)[number];

const entrySchema = v.object({
  at: natural,
  kind: v.picklist(LOG_KINDS),
  /** With what the session had been unlocked. */
  by: v.exactOptional(
    v.object({
      type: v.picklist(['passphrase', 'recovery', 'passkey', 'pin', 'other']),
      role: v.picklist(['owner', 'viewer']),
      /** What its user calls it. */
      name: v.exactOptional(v.string()),
    }),
  ),
  account: v.exactOptional(v.object({ id: v.string(), issuer: v.string(), accountName: v.string() })),
  /** The site of a fill. */
  host: v.exactOptional(v.string()),
  /** How many: failed tries, records, entries. */
  count: v.exactOptional(natural),
});
export type LogEntry = Readonly<v.InferOutput<typeof entrySchema>>;

/** @property broken Something is missing, or is not as it was written. What can be read is there. */
export interface Log {
  /** Oldest first. */
  readonly entries: readonly LogEntry[];
  readonly broken: boolean;
}

export async function readLog({ sets }: OpenVault): Promise<Log> {
  const blocks = await blocksOf(sets);
  let broken = !(await sets.isWhole(logCodec)) || (await sets.load(logCodec)).damaged().length > 0;
  let expected = await chainStart(sets);
  let count = 0;
  for (const [i, { value }] of blocks.entries()) {
    const { first, prev, last, entries } = value;
    // The oldest were dropped when there were too many: what comes first then continues something unknown.
    const cut = i === 0 && first > 0;
    if (!cut && !(equalBytes(prev, expected) && first === count)) broken = true;
    expected = await chain(prev, entries);
    if (!equalBytes(expected, last)) broken = true;
    count = first + entries.length;
  }
  return { entries: blocks.flatMap(({ value }) => value.entries.flatMap(parseEntry)), broken };
}

/** Notes what was done, as one commit. Damage to what was noted before is no obstacle: it is moved aside, kept. */
export async function appendLog(open: OpenVault, entries: readonly LogEntry[]): Promise<void> {
  if (entries.length > 0) await open.sets.commit([await logChange(open, entries)]);
}

/** The same as a part of a commit of one's own. */
export async function logChange(open: OpenVault, added: readonly LogEntry[]): Promise<Change> {
  const { sets } = open;
  const end = (await sets.isWhole(logCodec)) ? await endOf(sets) : undefined;
  if (!end) return afterAll(open, added);
  const { newest, keys } = end;
  return change(sets, keys, startAfter(newest), added);
}

/** Looks at every block: for a log that is new, or that something happened to. */
async function afterAll({ sets }: OpenVault, added: readonly LogEntry[]): Promise<Change> {
  const blocks = await blocksOf(sets);
  const aside = (await sets.load(logCodec)).damaged();
  const whole = aside.length === 0 && (await sets.isWhole(logCodec));
  const newest = blocks.at(-1);
  const previous = newest?.value ?? (await emptyBlock(sets, -1));
  // A link that holds nowhere: that something is missing shows until the log is cleared.
  const lost = following(previous, whole ? previous.last : new Uint8Array(32));
  const keys = blocks.map(({ record }) => storeRecord(record).key);
  return { ...(await change(sets, keys, whole && newest ? startAfter(newest) : lost, added)), aside };
}

/** The block to go on with; a newer version's is left to it. */
function startAfter({ record, value }: Opened<LogBlock>): LogBlock {
  return record.schema <= LOG_SCHEMA ? value : following(value, value.last);
}

async function change(
  sets: Sets,
  before: readonly string[],
  start: LogBlock,
  added: readonly LogEntry[],
): Promise<Change> {
  const written = await grow(start, added.map(rawEntry));
  const put = await Promise.all(written.map(async (block) => sets.seal(logCodec, blockName(block.n), block)));
  const rewritten = new Set(put.map(({ record }) => recordKey('log', record.id)));
  const old = before.filter((key) => !rewritten.has(key));
  return { kind: 'log', put, drop: await surplus(sets, old, written) };
}

/** Drops all that was noted and begins anew with this entry, as one commit. */
export async function clearLog({ sets }: OpenVault, entry: LogEntry): Promise<void> {
  const blocks = await blocksOf(sets);
  const n = (blocks.at(-1)?.value.n ?? -1) + 1;
  const written = await grow(await emptyBlock(sets, n), [rawEntry(entry)]);
  const put = await Promise.all(written.map(async (block) => sets.seal(logCodec, blockName(n), block)));
  const kept = await blockKey(sets, n);
  const keys = [
    ...blocks.map(({ record }) => storeRecord(record).key),
    ...(await sets.load(logCodec)).damaged(),
  ];
  await sets.commit([{ kind: 'log', put, drop: keys.filter((key) => key !== kept) }]);
}

function parseEntry(raw: RawEntry): readonly LogEntry[] {
  const parsed = v.safeParse(entrySchema, raw);
  return parsed.success ? [parsed.output] : [];
}

function rawEntry(entry: LogEntry): RawEntry {
  const { by, account, ...fields } = entry;
  return {
    ...fields,
    ...(by && { by: { ...by } }),
    ...(account && {
      account: { id: account.id, issuer: shorten(account.issuer), accountName: shorten(account.accountName) },
    }),
  };
}

/** By characters, not by halves of one. */
function shorten(name: string): string {
  return name.length <= NAME_LENGTH ? name : Array.from(name).slice(0, NAME_LENGTH).join('');
}
