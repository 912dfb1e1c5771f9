import { beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../../lib/problem';
import { createCopies } from '../../../../lib/vault/engines/copies';
import { createErasingMarker } from '../../../../lib/vault/engines/local-store';
import type { RecordStore } from '../../../../lib/vault/engines/store';
import { newHeader, parseHeader, sealHeader } from '../../../../lib/vault/sealed/header';
import { createMemoryArea, type MemoryArea } from '../areas';
import type { MemoryStore } from '../memory-store';
import { createSmallVault, account } from '../small-vault';
import { editHeader } from '../victim';
import { never, refuse } from './steps';

let area: MemoryArea;
let disks: [MemoryStore, MemoryStore];
beforeEach(async () => {
  area = createMemoryArea();
  const { disk } = await createSmallVault(account('one'));
  disks = [disk, disk.copy()];
});

const over = (engines: readonly RecordStore[] = disks, eraseRest?: () => Promise<void>) =>
  createCopies(engines as [RecordStore, RecordStore], {
    withinMs: 20,
    marker: createErasingMarker(area),
    ...(eraseRest ? { eraseRest } : {}),
  });

/** An erasure of which something is left. */
async function failed(): Promise<void> {
  const first = { ...disks[0], eraseHeader: refuse('storage-failed'), erase: refuse('storage-failed') };
  await expect(over([first, disks[1]]).erase()).rejects.toMatchObject({ code: 'storage-failed' });
  expect(area.texts.has('erasing')).toBe(true);
}

/** A later vault in the place of the first. */
async function another(): Promise<Uint8Array> {
  const { slots } = parseHeader(disks[0].header!).header;
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const header = { ...newHeader(new Uint8Array(16).fill(9), new Uint8Array(16)), slots };
  return (await sealHeader(header, key)).bytes;
}

describe('an erasure of which something was left', () => {
  test('is finished where the same vault lies there still', async () => {
    await failed();
    expect(await over().finishErasing()).toBe(true);
    expect(await over().hasTrace()).toBe(false);
    expect(area.texts.size).toBe(0);
  });

  test('is forgotten where another vault lies there now, which loses nothing', async () => {
    await failed();
    await disks[0].replace({ header: await another(), records: [] });
    const before = disks[0].header;
    expect(await over().finishErasing()).toBe(false);
    expect(disks[0].header).toEqual(before);
    expect(area.texts.size).toBe(0);
    expect(await over().finishErasing()).toBe(false);
  });

  test('is forgotten where the vault was changed since', async () => {
    await failed();
    const { header } = parseHeader(disks[0].header!);
    disks[0].header = editHeader(disks[0], { generation: header.generation + 1 }).header;
    expect(await over().finishErasing()).toBe(false);
    expect(disks[0].header).toBeDefined();
  });

  test('is forgotten where a later version of this program made the vault that lies there', async () => {
    await failed();
    disks[0].header = editHeader(disks[0], { format: 2 }).header;
    expect(await over().finishErasing()).toBe(false);
    expect(disks[0].header).toBeDefined();
  });

  test('waits where an engine does not say what it holds', async () => {
    await failed();
    const blind = { ...disks[1], read: never };
    await expect(over([disks[0], blind]).finishErasing()).rejects.toMatchObject({ code: 'storage-failed' });
    expect(disks[0].header).toBeDefined();
    expect(await over().finishErasing()).toBe(true);
  });

  test('still knows what it was begun for after it was tried again in vain', async () => {
    await failed();
    const blind = { ...disks[0], read: never, eraseHeader: never, erase: never };
    await expect(over([blind, disks[1]]).erase()).rejects.toBeInstanceOf(Problem);
    expect(await over().finishErasing()).toBe(true);
    expect(disks[0].header).toBeUndefined();
  });
});

test.each([
  ['what goes with the vault', () => over(disks, refuse('storage-full'))],
  [
    'a header, whatever its engine says',
    () => over([{ ...disks[0], eraseHeader: done, erase: done }, disks[1]]),
  ],
  ['one engine', () => over([disks[0], { ...disks[1], erase: never }])],
])('an erasure says so and stays marked where this is left: %s', async (_, copies) => {
  await expect(copies().erase()).rejects.toMatchObject({ code: 'storage-failed' });
  expect(area.texts.has('erasing')).toBe(true);
});

test('a marker of an earlier version, which says nothing of what is to go, destroys no vault', async () => {
  area.texts.set('erasing', 'true');
  expect(await over().finishErasing()).toBe(false);
  expect(disks[0].header).toBeDefined();
});

const done = () => Promise.resolve();
