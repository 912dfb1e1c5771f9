/**
 * The same without unlocking each time: what keys say of every changed byte of a header with all kinds of slots, and of
 * records of every kind. The long pass tries all masks, and a million changes by chance.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { equalBytes } from '../../../lib/encoding/bytes';
import { encodeCanonical } from '../../../lib/encoding/cbor';
import { KINDS, type StoredRecord } from '../../../lib/vault/engines/store';
import { appendLog } from '../../../lib/vault/log';
import { isAuthentic, parseHeader } from '../../../lib/vault/sealed/header';
import type { VaultKeys } from '../../../lib/vault/sealed/keys';
import { openRecord, parseRecord, type RecordKeys } from '../../../lib/vault/sealed/records';
import type { Codec } from '../../../lib/vault/sealed/sets';
import { parseRecoveryKey } from '../../../lib/vault/ways/recovery-key';
import { codeOf } from './victim';
import { byPassphrase, createOpenWorld, PASSPHRASE } from './world';

const soak = process.env['LOCKSTEP_SOAK'];
const MASKS = soak === undefined ? [0x01, 0x80] : Array.from({ length: 255 }, (_, i) => i + 1);
const CHANCES = soak === undefined ? 2_000 : 1_000_000;
const RECORDS = 20;
const TIMEOUT = soak === undefined ? 60_000 : 3_600_000;
const OWNER = byPassphrase(PASSPHRASE);

let keys: VaultKeys;
let recordKeys: RecordKeys;
let header: Uint8Array;
let records: readonly StoredRecord[];

beforeAll(async () => {
  const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
  const { vault, disk } = await createOpenWorld(...names);
  const prf = new Uint8Array(32).fill(1);
  const text = await vault.ways.freshRecoveryKey();
  await vault.ways.add(OWNER, { type: 'recovery', key: (await parseRecoveryKey(text))! }, 'owner', '');
  await vault.ways.add(OWNER, { type: 'passkey', credential: prf, salt: prf, prf }, 'owner', 'Key');
  await vault.ways.add(OWNER, byPassphrase('for someone who looks'), 'viewer', 'Ann');
  await vault.ways.changePassphrase(OWNER, 'another passphrase of mine');
  await vault.care.tend();
  await vault.change((open) => appendLog(open, [{ at: 1, kind: 'copy' }]));
  for (const kind of ['icon', 'usage'] as const) {
    const codec: Codec<string> = {
      kind,
      schema: 1,
      encode: (id) => encodeCanonical({ id }),
      decode: () => '',
    };
    await vault.change(async ({ sets }) => {
      await sets.load(codec);
      await sets.commit([{ kind, put: [await sets.seal(codec, kind, kind)] }]);
    });
  }
  keys = await vault.read((open) => Promise.resolve(open.sets.keys));
  header = disk.header!;
  recordKeys = { vaultId: parseHeader(header).header.vaultId, root: keys.record };
  const stored = (await disk.read(KINDS)).records;
  const kindOf = ({ key }: StoredRecord) => key.slice(0, key.indexOf('/'));
  const firsts = KINDS.map((kind) => stored.find((each) => kindOf(each) === kind)!);
  records = [...new Set([...firsts, ...stored])].slice(0, RECORDS);
});

/** Whether the vault's key believes it. */
async function believes(bytes: Uint8Array): Promise<boolean> {
  let authentic = false;
  const code = await codeOf(
    (async () => {
      authentic = await isAuthentic(parseHeader(bytes), keys.header);
    })(),
  );
  expect(['no problem', 'header-damaged', 'vault-newer']).toContain(code);
  return authentic;
}

async function opens(key: string, bytes: Uint8Array): Promise<boolean> {
  const record = parseRecord({ key, bytes });
  return record !== undefined && (await openRecord(record, recordKeys)) !== undefined;
}

function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const changed = bytes.slice();
  changed[at]! ^= mask;
  return changed;
}

/** How many changes of one byte are believed; and how many there were. */
async function eachByte(bytes: Uint8Array, believed: (changed: Uint8Array) => Promise<boolean>) {
  let count = 0;
  let missed = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const tried = await Promise.all(MASKS.map((mask) => believed(flipped(bytes, at, mask))));
    count += tried.length;
    missed += tried.filter(Boolean).length;
  }
  return { count, missed };
}

describe('the scene', () => {
  test('has every kind of slot and of record, and all of it is believed as it lies', async () => {
    const { slots } = parseHeader(header).header;
    expect(slots.map(({ type, role }) => `${type} ${role}`).sort()).toEqual([
      'passkey owner',
      'passphrase owner',
      'passphrase viewer',
      'recovery owner',
    ]);
    expect(slots.filter(({ transfer }) => transfer).length).toBe(3);
    expect(new Set(records.map(({ key }) => key.slice(0, key.indexOf('/'))))).toEqual(new Set(KINDS));
    expect(records.length).toBe(RECORDS);
    expect(await believes(header)).toBe(true);
    for (const { key, bytes } of records) expect(await opens(key, bytes)).toBe(true);
  });
});

describe('a change of any byte', () => {
  test('of the header is never believed', { timeout: TIMEOUT }, async () => {
    const { count, missed } = await eachByte(header, believes);
    console.log(`flips: ${count} of the header (${header.length} bytes), ${missed} missed`);
    expect(missed).toBe(0);
  });

  test('of a record is never believed', { timeout: TIMEOUT }, async () => {
    const total = { count: 0, missed: 0 };
    for (const { key, bytes } of records) {
      const { count, missed } = await eachByte(bytes, (changed) => opens(key, changed));
      total.count += count;
      total.missed += missed;
    }
    console.log(`flips: ${total.count} of ${records.length} records, ${total.missed} missed`);
    expect(total.missed).toBe(0);
  });
});

/** Mulberry32: the same numbers from the same seed. */
function createDice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Flips one to eight bits, cuts, or puts together the parts of two. */
function changed(bytes: Uint8Array, other: Uint8Array, dice: (below: number) => number): Uint8Array {
  const at = dice(bytes.length);
  switch (dice(4)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return Uint8Array.from([...bytes.subarray(0, at), ...other.subarray(dice(other.length))]);
    case 2:
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + dice(8))]);
    default: {
      let result = bytes;
      for (let i = dice(8); i >= 0; i -= 1) result = flipped(result, dice(bytes.length), 1 << dice(8));
      return result;
    }
  }
}

test('changes by chance are never believed', { timeout: TIMEOUT }, async () => {
  const dice = createDice(Number(soak ?? 20_261_120));
  const began = performance.now();
  let [count, missed, same] = [0, 0, 0];
  while (count < CHANCES) {
    const other = records[dice(records.length)]!;
    // As often the header as a record: it has more to it.
    const key = dice(2) === 0 ? undefined : records[dice(records.length)]!;
    const bytes = key?.bytes ?? header;
    const after = changed(bytes, other.bytes, dice);
    if (equalBytes(after, bytes)) {
      same += 1;
      continue;
    }
    if (await (key ? opens(key.key, after) : believes(after))) missed += 1;
    count += 1;
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(`changes by chance: ${count}, ${missed} missed, ${same} were none; ${seconds.toFixed(1)} s`);
  expect(missed).toBe(0);
});
