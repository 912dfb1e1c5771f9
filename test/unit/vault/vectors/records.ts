/** Records that are not what they should be, and backup files. */
import { encodeCanonical, type Cbor } from '../../../../lib/encoding/cbor';
import { readBackup, writeBackup } from '../../../../lib/vault/backup-file';
import { createMemoryStore, type MemoryStore } from '../memory-store';
import { byPassphrase } from '../world';
import type { Case, Scene, Told } from './cases';
import { diskImage, flip, headed, recordChanged, recordsChanged, unsigned, type Fields } from './edit';
import { NOW, PASSPHRASE } from './house';
import type { ProofText } from './find';

const owner = byPassphrase(PASSPHRASE);
type Records = Map<string, Uint8Array>;

export function recordCases(scene: Scene): readonly Case[] {
  return [...tampered(scene), ...moved(scene)].map(([name, what, disk, told]) => ({
    name,
    what,
    engines: [diskImage(disk)],
    proof: owner,
    told,
  }));
}

type Row = readonly [name: string, what: string, disk: MemoryStore, told: Told];

/** The other account is read, and this one told. */
const lost: Told = { whole: false, unread: 1, issuers: ['other Ltd'] };

function tampered({ cottage }: Scene): readonly Row[] {
  const { disk } = cottage.two;
  const { example: key, other } = cottage.keys;
  const change = (edit: (record: Fields) => Fields) => recordChanged(disk, key, edit);
  const bytes = (name: string, at = 0) =>
    change((record) => ({ ...record, [name]: flip(record[name] as Uint8Array, at) }));
  const raw = (edit: (bytes: Uint8Array) => Uint8Array) =>
    recordsChanged(disk, (records) => records.set(key, edit(records.get(key)!)));
  const theirCommit = recordsChanged(disk, (records) => swapField(records, key, other, 'commit'));
  return [
    ['record-kind', 'An account called a label.', change((record) => ({ ...record, kind: 'label' })), lost],
    [
      'record-unknown-kind',
      'An account of an unknown kind.',
      change((record) => ({ ...record, kind: 'photo' })),
      lost,
    ],
    ['record-id', 'A bit of the id flipped.', bytes('id'), lost],
    ['record-schema', 'Another schema.', change((record) => ({ ...record, schema: 2 })), lost],
    ['record-version', 'Another version.', change((record) => ({ ...record, version: 2 })), lost],
    ['record-writer', 'Another writer.', bytes('writer'), lost],
    [
      'record-salt',
      'A bit of the salt flipped: the digest does not tell, the commitment does.',
      bytes('salt'),
      lost,
    ],
    ['record-commit', 'A bit of the commitment flipped: the digest does not tell.', bytes('commit'), lost],
    [
      'record-commits-swapped',
      'Two records with their commitments swapped.',
      theirCommit,
      { whole: false, unread: 2, issuers: [] },
    ],
    ['record-ct', 'A bit of the ciphertext flipped.', bytes('ct'), lost],
    ['record-tag', 'A bit of the tag flipped.', bytes('ct', -1), lost],
    ['record-extra', 'A field more.', change((record) => ({ ...record, note: 1 })), lost],
    ['record-cut', 'A record cut short.', raw((all) => all.slice(0, 100)), lost],
    ['record-empty', 'A record of no bytes.', raw(() => new Uint8Array()), lost],
    [
      'record-long-number',
      'The version spelled in two bytes.',
      raw((all) => Uint8Array.of(...all.slice(0, -1), 0x18, 1)),
      lost,
    ],
  ];
}

function swapField(records: Records, a: string, b: string, name: string): void {
  const disk = createMemoryStore({ header: undefined, records });
  const fields = new Map<string, Cbor>();
  for (const key of [a, b]) recordChanged(disk, key, (record) => (fields.set(key, record[name]!), record));
  for (const [key, from] of [
    [a, b],
    [b, a],
  ] as const) {
    const changed = recordChanged(disk, key, (record) => ({ ...record, [name]: fields.get(from)! }));
    records.set(key, changed.records.get(key)!);
  }
}

function moved({ cottage, stranger }: Scene): readonly Row[] {
  const { example, other } = cottage.keys;
  const { two, changed } = cottage;
  const change = (edit: (records: Records) => unknown, disk = two.disk) => recordsChanged(disk, edit);
  const both = ['example Ltd', 'other Ltd'];
  const label = example.replace('account', 'label');
  const older = (kinds: readonly string[]) =>
    change((records) => {
      for (const key of kinds) records.set(key, two.disk.records.get(key)!);
    }, changed.disk);
  const none = { whole: false, unread: 0 };
  return [
    [
      'record-gone',
      'An account that is gone.',
      change((records) => records.delete(example)),
      { ...none, issuers: ['other Ltd'] },
    ],
    [
      'record-older',
      'An older state of an account put back: it opens, the digest tells.',
      older([example]),
      { ...none, issuers: both },
    ],
    [
      'record-older-with-label',
      'The same with its label.',
      older([example, label]),
      { ...none, issuers: both },
    ],
    [
      'records-swapped',
      "Two accounts under each other's keys.",
      change((records) => {
        const [a, b] = [records.get(example)!, records.get(other)!];
        records.set(example, b).set(other, a);
      }),
      { whole: false, unread: 2, issuers: [] },
    ],
    [
      'record-copied',
      'A copy of an account under another key.',
      change((records) => records.set(`account/${'A'.repeat(43)}`, records.get(other)!)),
      { ...none, whole: true, issuers: both },
    ],
    [
      'record-foreign',
      'The account of another vault beside ours.',
      change((records) => {
        const key = stranger.keys.example;
        records.set(key, stranger.two.disk.records.get(key)!);
      }),
      { whole: true, issuers: both },
    ],
    [
      'label-gone',
      'A label that is gone: the accounts are all there.',
      change((records) => records.delete(label)),
      { ...none, issuers: both },
    ],
  ];
}

export function backupCases({ cottage, lodge }: Scene): readonly Case[] {
  const { one, two } = cottage;
  const { example } = cottage.keys;
  const backupOf = ({ header, records }: MemoryStore) =>
    writeBackup({ header, records: [...records].map(([key, bytes]) => ({ key, bytes })) }, NOW);
  const file = backupOf(one.disk);
  const { header, records, madeAt } = readBackup(file);
  const content: Record<string, Cbor | undefined> = {
    magic: 'LOCKSTEP-BACKUP',
    format: 1,
    madeAt,
    header,
    records: Object.fromEntries(records.map(({ key, bytes }) => [key, bytes])),
  };
  const changed = (fields: Record<string, Cbor | undefined>) => encodeCanonical({ ...content, ...fields });
  const edited = (edit: (records: Records) => unknown) => backupOf(recordsChanged(two.disk, edit));
  const whole = { whole: true, issuers: ['example Ltd', 'other Ltd'] };
  const { ways, removed } = lodge;
  type BackupRow = readonly [
    name: string,
    what: string,
    backup: Uint8Array,
    told: Told | string,
    proof?: ProofText,
  ];
  const rows: readonly BackupRow[] = [
    ['backup', 'A backup file.', backupOf(two.disk), { role: 'owner', ...whole }],
    [
      'backup-recovery',
      'A backup of a later epoch, by the recovery key.',
      backupOf(removed.disk),
      { role: 'owner', epoch: 1, whole: true, issuers: ['example Ltd'] },
      ways.recovery,
    ],
    [
      'backup-record-damaged',
      'A record in it is damaged.',
      edited((all) => all.set(example, flip(all.get(example)!, 60))),
      lost,
    ],
    [
      'backup-record-gone',
      'A record of it is gone: the header tells.',
      edited((all) => all.delete(example)),
      { whole: false, unread: 0, issuers: ['other Ltd'] },
    ],
    [
      'backup-wrong-passphrase',
      'Another passphrase.',
      file,
      'wrong-passphrase',
      byPassphrase('something else'),
    ],
    [
      'backup-no-file-of-ours',
      'A file that is none of ours.',
      Uint8Array.from(Buffer.from('%PDF-1.7 and so on')),
      'not-backup',
    ],
    ['backup-empty', 'A file of no bytes.', new Uint8Array(), 'not-backup'],
    ['backup-other-magic', 'Another magic.', changed({ magic: 'LOCKSTEP-BACKUQ' }), 'not-backup'],
    [
      'backup-newer-format',
      'A later format, of another shape behind that.',
      changed({ format: 2, header: [1], sealed: true }),
      'backup-newer',
    ],
    ['backup-cut', 'A file cut short.', file.slice(0, -1), 'backup-damaged'],
    ['backup-tail', 'A byte behind its end.', Uint8Array.of(...file, 0), 'backup-damaged'],
    [
      'backup-headless',
      'Without a header: nothing could prove it.',
      changed({ header: undefined }),
      'backup-damaged',
    ],
    ['backup-bad-header', 'A header that is none.', changed({ header: Uint8Array.of(1) }), 'backup-damaged'],
    [
      'backup-header-tampered',
      'A header with another generation.',
      backupOf(unsigned(one.disk, (all) => ({ ...all, generation: 9 }))),
      'header-damaged',
    ],
    [
      'backup-bad-key',
      'A record that means to leave its place.',
      changed({ records: { 'account/../../header': Uint8Array.of(1) } }),
      'backup-damaged',
    ],
    ['backup-extra', 'A part more.', changed({ remarks: 'none' }), 'backup-damaged'],
    ['backup-no-time', 'Without its time.', changed({ madeAt: undefined }), 'backup-damaged'],
    [
      'backup-kdf-below',
      'Memory below the floor.',
      backupOf(headed(one.disk, belowFloor(one.disk))),
      'header-damaged',
    ],
  ];
  return rows.map(([name, what, backup, told, proof = owner]) => ({ name, what, backup, proof, told }));
}

function belowFloor(disk: MemoryStore): Uint8Array | undefined {
  return unsigned(disk, (header) => {
    const [slot] = header['slots'] as readonly Fields[];
    return { ...header, slots: [{ ...slot, kdf: { ...(slot!['kdf'] as Fields), m: 8192 } }] };
  }).header;
}
