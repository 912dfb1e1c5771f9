import { describe, expect, test } from 'vitest';
import { createHmac } from 'node:crypto';
import { encodeCanonical, type Cbor } from '../../../../lib/encoding/cbor';
import {
  isAuthentic,
  newHeader,
  parseHeader,
  sealHeader,
  type Header,
} from '../../../../lib/vault/sealed/header';
import type { Slot } from '../../../../lib/vault/ways/slots';

const bytes = (length: number, value = 1) => new Uint8Array(length).fill(value);
const slot: Slot = {
  id: bytes(16),
  type: 'passkey',
  role: 'viewer',
  salt: bytes(32),
  commit: bytes(32),
  wrapped: bytes(48),
};
const header: Header = {
  ...newHeader(bytes(16), bytes(16, 2)),
  slots: [slot],
  sets: { account: { count: 1, digest: bytes(32) } },
};
const hmacKey = (value: number) =>
  crypto.subtle.importKey('raw', bytes(32, value), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);

/** A stored header with these fields changed; its MAC is none. */
const stored = (change: Record<string, Cbor>) =>
  encodeCanonical([
    encodeCanonical({ ...(header as unknown as Record<string, Cbor>), ...change }),
    bytes(32),
  ]);

describe('a header', () => {
  test('reads back as it was sealed, and is authentic under its key alone', async () => {
    const sealed = await sealHeader(header, await hmacKey(1));
    const parsed = parseHeader(sealed.bytes);
    expect(parsed.header).toEqual(header);
    expect(parsed.mac).toEqual(sealed.mac);
    expect(await isAuthentic(parsed, await hmacKey(1))).toBe(true);
    expect(await isAuthentic(parsed, await hmacKey(2))).toBe(false);
    expect(await isAuthentic({ ...parsed, mac: bytes(32) }, await hmacKey(1))).toBe(false);
    expect(await isAuthentic({ ...parsed, body: bytes(9) }, await hmacKey(1))).toBe(false);
  });

  test('is authenticated as a header, not as bare bytes', async () => {
    const { mac, bytes: whole } = await sealHeader(header, await hmacKey(1));
    const bare = createHmac('sha256', bytes(32)).update(parseHeader(whole).body).digest('hex');
    expect(Buffer.from(mac).toString('hex')).not.toBe(bare);
  });

  test('keeps fields and slots of kinds that are unknown here', () => {
    const unknown = { future: { a: 1 }, slots: [{ ...slot, type: 'moonlight', phase: 3 }] };
    expect(parseHeader(stored(unknown)).header).toEqual({ ...header, ...unknown });
  });

  test.each<[string, Record<string, Cbor>]>([
    ['no slots', { slots: [] }],
    ['too many slots', { slots: Array.from({ length: 65 }, () => slot as unknown as Cbor) }],
    ['a vault id too short', { vaultId: bytes(15) }],
    ['a generation below nought', { generation: -1 }],
    ['another magic', { magic: 'LOCKPICK' }],
    ['another magic and a newer format', { magic: 'LOCKPICK', format: 2 }],
    ['format nought', { format: 0 }],
    ['a format that is no number', { format: '2' }],
    ['a digest too short', { sets: { account: { count: 1, digest: bytes(31) } } }],
    ['a set with a property more', { sets: { account: { count: 1, digest: bytes(32), more: 1 } } }],
  ])('with %s is damaged', (_, change) => {
    expect(() => parseHeader(stored(change))).toThrow(expect.objectContaining({ code: 'header-damaged' }));
  });

  test.each([{ format: 2 }, { suite: 2 }, { format: 3, slots: null, sets: null, vaultId: 'x' }])(
    'of a newer version is known as such: %o',
    (change) => {
      expect(() => parseHeader(stored(change))).toThrow(expect.objectContaining({ code: 'vault-newer' }));
    },
  );

  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a list of one', encodeCanonical([bytes(3)])],
    ['a body that is no CBOR', encodeCanonical([bytes(3, 0xff), bytes(32)])],
    ['a MAC too short', encodeCanonical([encodeCanonical(null), bytes(31)])],
    ['more than a megabyte', encodeCanonical([new Uint8Array(2 ** 20), bytes(32)])],
  ])('is not read from %s', (_, given) => {
    expect(() => parseHeader(given)).toThrow(expect.objectContaining({ code: 'header-damaged' }));
  });
});
