import { describe, expect, test } from 'vitest';
import { decodeCanonical, encodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import { openMembers, snapshotCodec, storedAs, type Manifest } from '../../../lib/vault/manifest';
import { createShelf, createSmallVault, account, vaultId } from './small-vault';

const bytes = (value: number) => new Uint8Array(32).fill(value);
const manifest: Manifest = {
  id: 'snapshot/5',
  at: 5,
  tier: 'daily',
  header: 'hash of a header',
  digest: bytes(1),
  members: [{ id: bytes(2), version: 3, hash: 'hash of a record' }],
  opaque: false,
};

describe('a manifest', () => {
  test('comes back as it was, under its plain id', () => {
    const plaintext = snapshotCodec.encode(manifest);
    expect(decodeCanonical(plaintext)).toMatchObject({ id: 'snapshot/5' });
    expect(snapshotCodec.decode(plaintext, 1)).toEqual(manifest);
  });

  test('keeps what it does not know, in its members too', () => {
    const more = { ...manifest, colour: 'red', members: [{ ...manifest.members[0], size: 9 }] };
    const decoded = snapshotCodec.decode(snapshotCodec.encode(more as Manifest), 1);
    expect(decoded).toEqual(more);
  });

  test.each<[string, Record<string, Cbor | undefined>]>([
    ['without members', { members: undefined }],
    ['of an unknown tier', { tier: 'yearly' }],
    ['with a short digest', { digest: new Uint8Array(31) }],
    ['with a member of another shape', { members: [{ id: bytes(2), version: -1, hash: 'x' }] }],
  ])('%s is none in our schema, and left alone in a newer one', (_, change) => {
    const fields = decodeCanonical(snapshotCodec.encode(manifest)) as Record<string, Cbor>;
    const plaintext = encodeCanonical({ ...fields, ...change });
    expect(snapshotCodec.decode(plaintext, 1)).toBeUndefined();
    expect(snapshotCodec.decode(plaintext, 2)).toMatchObject({ opaque: true, members: [] });
  });
});

test('members open to their accounts, and lie again where they lay', async () => {
  const one = account('one');
  const { disk, load } = await createSmallVault(one);
  const { sets } = await load();
  const shelf = createShelf();
  const key = disk.keys('account')[0]!;
  const [hash = ''] = await shelf.blobs.put([disk.records.get(key)!]);
  const record = decodeCanonical(disk.records.get(key)!) as { id: Manifest['digest']; version: number };
  const member = { id: record.id, version: record.version, hash };
  const keys = { vaultId, root: sets.keys.record };
  const members = [member, { ...member, hash: 'elsewhere' }, { ...member, version: member.version + 1 }];
  expect(await openMembers({ ...manifest, members }, shelf.blobs, keys)).toEqual({
    accounts: [one],
    records: [{ key, bytes: disk.records.get(key) }],
    unread: [record.id, record.id],
  });
  expect(storedAs(member, undefined)).toBeUndefined();
});
