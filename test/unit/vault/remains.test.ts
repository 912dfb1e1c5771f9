import { beforeAll, describe, expect, test } from 'vitest';
import { createCopies } from '../../../lib/vault/engines/copies';
import { dropOldRemains, listRemains } from '../../../lib/vault/remains';
import { parseHeader, sealHeader } from '../../../lib/vault/sealed/header';
import { keysOf } from './keyholder';
import { createMemoryStore } from './memory-store';
import { account, createSmallVault, vaultId } from './small-vault';

const NOW = Date.UTC(2026, 5, 17, 12);
const OLD = '2020-01-01T00:00:00.000Z';
/** By whose they are. */
const headers: Record<string, Uint8Array | undefined> = {};

beforeAll(async () => {
  const { disk } = await createSmallVault();
  const { header } = parseHeader(disk.header!);
  headers['ours'] = disk.header;
  const other = { ...header, vaultId: new Uint8Array(16).fill(9) };
  headers['another'] = (await sealHeader(other, (await keysOf()).header)).bytes;
  headers['nobody'] = new Uint8Array(3);
});

describe('remains', () => {
  test.each([
    ['of a migration 31 days ago', '2026-05-17T11:59:59.999Z-before-layout-2', 'ours', false],
    ['of a migration 30 days ago', '2026-05-18T12:00:00.000Z-before-layout-2', 'ours', true],
    ['of an older migration', `${OLD}-before-layout-1`, 'ours', false],
    ['of a migration by a clock that was ahead', '2030-01-01T00:00:00.000Z-before-layout-2', 'ours', true],
    ['of a restoring 31 days ago', '2026-05-17T11:59:59.999Z-before-restore', 'ours', false],
    ['of a restoring 30 days ago', '2026-05-18T12:00:00.000Z-before-restore', 'ours', true],
    ['of a restoring over another vault', `${OLD}-before-restore`, 'another', true],
    ['of a restoring over what can’t be told', `${OLD}-before-restore`, 'nobody', true],
    ['of a healing 31 days ago', '2026-05-17T11:59:59.999Z-before-healing', 'ours', false],
    ['of a healing, its header damaged', `${OLD}-before-healing`, 'nobody', false],
    ['of a start over, however old', `${OLD}-start-over`, 'ours', true],
    ['that do not say why', OLD, 'ours', true],
    ['with a time that is none', '2020-99-01T00:00:00.000Z-before-layout-2', 'ours', true],
    ['with a name that only ends so', `x${OLD}-before-layout-2`, 'ours', true],
  ])('%s (%s, %s) stay: %s', async (_, id, whose, stays) => {
    const disk = createMemoryStore({ header: headers[whose], records: new Map() });
    await disk.keep(id);
    await dropOldRemains(createCopies([disk]), vaultId, NOW);
    expect(disk.kept.has(id)).toBe(stays);
  });

  test('are listed newest first, with when, why and how many accounts', async () => {
    const { disk } = await createSmallVault(account('one'), account('two'));
    disk.records.set('aside/account/x', new Uint8Array(5));
    const days = ['01', '02', '03', '04'].map((day) => `2026-01-${day}T00:00:00.000Z`);
    const whys = ['before-layout-2', 'before-restore', 'before-healing', 'start-over'];
    for (const [i, why] of whys.entries()) await disk.keep(`${days[i]!}-${why}`);
    await disk.keep('0');
    const found = await listRemains(createCopies([disk, disk.copy()]));
    expect(found.map(({ why }) => why)).toEqual(['start-over', 'healing', 'restore', 'layout', 'other']);
    expect(found.map(({ at }) => at)).toEqual([...days.reverse().map((day) => Date.parse(day)), undefined]);
    expect(found.map(({ accounts }) => accounts)).toEqual([3, 3, 3, 3, 3]);
  });
});
