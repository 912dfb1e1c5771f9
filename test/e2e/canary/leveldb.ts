/**
 * Makes what LevelDB wrote searchable. Its tables (`.ldb`) may be compressed, and share the beginnings of keys; its logs
 * cut what is long into pieces. Both are undone, as far as each file can be read.
 */

const LOG_BLOCK = 32 * 1024;
const TABLE_MAGIC = 0xdb4775248b80fb57n;
const FOOTER = 48;

/** The records of a log, one after the other, without what stands between their pieces. */
export function readLog(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 7 <= bytes.length;) {
    const left = LOG_BLOCK - (at % LOG_BLOCK);
    const length = left < 7 ? 0 : bytes.readUInt16LE(at + 4);
    const type = left < 7 ? 0 : bytes[at + 6]!;
    if (left < 7 || type === 0 || length > left - 7) {
      at += left;
      continue;
    }
    pieces.push(bytes.subarray(at + 7, at + 7 + length));
    at += 7 + length;
  }
  return Buffer.concat(pieces);
}

/** Every key, whole, and its value. */
export function readTable(bytes: Buffer): Buffer {
  if (bytes.length < FOOTER || bytes.readBigUInt64LE(bytes.length - 8) !== TABLE_MAGIC)
    return Buffer.alloc(0);
  const footer = reader(bytes.subarray(bytes.length - FOOTER));
  for (let n = 0; n < 2; n++) footer.varint(); // Where another index lies.
  const blocks = entriesOf(blockAt(bytes, footer.varint(), footer.varint())).map(({ value }) => {
    const handle = reader(value);
    return blockAt(bytes, handle.varint(), handle.varint());
  });
  return Buffer.concat(blocks.flatMap(entriesOf).flatMap(({ key, value }) => [key, value]));
}

function blockAt(bytes: Buffer, offset: number, size: number): Buffer {
  const block = bytes.subarray(offset, offset + size);
  switch (bytes[offset + size]) {
    case 0:
      return block;
    case 1:
      return unsnap(block);
    default:
      throw new Error('A block of a kind that is not known.');
  }
}

function entriesOf(block: Buffer): { key: Buffer; value: Buffer }[] {
  const restarts = block.readUInt32LE(block.length - 4);
  const from = reader(block.subarray(0, block.length - 4 * (restarts + 1)));
  const entries: { key: Buffer; value: Buffer }[] = [];
  while (!from.done()) {
    const [shared, own, length] = [from.varint(), from.varint(), from.varint()];
    const before = entries.at(-1)?.key.subarray(0, shared) ?? Buffer.alloc(0);
    entries.push({ key: Buffer.concat([before, from.take(own)]), value: from.take(length) });
  }
  return entries;
}

/** Snappy's format: a length, then pieces that are given or copied from what came before. */
export function unsnap(bytes: Buffer): Buffer {
  const from = reader(bytes);
  const whole = Buffer.alloc(from.varint());
  let at = 0;
  while (!from.done()) {
    const tag = from.byte();
    if ((tag & 3) === 0) {
      const more = (tag >> 2) - 59;
      const literal = from.take((more > 0 ? from.little(more) : tag >> 2) + 1);
      at += literal.copy(whole, at);
      continue;
    }
    const short = (tag & 3) === 1;
    const length = short ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const back = short ? ((tag >> 5) << 8) | from.byte() : from.little((tag & 3) === 2 ? 2 : 4);
    for (let n = 0; n < length; n++, at++) whole[at] = whole[at - back]!;
  }
  return whole;
}

function reader(bytes: Buffer) {
  let at = 0;
  const byte = (): number => bytes[at++]!;
  return {
    done: () => at >= bytes.length,
    byte,
    take: (length: number) => bytes.subarray(at, (at += length)),
    little: (length: number) => bytes.readUIntLE((at += length) - length, length),
    varint(): number {
      for (let value = 0, shift = 0; ; shift += 7) {
        const next = byte();
        value += (next & 127) * 2 ** shift;
        if (next < 128) return value;
      }
    },
  };
}
