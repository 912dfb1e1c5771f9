/** Vaults that open from one engine, or from what two have left together. */
import { shardOf } from '../../../../lib/vault/engines/shards';
import { createMemoryStore } from '../memory-store';
import type { Case, Scene } from './cases';
import { areaImage, diskImage, flip, headed, recordsChanged } from './edit';
import { owner } from './rows';

const BOTH = ['example Ltd', 'other Ltd'];

export function engineCases({ cottage, lodge, stranger }: Scene): readonly Case[] {
  const { two, changed, erased, one } = cottage;
  const disk = diskImage(two.disk);
  const area = areaImage(two.area);
  const [lone, loneArea] = [diskImage(one.disk), areaImage(one.area)];
  const single = { whole: true, issuers: ['example Ltd'] };
  const { example, other } = cottage.keys;
  const lost = (key: string) => diskImage(recordsChanged(two.disk, (records) => records.delete(key)));
  const overSecond = two.area.copy();
  overSecond.texts.set(`vault/account/${shardOf(other)}`, '{}');
  const aside = recordsChanged(one.disk, (records) => {
    records.set(`aside/${example}`, Uint8Array.of(1, 2, 3));
    records.set('remains/2026-01-01T00:00:00.000Z-start-over/header', Uint8Array.of(4));
  });
  const damaged = recordsChanged(erased.disk, (records) =>
    records.set(example, flip(records.get(example)!, -1)),
  );
  const torn = headed(two.disk, changed.disk.header);
  const whole = { whole: true, issuers: BOTH };
  return [
    {
      name: 'local-alone',
      what: 'Engine 1 alone.',
      engines: [loneArea],
      proof: owner,
      told: { ...single, mended: 0 },
    },
    {
      name: 'two-alike',
      what: 'Both engines, alike.',
      engines: [lone, loneArea],
      proof: owner,
      told: { ...single, mended: 0 },
    },
    {
      name: 'aside-and-remains',
      what: 'What lies aside, and remains: neither is read.',
      engines: [diskImage(aside)],
      proof: owner,
      told: single,
    },
    {
      name: 'first-engine-empty',
      what: 'Nothing is left in engine 0.',
      engines: [diskImage(createMemoryStore()), area],
      proof: owner,
      told: { ...whole, mended: 4 },
    },
    {
      name: 'second-engine-empty',
      what: 'Nothing is left in engine 1.',
      engines: [lone, { 'storage.local': {} }],
      proof: owner,
      told: { ...single, mended: 2 },
    },
    {
      name: 'each-lost-another',
      what: 'Each engine has lost another account: together they are whole.',
      engines: [lost(example), areaImage(overSecond)],
      proof: owner,
      told: { ...whole, mended: 2 },
    },
    {
      name: 'both-lost-the-same',
      what: 'Both engines have lost the same account.',
      engines: [lost(other), areaImage(overSecond)],
      proof: owner,
      told: { whole: false, mended: 0, issuers: ['example Ltd'] },
    },
    {
      name: 'first-engine-behind',
      what: 'Engine 0 missed the last change.',
      engines: [disk, areaImage(changed.area)],
      proof: owner,
      told: { ...whole, mended: 2 },
    },
    {
      name: 'torn-change',
      what: 'Engine 0 has the header of the last change and not its records: one step back is whole.',
      engines: [diskImage(torn), area],
      proof: owner,
      told: { ...whole, generation: 4, mended: 0 },
    },
    {
      name: 'torn-two-changes',
      what: 'The same with an engine 1 that missed two changes: what was acknowledged between is not given up.',
      engines: [diskImage(torn), areaImage(one.area)],
      proof: owner,
      told: { whole: false, generation: 5, issuers: BOTH },
    },
    {
      name: 'erased-and-damaged',
      what: 'Engine 1 missed that an account was erased; the one that is left is damaged in engine 0.',
      engines: [diskImage(damaged), areaImage(changed.area)],
      proof: owner,
      told: { whole: true, mended: 3, issuers: ['example Ltd'] },
    },
    {
      name: 'first-header-damaged',
      what: 'The header in engine 0 is damaged in its MAC.',
      engines: [diskImage(headed(one.disk, flip(one.disk.header!, -1))), loneArea],
      proof: owner,
      told: { ...single, mended: 0 },
    },
    {
      name: 'foreign-engine',
      what: 'Engine 0 holds the vault of somebody else: it is neither read nor overwritten.',
      engines: [diskImage(stranger.two.disk), loneArea],
      proof: owner,
      told: { whole: false, issuers: ['example Ltd'] },
    },
    {
      name: 'removed-way-in-both',
      what: 'A new epoch in engine 0, the old one in engine 1; by the passphrase.',
      engines: [diskImage(lodge.removed.disk), areaImage(lodge.many.area)],
      proof: owner,
      told: { epoch: 1, whole: true, issuers: ['example Ltd'] },
    },
  ];
}
