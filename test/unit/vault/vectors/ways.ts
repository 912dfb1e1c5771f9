/** Vaults that open, by every way to unlock. */
import { byPassphrase } from '../world';
import type { Case, Scene } from './cases';
import { diskImage } from './edit';
import { PASSPHRASE } from './house';
import { owner } from './rows';

export function wayCases({ cottage, lodge }: Scene): readonly Case[] {
  const { ways } = lodge;
  const one = [diskImage(cottage.one.disk)];
  const many = [diskImage(lodge.many.disk)];
  const removed = [diskImage(lodge.removed.disk)];
  const whole = { whole: true, issuers: ['example Ltd'] };
  return [
    {
      name: 'passphrase-nfc',
      what: 'A passphrase, its accent composed.',
      engines: one,
      proof: owner,
      told: { role: 'owner', whole: true, issuers: ['example Ltd'] },
    },
    {
      name: 'passphrase-nfd',
      what: 'The same passphrase, its accent on its own.',
      engines: one,
      proof: byPassphrase(PASSPHRASE.normalize('NFD')),
      told: { role: 'owner', whole: true, issuers: ['example Ltd'] },
    },
    {
      name: 'passphrase-fullwidth',
      what: 'The same passphrase, partly typed in full-width letters.',
      engines: one,
      proof: byPassphrase(PASSPHRASE.replace('staple', '\uff53\uff54\uff41ple')),
      told: { role: 'owner', whole: true, issuers: ['example Ltd'] },
    },
    {
      name: 'no-accounts',
      what: 'A vault without accounts.',
      engines: [diskImage(cottage.empty.disk)],
      proof: owner,
      told: { generation: 2, whole: true, issuers: [] },
    },
    {
      name: 'several-viewer',
      what: 'The same vault by the passphrase of a viewer.',
      engines: many,
      proof: ways.viewer,
      told: { role: 'viewer', ...whole },
    },
    {
      name: 'several-passkey',
      what: 'The same vault by the second of two passkeys.',
      engines: many,
      proof: ways.kept,
      told: { role: 'owner', ...whole },
    },
    {
      name: 'recovery-spelling',
      what: 'The recovery key in lower case, with spaces, look-alikes and a long dash.',
      engines: many,
      proof: { type: 'recovery', text: lookalike(ways.recovery.text) },
      told: { role: 'owner', ...whole },
    },
    {
      name: 'removed-way-viewer',
      what: 'The same by the passphrase of the viewer, with a transfer waiting.',
      engines: removed,
      proof: ways.viewer,
      told: { role: 'viewer', epoch: 1, ...whole },
    },
    {
      name: 'removed-way-recovery',
      what: 'The same by the recovery key, with a transfer waiting.',
      engines: removed,
      proof: ways.recovery,
      told: { role: 'owner', epoch: 1, ...whole },
    },
    {
      name: 'removed-way-passkey',
      what: 'The same by the passkey that stayed, with a transfer waiting.',
      engines: removed,
      proof: ways.kept,
      told: { role: 'owner', epoch: 1, ...whole },
    },
    {
      name: 'wrapped-again-recovery',
      what: 'The recovery key after the unlock that took its transfer up.',
      engines: [diskImage(lodge.rewrapped.disk)],
      proof: ways.recovery,
      told: { role: 'owner', epoch: 1, ...whole },
    },
  ];
}

function lookalike(text: string): string {
  const mixed = text.toLowerCase().replaceAll('-', ' ').replace(' ', ' \u2014 ');
  return mixed.replaceAll('o', '0').replaceAll('i', '1').replaceAll('b', '8');
}
