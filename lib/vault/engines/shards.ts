/**
 * Many small things in a storage area that reads and writes whole values by name: they share 256 values per kind, so
 * that a change rewrites little and a name is never needed that is not known beforehand.
 */
import { fromBase64, toBase64, utf8 } from '../../encoding/bytes';

/** `storage.local`, or what acts like it: holds JSON, and one `set` is applied as a whole. */
export interface KeyValueArea {
  get(keys: string[]): Promise<Record<string, unknown>>;
  set(values: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** `00` to `ff`. */
export const SHARDS: readonly string[] = Array.from({ length: 256 }, (_, byte) => hexByte(byte));

/** The low byte of the key's FNV-1a hash of 32 bits, in hex. */
export function shardOf(key: string): string {
  let hash = 0x811c9dc5;
  for (const byte of utf8(key)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hexByte(hash & 0xff);
}

export type Shard = Map<string, Uint8Array>;

/** What is not an object holds nothing. */
export function readShard(value: unknown): Shard {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return new Map(isObject ? Object.entries(value).map(([key, text]) => [key, readBytes(text)]) : []);
}

export function writeShard(shard: Shard): Record<string, string> {
  return Object.fromEntries([...shard].map(([key, bytes]) => [key, toBase64(bytes)]));
}

/** What is not base64 reads as no bytes at all: damage, found by whoever opens them. */
export function readBytes(value: unknown): Uint8Array {
  return (typeof value === 'string' ? fromBase64(value) : undefined) ?? new Uint8Array();
}
