import { describe, expect, test } from 'vitest';
import type { Cbor } from '../../../lib/encoding/cbor';
import { changeSettings, readSettings, settingsCodec, type Settings } from '../../../lib/vault/settings';
import { codecOf, createSmallVault, keyOf, plaintextAt } from './small-vault';

const defaults: Settings = { ways: {}, backup: { weeks: 4 }, rest: {} };
const full: Settings = {
  ways: { '0a': { name: 'Paper', createdAt: 5 } },
  recovery: 'refused',
  recoveryAt: 6,
  pin: { salt: new Uint8Array(32).fill(1), m: 65_536, t: 3, p: 1, key: new Uint8Array(32).fill(2) },
  backup: { savedAt: 7, weeks: 8 },
  rest: {},
};

async function changed(change: (settings: Settings) => Settings) {
  const small = await createSmallVault();
  await changeSettings(await small.load(), change);
  return small;
}

describe('settings', () => {
  test('are defaults where there are none', async () => {
    const { load } = await createSmallVault();
    expect(await readSettings(await load())).toEqual(defaults);
  });

  test('are read by the next worker as they were set', async () => {
    const { load } = await changed(() => full);
    expect(await readSettings(await load())).toEqual(full);
  });

  test('lie under a blinded id, with the plain one sealed', async () => {
    const { disk } = await changed(() => full);
    expect(disk.keys('setting')).toEqual([await keyOf('setting', 'settings')]);
    expect(await plaintextAt(disk, disk.keys('setting')[0]!)).toMatchObject({ id: 'settings' });
  });

  test('change as one commit, what was unset gone', async () => {
    const { disk, load } = await changed(() => full);
    const open = await load();
    const { generation } = open.sets.header();
    await changeSettings(open, (settings) => ({ ...settings, pin: undefined }));
    expect(open.sets.header().generation).toBe(generation + 1);
    expect(await readSettings(await load())).toEqual({ ...full, pin: undefined });
    expect(Object.keys(await plaintextAt(disk, disk.keys('setting')[0]!))).not.toContain('pin');
  });

  test('keep fields that this version does not know, inside too', async () => {
    const { disk, load } = await createSmallVault();
    const open = await load();
    const codec = codecOf('setting', 1);
    const more = { id: 'settings', ways: {}, backup: { weeks: 2, where: 'disk' }, theme: ['dark'] };
    await open.sets.load(settingsCodec);
    await open.sets.commit([{ kind: 'setting', put: [await open.sets.seal<Cbor>(codec, 'settings', more)] }]);
    const next = await load();
    expect(await readSettings(next)).toMatchObject({ backup: { weeks: 2 }, rest: { theme: ['dark'] } });
    await changeSettings(next, (settings) => ({ ...settings, recovery: 'refused' }));
    expect(await plaintextAt(disk, disk.keys('setting')[0]!)).toEqual({ ...more, recovery: 'refused' });
  });

  test('of a newer version are read as far as they can be, and never rewritten', async () => {
    const { disk, load } = await createSmallVault();
    const open = await load();
    const newer = { id: 'settings', ways: 'elsewhere', backup: { weeks: 2 }, pin: 1 };
    await open.sets.load(settingsCodec);
    const sealed = await open.sets.seal<Cbor>(codecOf('setting', 2), 'settings', newer);
    await open.sets.commit([{ kind: 'setting', put: [sealed] }]);
    const before = disk.copy();
    const next = await load();
    expect(await readSettings(next)).toEqual({ ...defaults, backup: { weeks: 2 } });
    await expect(changeSettings(next, (settings) => settings)).rejects.toMatchObject({ code: 'vault-newer' });
    expect(disk).toMatchObject({ header: before.header, records: before.records });
  });
});

describe('settings that are not as they were written', () => {
  test.each<[string, (bytes: Uint8Array, older: Uint8Array) => Uint8Array | undefined]>([
    ['flipped', (bytes) => bytes.map((byte, i) => (i === bytes.length - 20 ? byte ^ 1 : byte))],
    ['cut', (bytes) => bytes.subarray(0, 10)],
    ['put back from before', (_, older) => older],
    ['lost', () => undefined],
  ])('(%s) count as unset; the next change moves them aside and drops nothing', async (_, tamper) => {
    const { disk, load } = await changed((settings) => ({ ...settings, recovery: 'refused' }));
    const key = disk.keys('setting')[0]!;
    const older = disk.records.get(key)!;
    await changeSettings(await load(), () => full);
    const bytes = tamper(disk.records.get(key)!, older);
    if (bytes) disk.records.set(key, bytes);
    else disk.records.delete(key);
    const open = await load();
    expect(await readSettings(open)).toEqual(defaults);
    await changeSettings(open, (settings) => ({ ...settings, backup: { weeks: 1 } }));
    expect(disk.records.get(`aside/${key}`)).toEqual(bytes);
    expect(await readSettings(await load())).toEqual({ ...defaults, backup: { weeks: 1 } });
  });
});
