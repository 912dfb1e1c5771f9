/** Proofs that open nothing, and what several engines make of them. */
import { formatRecoveryKey } from '../../../../lib/vault/ways/recovery-key';
import { createMemoryStore } from '../memory-store';
import { byPassphrase } from '../world';
import type { Case, Scene } from './cases';
import { areaImage, diskImage, headed, recordsChanged, slotChanged, unsigned } from './edit';
import type { EngineImage } from './find';
import { owner, rows } from './rows';

export async function proofCases({ cottage, lodge }: Scene): Promise<readonly Case[]> {
  const one = cottage.one.disk;
  const zeros = { type: 'recovery', text: await formatRecoveryKey(new Uint8Array(20)) } as const;
  const { many } = lodge;
  const { ways } = lodge;
  return rows([
    [
      'wrong-passphrase',
      'Another passphrase.',
      one,
      'wrong-passphrase',
      byPassphrase('caf\u00e8 staple battery'),
    ],
    ['empty-passphrase', 'An empty passphrase.', one, 'wrong-passphrase', byPassphrase('')],
    ['no-such-way', 'A recovery key, where the vault has none.', one, 'wrong-recovery-key', ways.recovery],
    ['wrong-recovery-key', 'Another recovery key, its check right.', many.disk, 'wrong-recovery-key', zeros],
    [
      'recovery-check',
      'The recovery key with its last character wrong.',
      many.disk,
      'wrong-recovery-key',
      {
        type: 'recovery',
        text: `${ways.recovery.text.slice(0, -1)}${ways.recovery.text.endsWith('A') ? 'C' : 'A'}`,
      },
    ],
    [
      'recovery-short',
      'The recovery key without its last character.',
      one,
      'wrong-recovery-key',
      { type: 'recovery', text: ways.recovery.text.slice(0, -1) },
    ],
    [
      'wrong-prf',
      'The right passkey, another output.',
      many.disk,
      'wrong-passkey',
      { ...ways.kept, prf: '00'.repeat(32) },
    ],
    [
      'passkey-of-another-slot',
      'The output of one passkey, under the id of the other.',
      many.disk,
      'wrong-passkey',
      { ...ways.kept, slotId: ways.lost.slotId },
    ],
    ['passkey-unknown', 'A passkey that no slot is for.', one, 'wrong-passkey', ways.kept],
  ]);
}

export function severalCases({ lodge, cottage }: Scene): readonly Case[] {
  const { many, removed, ways } = lodge;
  const { one } = cottage;
  const newer = headed(one.disk, unsigned(one.disk, (header) => ({ ...header, format: 2 })).header);
  const garbage = headed(one.disk, Uint8Array.of(0));
  const local = (values: Record<string, unknown>): EngineImage => ({ 'storage.local': values });
  const empty = diskImage(createMemoryStore());
  const lostRecords = recordsChanged(one.disk, (records) => records.clear());
  return [
    {
      name: 'removed-way-older-copy',
      what: 'The passkey that was removed, over an engine 1 that still has the former epoch.',
      engines: [diskImage(removed.disk), areaImage(many.area)],
      proof: ways.lost,
      told: 'wrong-passkey',
    },
    {
      name: 'newer-beside',
      what: 'Engine 0 was written by a later version: it is read from engine 1, and left alone.',
      engines: [diskImage(newer), areaImage(one.area)],
      proof: owner,
      told: { whole: false, issuers: ['example Ltd'] },
    },
    {
      name: 'newer-beside-garbage',
      what: 'One header of a later version, one that is none.',
      engines: [
        diskImage(garbage),
        local({
          ...imageOf(areaImage(one.area)),
          'vault/header': Buffer.from(newer.header!).toString('base64'),
        }),
      ],
      proof: owner,
      told: 'vault-newer',
    },
    {
      name: 'nothing',
      what: 'Two engines without a trace.',
      engines: [empty, local({})],
      proof: owner,
      told: 'no-vault',
    },
    {
      name: 'trace-alone',
      what: 'Only the word that there was a vault.',
      engines: [empty, local({ trace: true })],
      proof: owner,
      told: 'header-damaged',
    },
    {
      name: 'emptied-shards',
      what: 'Shards without records, remains, and no trace.',
      engines: [
        empty,
        local({
          'vault/header': null,
          'vault/account/00': {},
          remains: ['x'],
          'remains/x': { header: 'AA==', records: {} },
        }),
      ],
      proof: owner,
      told: 'no-vault',
    },
    {
      name: 'local-header-no-text',
      what: 'A header in engine 1 that is a number.',
      engines: [local({ 'vault/header': 7 })],
      proof: owner,
      told: 'header-damaged',
    },
    {
      name: 'records-gone',
      what: 'The header alone.',
      engines: [diskImage(lostRecords), local({})],
      proof: owner,
      told: { whole: false, issuers: [] },
    },
    {
      name: 'recovery-check-last',
      what: 'A recovery key that is none, and no header that can be read: the second is said.',
      engines: [diskImage(garbage)],
      proof: { type: 'recovery', text: 'no key' },
      told: 'header-damaged',
    },
    {
      name: 'proof-in-copy',
      what: 'A slot damaged in engine 0 alone: the other copy opens, engine 0 is mended.',
      engines: [
        diskImage(
          unsigned(one.disk, (header) =>
            slotChanged(header, (slot) => ({ ...slot, salt: new Uint8Array(32) })),
          ),
        ),
        areaImage(one.area),
      ],
      proof: owner,
      told: { whole: true, issuers: ['example Ltd'] },
    },
  ];
}

function imageOf(image: EngineImage): Record<string, unknown> {
  return 'storage.local' in image ? image['storage.local'] : {};
}
