/** Headers that are not what they should be, or not where. */
import { concat } from '../../../../lib/encoding/bytes';
import { decodeCanonical, encodeCanonical } from '../../../../lib/encoding/cbor';
import { createMemoryStore } from '../memory-store';
import { byPassphrase } from '../world';
import { STRANGERS_PASSPHRASE, type Case, type Scene } from './cases';
import { flip, headed, signed, unsigned, type Fields } from './edit';
import { fieldsOf } from './house';
import { rows, type Row } from './rows';

export async function headerCases(scene: Scene): Promise<readonly Case[]> {
  return rows([...(await shapes(scene)), ...(await epochs(scene))]);
}

async function shapes({ cottage, vaultKey }: Scene): Promise<readonly Row[]> {
  const { disk } = cottage.one;
  const [body, mac] = decodeCanonical(disk.header!) as [Uint8Array, Uint8Array];
  const bytes = (header: Uint8Array | undefined) => headed(disk, header);
  const bodied = (changed: Uint8Array) => bytes(encodeCanonical([changed, mac]));
  const change = (fields: Fields) => unsigned(disk, (header) => ({ ...header, ...fields }));
  const slot = (fieldsOf(disk)['slots'] as Fields[])[0]!;
  const resigned = (fields: Fields) => signed(disk, vaultKey, (header) => ({ ...header, ...fields }));
  const damaged = 'header-damaged';
  return [
    ['header-gone', 'No header, but records.', bytes(undefined), damaged],
    ['header-empty', 'A header of no bytes.', bytes(new Uint8Array()), damaged],
    ['header-cut', 'A header cut short.', bytes(disk.header!.slice(0, 200)), damaged],
    ['header-tail', 'A byte behind the header.', bytes(Uint8Array.of(...disk.header!, 0)), damaged],
    [
      'header-long-length',
      'The length of the pair spelled in two bytes.',
      bytes(Uint8Array.of(0x98, 2, ...disk.header!.slice(1))),
      damaged,
    ],
    [
      'header-indefinite',
      'The pair as a list without a length.',
      bytes(Uint8Array.of(0x9f, ...disk.header!.slice(1), 0xff)),
      damaged,
    ],
    [
      'header-unsorted',
      'The body with its first two fields in the wrong order.',
      bodied(swappedFields(body)),
      damaged,
    ],
    ['header-twice', 'The body with a field twice.', bodied(twice(body)), damaged],
    ['header-long-number', 'The epoch spelled in two bytes.', bodied(longEpoch(body)), damaged],
    [
      'header-float',
      'The epoch as a float.',
      bodied(replaced(body, [0x65, ...ascii('epoch'), 0], [0x65, ...ascii('epoch'), 0xf9, 0, 0])),
      damaged,
    ],
    [
      'header-tagged',
      'The epoch under a tag.',
      bodied(replaced(body, [0x65, ...ascii('epoch'), 0], [0x65, ...ascii('epoch'), 0xc1, 0])),
      damaged,
    ],
    ['header-magic', 'Another magic.', change({ magic: 'LOCKSTOP' }), damaged],
    ['header-format-0', 'Format 0.', change({ format: 0 }), damaged],
    ['header-newer-format', 'A later format.', change({ format: 2, slots: 'elsewhere' }), 'vault-newer'],
    ['header-newer-suite', 'A later suite.', change({ suite: 2 }), 'vault-newer'],
    ['header-generation', 'The generation raised by one.', change({ generation: 7 }), damaged],
    ['header-epoch', 'The epoch raised by one.', change({ epoch: 1 }), damaged],
    [
      'header-layout',
      'The layout taken away.',
      unsigned(disk, ({ layout: _, ...header }) => header),
      damaged,
    ],
    ['header-writer', 'Another writer.', change({ writer: new Uint8Array(16) }), damaged],
    ['header-prev', 'Another header before it.', change({ prev: new Uint8Array(32) }), damaged],
    [
      'header-sets',
      'Another digest of the accounts.',
      change({ sets: { account: { count: 1, digest: new Uint8Array(32) } } }),
      damaged,
    ],
    [
      'header-vault-id',
      'Another vault id: no slot opens.',
      change({ vaultId: new Uint8Array(16) }),
      'wrong-passphrase',
    ],
    ['header-mac', 'A bit of the MAC flipped.', bytes(flip(disk.header!, -1)), damaged],
    ['header-short-mac', 'A MAC of 31 bytes.', bytes(encodeCanonical([body, mac.slice(1)])), damaged],
    ['slots-none', 'No slot, and the MAC right.', await resigned({ slots: [] }), damaged],
    [
      'slot-unknown-role',
      'A role that this format does not know, and the MAC right.',
      await resigned({ slots: [{ ...slot, role: 'guest' }] }),
      damaged,
    ],
    [
      'slot-unknown-kdf',
      'Another `kdf` name, and the MAC right.',
      await resigned({ slots: [{ ...slot, kdf: { ...(slot['kdf'] as Fields), name: 'scrypt' } }] }),
      damaged,
    ],
  ];
}

const ascii = (text: string) => [...Buffer.from(text)];

function replaced(bytes: Uint8Array, from: readonly number[], to: readonly number[]): Uint8Array {
  const at = Buffer.from(bytes).indexOf(Buffer.from(from));
  if (at < 0) throw new Error('What is to be replaced is not there.');
  return concat(bytes.slice(0, at), Uint8Array.from(to), bytes.slice(at + from.length));
}

function longEpoch(body: Uint8Array): Uint8Array {
  return replaced(body, [0x65, ...ascii('epoch'), 0], [0x65, ...ascii('epoch'), 0x18, 0]);
}

/** `prev` of 32 bytes and `sets` come first. */
function swappedFields(body: Uint8Array): Uint8Array {
  const first = body.slice(1, 1 + 5 + 34);
  const epoch = Uint8Array.of(0x65, ...ascii('epoch'), 0);
  return concat(
    body.slice(0, 1),
    Uint8Array.from(replaced(body.slice(1 + first.length), [...epoch], [...epoch, ...first])),
  );
}

function twice(body: Uint8Array): Uint8Array {
  const first = body.slice(1, 1 + 5 + 34);
  return concat(Uint8Array.of(body[0]! + 1), first, body.slice(1));
}

async function epochs({ lodge, stranger, cottage, vaultKey }: Scene): Promise<readonly Row[]> {
  const { many, removed, ways } = lodge;
  const lost = (fieldsOf(many.disk)['slots'] as Fields[]).find(
    (slot) => Buffer.from(slot['id'] as Uint8Array).toString('hex') === ways.lost.slotId,
  )!;
  const back = unsigned(removed.disk, (header) => ({
    ...header,
    slots: [...(header['slots'] as Fields[]), lost],
  }));
  const stale = createMemoryStore({ header: many.disk.header, records: removed.disk.records });
  const foreign = createMemoryStore({ header: stranger.one.disk.header, records: cottage.one.disk.records });
  const older = createMemoryStore({ header: cottage.one.disk.header, records: cottage.changed.disk.records });
  const beyond = await signed(cottage.one.disk, vaultKey, (header) => ({ ...header, epoch: 2 }));
  return [
    ['removed-way', 'The passkey that was removed.', removed.disk, 'wrong-passkey', ways.lost],
    [
      'removed-slot-put-back',
      'The slot that was removed, put back: it opens a former key.',
      back,
      'header-damaged',
      ways.lost,
    ],
    [
      'older-epoch-newer-records',
      'The header from before the removal, over the records of after.',
      stale,
      { epoch: 0, whole: false, unread: 1, issuers: [], settings: false },
      ways.lost,
    ],
    [
      'older-header-newer-records',
      'The header of two changes ago, over the records of now.',
      older,
      { generation: 3, whole: false, unread: 0, issuers: ['example Ltd', 'other Ltd'] },
    ],
    [
      'foreign-header',
      'The header of another vault, by its passphrase, over our records.',
      foreign,
      { whole: false, unread: 1, issuers: [] },
      byPassphrase(STRANGERS_PASSPHRASE),
    ],
    [
      'epoch-by-its-own-key',
      'Another epoch, and the MAC right: an epoch is what the header says.',
      beyond,
      { epoch: 2, whole: true, issuers: ['example Ltd'] },
    ],
  ];
}
