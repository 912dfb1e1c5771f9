import { beforeAll, expect, test } from 'vitest';
import { standingOf } from '../../../lib/vault/file-standing';
import { parseHeader } from '../../../lib/vault/sealed/header';
import type { MemoryStore } from './memory-store';
import { account, createSmallVault } from './small-vault';
import { editHeader } from './victim';

let disk: MemoryStore;
beforeAll(async () => {
  ({ disk } = await createSmallVault(account('one')));
});

const edited = (change: Parameters<typeof editHeader>[1]) => editHeader(disk, change).header;
const generation = () => parseHeader(disk.header!).header.generation;

test.each([
  ['the same state', () => [disk.header, disk.header], 'current'],
  ['nothing', () => [], 'current'],
  ['nothing that can be read', () => [undefined, Uint8Array.of(1)], 'current'],
  ['an earlier state', () => [edited({ generation: 0 })], 'current'],
  ['a later state in one copy', () => [disk.header, edited({ generation: generation() + 1 })], 'older'],
  ['a later epoch', () => [edited({ generation: generation() + 1, epoch: 1 })], 'former'],
  ['another vault in one copy', () => [disk.header, edited({ vaultId: new Uint8Array(16) })], 'foreign'],
])('a file where this lies here: %s', (_, here, standing) => {
  expect(standingOf(disk.header, here())).toBe(standing);
});

test('a file without a header is not told about', () => {
  expect(standingOf(undefined, [disk.header])).toBe('current');
});
