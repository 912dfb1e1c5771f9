import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createBlobs } from '../../../../lib/vault/engines/blobs';
import { createMemoryArea, FULL } from '../areas';

const bytes = (...values: number[]) => Uint8Array.from(values);
const hashOf = (blob: Uint8Array) => createHash('sha256').update(blob).digest('base64url');

describe('blobs', () => {
  test('are read back by the SHA-256 of their content', async () => {
    const blob = fc.uint8Array({ maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(blob, { maxLength: 8 }), async (blobs) => {
        const area = createMemoryArea();
        const hashes = await createBlobs(area).put(blobs);
        expect(hashes).toEqual(blobs.map(hashOf));
        const found = await createBlobs(area).read([...hashes, hashOf(bytes(1, 2, 3, 4))]);
        expect(found).toEqual(new Map(blobs.map((each) => [hashOf(each), each])));
      }),
    );
  });

  test('lie under the first byte of their hash', async () => {
    const area = createMemoryArea();
    for (let i = 0; i < 50; i++) {
      const blob = bytes(i);
      await createBlobs(area).put([blob]);
      const name = `blob/${createHash('sha256').update(blob).digest('hex').slice(0, 2)}`;
      expect(area.value(name)).toHaveProperty([hashOf(blob)], Buffer.from(blob).toString('base64'));
    }
  });

  test('are written once, however often they are put, and all in one step', async () => {
    const area = createMemoryArea();
    const blobs = createBlobs(area);
    const set = vi.spyOn(area, 'set');
    await blobs.put([bytes(1), bytes(2), bytes(3)]);
    await blobs.put([bytes(3), bytes(1)]);
    expect(set).toHaveBeenCalledOnce();
    await Promise.all([blobs.put([bytes(4)]), blobs.put([bytes(5)])]);
    expect((await blobs.read([1, 2, 3, 4, 5].map((value) => hashOf(bytes(value))))).size).toBe(5);
  });

  test('that were damaged are absent, and are written anew', async () => {
    const area = createMemoryArea();
    const blobs = createBlobs(area);
    const [hash] = await blobs.put([bytes(1)]);
    const [name] = [...area.texts.keys()];
    for (const damage of [`{"${hash}":"AAAA"}`, `{"${hash}":7}`, '"text"', '{}']) {
      area.texts.set(name!, damage);
      expect(await blobs.read([hash!])).toEqual(new Map());
      await blobs.put([bytes(1)]);
      expect(await blobs.read([hash!])).toEqual(new Map([[hash, bytes(1)]]));
    }
  });

  test('that are no longer wanted go, and no others', async () => {
    const area = createMemoryArea();
    const blobs = createBlobs(area);
    area.texts.set('vault/header', '"AQ=="');
    const all = Array.from({ length: 60 }, (_, i) => bytes(i));
    const hashes = await blobs.put(all);
    const kept = new Set(hashes.slice(0, 20));
    await blobs.keepOnly(kept);
    expect(new Set((await blobs.read(hashes)).keys())).toEqual(kept);
    await blobs.erase();
    expect([...area.texts.keys()]).toEqual(['vault/header']);
  });

  test.each(['', '?', 'é', '../x'])('of a name that is no hash are absent: %o', async (hash) => {
    expect((await createBlobs(createMemoryArea()).read([hash])).size).toBe(0);
  });

  test('that do not fit are told so', async () => {
    const area = createMemoryArea();
    area.refusal = FULL[1];
    await expect(createBlobs(area).put([bytes(1)])).rejects.toMatchObject({ code: 'storage-full' });
  });
});
