import { describe, expect, test } from 'vitest';
import { readBytes, readShard, shardOf, SHARDS, writeShard } from '../../../../lib/vault/engines/shards';

describe('the shard of a key', () => {
  // FNV-1a of 32 bits, from the authors' own test vectors: 811c9dc5, e40c292c, bf9cf968.
  test.each([
    ['', 'c5'],
    ['a', '2c'],
    ['foobar', '68'],
  ])('is the low byte of its FNV-1a hash: %o', (key, shard) => {
    expect(shardOf(key)).toBe(shard);
  });

  test('is one of 256, all of them used', () => {
    const used = new Set(Array.from({ length: 5000 }, (_, i) => shardOf(`account/${i}`)));
    expect([...used].sort()).toEqual([...SHARDS].sort());
    expect(SHARDS).toHaveLength(256);
  });
});

describe('a shard', () => {
  test('survives being written, whatever its keys are called', () => {
    const keys = ['a', '__proto__', 'constructor', '0'];
    const shard = new Map(keys.map((key, i) => [key, Uint8Array.of(i, 255)]));
    expect(readShard(JSON.parse(JSON.stringify(writeShard(shard))))).toEqual(shard);
  });

  test.each([[undefined], [null], ['text'], [7], [true], [['a']]])('of %o holds nothing', (value) => {
    expect(readShard(value).size).toBe(0);
  });

  test.each([[null], [7], ['not base64!'], [{}], [undefined], ['A']])('reads %o as no bytes', (value) => {
    expect(readBytes(value)).toEqual(new Uint8Array());
    expect(readShard({ a: value })).toEqual(new Map([['a', new Uint8Array()]]));
  });
});
