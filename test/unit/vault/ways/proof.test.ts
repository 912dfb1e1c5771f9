import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Kdf } from '../../../../lib/crypto/kdf';
import { createSalts, importRoot } from '../../../../lib/crypto/seal';
import { encodeCanonical, type Cbor } from '../../../../lib/encoding/cbor';
import { newHeader, parseHeader, sealHeader, type Header } from '../../../../lib/vault/sealed/header';
import { deriveVaultKeys } from '../../../../lib/vault/sealed/keys';
import { openWith, slotsFor, type Candidate, type Proof } from '../../../../lib/vault/ways/proof';
import { makeSlot, slotName, transferSlot, type Role, type Slot } from '../../../../lib/vault/ways/slots';
import { cheapKdf, PARAMS, random } from '../cheap';

const vaultId = new Uint8Array(16).fill(1);
const foreignId = new Uint8Array(16).fill(9);
const keys = [new Uint8Array(32).fill(10), new Uint8Array(32).fill(11)] as const;
const salt = createSalts(random);
const source = { kdf: cheapKdf, params: PARAMS, salt };
const proof: Proof = { type: 'passphrase', passphrase: 'mine' };
const other: Proof = { type: 'passphrase', passphrase: 'of someone else' };

const slotFor = (passphrase: string, role: Role = 'owner', key = keys[0]) =>
  makeSlot({ type: 'passphrase', passphrase }, key, { vaultId }, role, source);

/** One engine's copy; `spoil` changes the header and leaves its MAC. */
async function copy(
  engine: number,
  slots: readonly Slot[],
  change: Partial<Header> = {},
  spoil: Partial<Header> = {},
): Promise<Candidate> {
  const header = { ...newHeader(vaultId, new Uint8Array(16)), slots: [...slots], ...change };
  const vaultKeys = await deriveVaultKeys(await importRoot(keys[header.epoch === 0 ? 0 : 1]), header.vaultId);
  const { bytes, mac } = await sealHeader(header, vaultKeys.header);
  if (Object.keys(spoil).length === 0) return { engine, sealed: parseHeader(bytes) };
  const body = encodeCanonical({ ...header, ...spoil } as unknown as Cbor);
  return { engine, sealed: parseHeader(encodeCanonical([body, mac])) };
}

let mine: Slot;
let theirs: Slot;
let moved: Slot;
beforeAll(async () => {
  mine = await slotFor('mine');
  theirs = await slotFor('of someone else', 'viewer');
  moved = (await transferSlot(mine, keys[1], { vaultId, epoch: 1 }, salt))!;
});

const open = (candidates: readonly Candidate[], given = proof) =>
  openWith(candidates, given, { kdf: cheapKdf });
const broken = (slot: Slot): Slot => ({ ...slot, salt: new Uint8Array(32) });
const unpayable = (slot: Slot): Slot => ({ ...slot, kdf: { ...slot.kdf!, t: 99 } });

describe('over one copy', () => {
  test('a proof opens its own slot, with the role that is written there', async () => {
    const candidate = await copy(0, [theirs, mine]);
    const found = { vaultKey: keys[0], engine: 0, damaged: [], doubtful: [], sealed: candidate.sealed };
    expect(await open([candidate])).toEqual({ ...found, role: 'owner', slotId: mine.id });
    expect(await open([candidate], other)).toEqual({ ...found, role: 'viewer', slotId: theirs.id });
  });

  test.each<[string, () => Promise<Candidate>, string]>([
    ['no slot of its own', () => copy(0, [theirs]), 'wrong'],
    ['no slot of its kind', () => copy(0, [{ ...mine, type: 'other' }]), 'wrong'],
    ['a slot that was tampered with', () => copy(0, [broken(mine)]), 'wrong'],
    ['a slot of a cost that no one pays', () => copy(0, [unpayable(mine)]), 'damaged'],
    ['a header that was tampered with', () => copy(0, [mine], {}, { generation: 1 }), 'damaged'],
    ['a slot more', () => copy(0, [mine], {}, { slots: [mine, mine] }), 'damaged'],
    [
      'the key taken back that was left in it',
      () => copy(0, [moved], { epoch: 1 }, { slots: [mine] }),
      'damaged',
    ],
  ])('a proof finds, where there is %s, that it is %s', async (_, make, expected) => {
    expect(await open([await make()])).toBe(expected);
  });

  test('a slot that is held back is not tried, and nothing is derived', async () => {
    const candidate = await copy(0, [mine, theirs]);
    const derive: Kdf = () => Promise.reject(new Error('Nothing may be derived.'));
    expect(await openWith([candidate], proof, { kdf: derive, allowed: () => false })).toBe('refused');
    const allowed = (slot: string) => slot === slotName(theirs);
    expect(await openWith([candidate], proof, { kdf: cheapKdf, allowed })).toBe('wrong');
    expect(await openWith([candidate], other, { kdf: cheapKdf, allowed })).toMatchObject({ role: 'viewer' });
  });
});

describe('over two copies', () => {
  type Pair = () => Promise<readonly [Candidate, Candidate]>;
  const pair = (one: Promise<Candidate>, two: Promise<Candidate>) => Promise.all([one, two] as const);

  test.each<[string, Pair, object | string]>([
    ['the same', () => pair(copy(0, [mine]), copy(1, [mine])), { engine: 0, damaged: [], doubtful: [] }],
    [
      'the second newer',
      () => pair(copy(0, [mine]), copy(1, [mine], { generation: 1 })),
      { engine: 1, damaged: [], doubtful: [] },
    ],
    [
      'the newer with a damaged slot',
      () => pair(copy(0, [mine]), copy(1, [mine], { generation: 1 }, { slots: [broken(mine)] })),
      { engine: 0, damaged: [1], doubtful: [] },
    ],
    [
      'the newer with a damaged header',
      () => pair(copy(0, [mine], { generation: 2 }, { generation: 3 }), copy(1, [mine])),
      { engine: 1, damaged: [0], doubtful: [] },
    ],
    [
      'the older damaged',
      () => pair(copy(0, [mine], { generation: 1 }), copy(1, [mine], {}, { writer: vaultId })),
      { engine: 0, damaged: [1], doubtful: [] },
    ],
    [
      'the newer of the same epoch proven, and the slot not in it',
      () => pair(copy(0, [theirs], { generation: 1 }), copy(1, [mine])),
      'wrong',
    ],
    [
      'the role taken down in the newer one, whose slot is proven though damaged',
      () => pair(copy(0, [{ ...mine, role: 'viewer' }], { generation: 1 }), copy(1, [mine])),
      { engine: 0, role: 'viewer' },
    ],
    [
      'the newer epoch whole',
      () => pair(copy(0, [mine], { generation: 5 }), copy(1, [moved], { epoch: 1, generation: 6 })),
      { engine: 1, vaultKey: keys[1], damaged: [], doubtful: [] },
    ],
    [
      'the way removed in the newer epoch',
      () => pair(copy(0, [mine]), copy(1, [theirs], { epoch: 1 })),
      'wrong',
    ],
    [
      'a newer epoch where what was left in the slot is damaged',
      () =>
        pair(
          copy(0, [mine]),
          copy(1, [{ ...moved, transfer: { ...moved.transfer!, eph: moved.pub! } }], { epoch: 1 }),
        ),
      { engine: 0, vaultKey: keys[0], damaged: [], doubtful: [1] },
    ],
    [
      'a newer epoch whose header is damaged',
      () => pair(copy(0, [mine]), copy(1, [moved], { epoch: 1 }, { writer: vaultId })),
      { engine: 0, vaultKey: keys[0], damaged: [], doubtful: [1] },
    ],
    [
      'a newer epoch that is of another vault',
      () => pair(copy(0, [mine]), copy(1, [theirs], { epoch: 1, vaultId: foreignId })),
      { engine: 0, doubtful: [1] },
    ],
    [
      'a lower epoch that is of another vault',
      () => pair(copy(0, [mine], { generation: 1 }), copy(1, [theirs], { vaultId: foreignId })),
      { engine: 0, damaged: [], doubtful: [] },
    ],
    [
      'both damaged',
      () => pair(copy(0, [mine], {}, { generation: 1 }), copy(1, [mine], {}, { writer: vaultId })),
      'damaged',
    ],
    [
      'one damaged where it opens, the other where it does not',
      () => pair(copy(0, [mine], {}, { generation: 1 }), copy(1, [broken(mine)])),
      'damaged',
    ],
  ])('%s, a proof opens what counts', async (_, make, expected) => {
    const found = await open(await make());
    if (typeof expected === 'string') expect(found).toBe(expected);
    else expect(found).toMatchObject(expected);
    // In whatever order the engines are asked.
    const [one, two] = await make();
    const turned = await open([two, one]);
    if (typeof expected === 'string') expect(turned).toBe(expected);
    else expect(turned).toMatchObject({ role: 'owner', ...expected, engine: expect.any(Number) as number });
  });

  test('a wrong proof is wrong, though a copy of the slot has a cost that no one pays', async () => {
    const candidates = await pair(copy(0, [mine]), copy(1, [mine], {}, { slots: [unpayable(mine)] }));
    expect(await open(candidates, { type: 'passphrase', passphrase: 'wrong' })).toBe('wrong');
    expect(await open(candidates)).toMatchObject({ engine: 0, damaged: [1] });
  });

  test.each<[string, Proof]>([
    ['right', proof],
    ['wrong', { type: 'passphrase', passphrase: 'wrong' }],
  ])('a %s passphrase is stretched once for each salt', async (_, given) => {
    let runs = 0;
    const kdf: Kdf = (...all) => {
      runs += 1;
      return cheapKdf(...all);
    };
    const newer = await copy(0, [mine], { generation: 1 }, { generation: 2 });
    await openWith([newer, await copy(1, [mine])], given, { kdf });
    expect(runs).toBe(1);
  });

  test('slots to be held back are named once each', async () => {
    const candidates = await pair(copy(0, [mine, theirs]), copy(1, [mine, { ...theirs, type: 'recovery' }]));
    expect(slotsFor(candidates, proof)).toEqual([slotName(mine), slotName(theirs)]);
    expect(slotsFor([await copy(0, [unpayable(mine)])], proof)).toEqual([]);
  });

  test.each<[string, Pair]>([
    ['damaged', () => pair(copy(0, [mine], {}, { generation: 1 }), copy(1, [mine], {}, { writer: vaultId }))],
    ['removed since', () => pair(copy(0, [mine]), copy(1, [theirs], { epoch: 1 }))],
  ])('no raw key is left behind where the way was %s', async (_, make) => {
    const candidates = await make();
    const decrypt = vi.spyOn(crypto.subtle, 'decrypt');
    expect(await open(candidates)).toBeTypeOf('string');
    const opened = await Promise.all(decrypt.mock.results.map(({ value }) => value as Promise<ArrayBuffer>));
    decrypt.mockRestore();
    expect(opened.length).toBeGreaterThan(0);
    for (const buffer of opened) expect(new Uint8Array(buffer)).toEqual(new Uint8Array(32));
  });
});
