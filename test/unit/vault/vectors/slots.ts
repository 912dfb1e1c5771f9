/** Slots that are not what they should be. */
import { byPassphrase } from '../world';
import { STRANGERS_PASSPHRASE, type Case, type Scene } from './cases';
import { flip, slotChanged, unsigned, type Fields } from './edit';
import { fieldsOf } from './house';
import { rows, type Row } from './rows';

export const slotCases = (scene: Scene): readonly Case[] => rows(slots(scene));

function slots({ cottage, lodge, stranger }: Scene): readonly Row[] {
  const { disk } = cottage.one;
  const change = (edit: (slot: Fields) => Fields) => unsigned(disk, (header) => slotChanged(header, edit));
  const kdf = (fields: Fields) =>
    change((slot) => ({ ...slot, kdf: { ...(slot['kdf'] as Fields), ...fields } }));
  const bytes = (name: string, at = 0) =>
    change((slot) => ({ ...slot, [name]: flip(slot[name] as Uint8Array, at) }));
  const theirs = fieldsOf(stranger.one.disk)['slots'] as Fields[];
  const ours = fieldsOf(disk)['slots'] as Fields[];
  const many = fieldsOf(lodge.many.disk)['slots'] as Fields[];
  const { ways } = lodge;
  const wrong = 'wrong-passphrase';
  const swapped = unsigned(lodge.many.disk, (header) => ({
    ...header,
    slots: many.map((slot, i) => (i > 1 ? slot : { ...slot, commit: many[1 - i]!['commit']! })),
  }));
  const roleOf = unsigned(lodge.many.disk, (header) =>
    slotChanged(header, (slot) => ({ ...slot, role: 'owner' }), 1),
  );
  return [
    [
      'kdf-m-below',
      'Memory below the floor: guessing would be cheap. Not tried.',
      kdf({ m: 46 * 1024 - 1 }),
      'header-damaged',
    ],
    [
      'kdf-m-above',
      'Memory above the ceiling: it could hang the reader. Not tried.',
      kdf({ m: 512 * 1024 + 1 }),
      'header-damaged',
    ],
    ['kdf-t-below', 'No pass at all.', kdf({ t: 0 }), 'header-damaged'],
    ['kdf-t-above', 'Eleven passes.', kdf({ t: 11 }), 'header-damaged'],
    ['kdf-p-above', 'Five lanes.', kdf({ p: 5 }), 'header-damaged'],
    ['kdf-m-fraction', 'Memory that is no whole number.', kdf({ m: 47104.5 }), 'header-damaged'],
    ['kdf-more-memory', 'A little more memory, within the bounds.', kdf({ m: 47105 }), wrong],
    ['kdf-more-passes', 'A pass more, within the bounds.', kdf({ t: 2 }), wrong],
    ['kdf-salt', 'A bit of its salt flipped.', kdf({ salt: new Uint8Array(32) }), wrong],
    ['kdf-gone', 'No cost at all in a slot for a passphrase.', change(({ kdf: _, ...slot }) => slot), wrong],
    ['slot-role', 'The slot of the viewer made one of an owner.', roleOf, wrong, ways.viewer],
    ['slot-id', 'A bit of the id flipped.', bytes('id'), wrong],
    [
      'slot-type',
      'The passphrase of the slot called a recovery key.',
      change((slot) => ({ ...slot, type: 'recovery' })),
      wrong,
    ],
    ['slot-salt', 'A bit of the salt flipped.', bytes('salt'), wrong],
    ['slot-commit', 'A bit of the commitment flipped.', bytes('commit'), wrong],
    ['slot-commits-swapped', 'Two slots with their commitments swapped.', swapped, wrong],
    [
      'slot-wrapped',
      'A bit of the wrapped key flipped: the commitment is right, the tag is not.',
      bytes('wrapped'),
      wrong,
    ],
    [
      'slot-pub',
      'Another public key in a slot where nothing waits: the tag is bound to it.',
      bytes('pub', 5),
      wrong,
    ],
    [
      'slot-priv',
      'A bit of the sealed private key flipped, likewise.',
      change((slot) => ({
        ...slot,
        priv: { ...(slot['priv'] as Fields), ct: flip((slot['priv'] as Fields)['ct'] as Uint8Array, 0) },
      })),
      wrong,
    ],
    ['slot-pair-gone', 'The key pair taken away.', change(({ pub: _, priv: _priv, ...slot }) => slot), wrong],
    ['slot-extra', 'A field more.', change((slot) => ({ ...slot, hint: 'none' })), wrong],
    [
      'slot-short-salt',
      'A salt of 31 bytes.',
      change((slot) => ({ ...slot, salt: new Uint8Array(31) })),
      'header-damaged',
    ],
    [
      'slot-foreign',
      'The slot of another vault put into this one; by the passphrase of that.',
      unsigned(disk, (header) => ({ ...header, slots: [...ours, ...theirs] })),
      wrong,
      byPassphrase(STRANGERS_PASSPHRASE),
    ],
    [
      'slot-foreign-beside',
      'The same; by its own passphrase: the MAC tells.',
      unsigned(disk, (header) => ({ ...header, slots: [...ours, ...theirs] })),
      'header-damaged',
    ],
    ...transfers(lodge),
  ];
}

function transfers({ removed, ways }: Scene['lodge']): readonly Row[] {
  const all = fieldsOf(removed.disk)['slots'] as Fields[];
  const at = all.findIndex((slot) => slot['type'] === 'recovery');
  const change = (edit: (slot: Fields) => Fields) =>
    unsigned(removed.disk, (header) => slotChanged(header, edit, at));
  const waiting = all[at]!['transfer'] as Fields;
  const transfer = (fields: Fields) => change((slot) => ({ ...slot, transfer: { ...waiting, ...fields } }));
  const other = all.find((slot) => slot['transfer'] && slot['type'] === 'passkey')!;
  const wrong = 'wrong-recovery-key';
  return (
    [
      [
        'transfer-ct',
        'A bit of what waits flipped.',
        transfer({ ct: flip(waiting['ct'] as Uint8Array, 0) }),
        wrong,
      ],
      [
        'transfer-off-curve',
        'A one-time key that is no point of the curve.',
        transfer({ eph: flip(waiting['eph'] as Uint8Array, -1) }),
        wrong,
      ],
      ['transfer-of-another', 'What waits for another way.', transfer(other['transfer'] as Fields), wrong],
      [
        'transfer-gone',
        'What waited is gone: the key that the slot wraps is a former one.',
        change(({ transfer: _, ...slot }) => slot),
        'header-damaged',
      ],
      [
        'transfer-pub',
        'The public key of another slot: the private key does not belong to it.',
        change((slot) => ({ ...slot, pub: other['pub']! })),
        wrong,
      ],
      [
        'transfer-pair-gone',
        'The key pair is gone, and something waits.',
        change(({ pub: _, priv: _priv, ...slot }) => slot),
        wrong,
      ],
      [
        'transfer-role',
        'The role changed where something waits.',
        change((slot) => ({ ...slot, role: 'viewer' })),
        wrong,
      ],
      [
        'transfer-old-wrapped',
        'The former key that nobody reads, flipped: the slot opens, the MAC tells.',
        change((slot) => ({ ...slot, wrapped: flip(slot['wrapped'] as Uint8Array, 0) })),
        'header-damaged',
      ],
    ] as const
  ).map((row) => [...row, ways.recovery] as const);
}
