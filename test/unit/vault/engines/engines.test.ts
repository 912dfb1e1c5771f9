import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { createEngines } from '../../../../lib/vault/engines/engines';
import { createMemoryArea } from '../areas';

const commit = { after: undefined, header: Uint8Array.of(1), put: [], aside: [], drop: [] };

test('are two, in IndexedDB and in the area, and open no spare while they work', async () => {
  const openSpare = vi.fn(() => Promise.resolve(undefined));
  const engines = createEngines({ factory: new IDBFactory(), area: createMemoryArea(), openSpare });
  for (const engine of engines) await engine.commit(commit);
  for (const engine of engines) expect((await engine.read([])).header).toEqual(Uint8Array.of(1));
  expect(openSpare).not.toHaveBeenCalled();
});

test('have a spare of their own each', async () => {
  const spares = new Map<string, IDBFactory>();
  const openSpare = (name: string) => {
    const factory = spares.get(name) ?? new IDBFactory();
    spares.set(name, factory);
    return Promise.resolve(factory);
  };
  const factory = new IDBFactory();
  vi.spyOn(factory, 'open').mockImplementation(() => {
    throw Object.assign(new Error('Internal error opening backing store'), { name: 'UnknownError' });
  });
  const refuses = () => Promise.reject(new Error('Corruption: not an sstable'));
  const engines = createEngines({
    factory,
    area: { get: refuses, set: refuses, remove: refuses },
    openSpare,
  });
  for (const [i, engine] of engines.entries()) {
    const whole = { header: Uint8Array.of(i), records: [] };
    await engine.replace(whole);
    expect((await engine.read([])).header).toEqual(whole.header);
  }
  expect([...spares.keys()]).toEqual(['first', 'second']);
});
