import { beforeAll, describe, expect, test } from 'vitest';
import { addAccount, changeAccount } from '../../../lib/vault/accounts/accounts';
import { createCopies } from '../../../lib/vault/engines/copies';
import { heal, type Healing } from '../../../lib/vault/healing';
import { flip, isSameDisk, truncate } from './damages';
import { createFormer, edited } from './healing-scene';
import { createKeyholder, idOf, keysOf } from './keyholder';
import type { MemoryStore } from './memory-store';
import { draft } from './world';

type Pair = readonly [MemoryStore, MemoryStore];

let whole: MemoryStore;
let former: MemoryStore[];

beforeAll(async () => {
  ({ whole, former } = await createFormer());
});

const UNKEPT = { kept: false, later: [] };
const pairOf = (): Pair => [whole.copy(), whole.copy()];
const healed = async (disks: Pair, keepAs?: string): Promise<Healing> =>
  heal(createCopies([...disks]), await keysOf(), keepAs);

describe('a copy that was ahead, and has no header that counts', () => {
  const LATER = ['0189c9a2-7a52-4c3e-8f10-000000000008', '0189c9a2-7a52-4c3e-8f10-000000000009'];
  /** The first took three changes more than the second: an account was changed, and two were added. */
  async function ahead(): Promise<Pair> {
    const disks = pairOf();
    const holder = createKeyholder(createCopies([disks[0]]));
    await holder.change((open) => changeAccount(open, idOf(5), { issuer: 'later' }, 9));
    for (const id of LATER)
      await holder.change((open) => addAccount(open, draft(id), { now: 9, newId: () => id }));
    return disks;
  }
  const headers: [string, (bytes: Uint8Array) => Uint8Array | undefined][] = [
    ['flipped', (bytes) => flip(bytes, 70)],
    ['flipped at its end', (bytes) => flip(bytes, 8 * (bytes.length - 1))],
    ['cut', (bytes) => truncate(bytes, 40)],
    ['gone', () => undefined],
    ['said to be a newer version’s', (bytes) => edited(bytes, { format: 2 })],
  ];

  test.each(headers)('is kept, and what was later in it is told: %s', async (_, hurt) => {
    const disks = await ahead();
    disks[0].header = hurt(disks[0].header!);
    const before = disks[0].copy();
    const healing = await healed(disks, 'kept');
    expect(healing).toMatchObject({ whole: true, lead: 1, engines: [0], failed: [], kept: true });
    expect(healing.later.filter(({ key }) => key.startsWith('account/'))).toHaveLength(3);
    expect(disks[0].kept.get('kept')).toEqual(stateIn(before));
    expect(disks.every((disk) => isSameDisk(disk, whole))).toBe(true);
  });

  test.each(headers)('is left as it is where there is no name to keep it by: %s', async (_, hurt) => {
    const disks = await ahead();
    disks[0].header = hurt(disks[0].header!);
    const before = disks[0].copy();
    await healed(disks);
    expect(isSameDisk(disks[0], before)).toBe(true);
  });

  test('is kept where its header is an older one, put back', async () => {
    const disks = await ahead();
    disks[0].header = former[0]!.header;
    expect(await healed(disks, 'kept')).toMatchObject({ engines: [0], kept: true, later: [] });
    expect(disks[0].kept.size).toBe(1);
  });

  test('is kept, and nothing in it counts as later, where the other went on as well', async () => {
    const disks = await ahead();
    const other = createKeyholder(createCopies([disks[1]]));
    await other.change((open) => changeAccount(open, idOf(4), { issuer: 'elsewhere' }, 9));
    disks[0].header = undefined;
    expect(await healed(disks, 'kept')).toMatchObject({ engines: [0], kept: true, later: [] });
  });

  test('is not kept where it is authentic and only behind: what it holds was erased', async () => {
    const disks = pairOf();
    const holder = createKeyholder(createCopies([disks[0]]));
    await holder.change((open) => open.erase([idOf(3)]));
    expect(await healed(disks, 'kept')).toMatchObject({ lead: 0, engines: [1], ...UNKEPT });
    expect(disks[1].kept.size).toBe(0);
  });

  test('is kept, and nothing in it counts as later, where the other has erased since', async () => {
    const disks = pairOf();
    const holder = createKeyholder(createCopies([disks[0]]));
    await holder.change((open) => changeAccount(open, idOf(4), { issuer: 'since' }, 9));
    await holder.change((open) => open.erase([idOf(3)]));
    disks[1].header = undefined;
    expect(await healed(disks, 'kept')).toMatchObject({ lead: 0, engines: [1], kept: true, later: [] });
  });
});

function stateIn({ header, records }: MemoryStore) {
  return { header, records: [...records].map(([key, bytes]) => ({ key, bytes })) };
}
