/** The two engines that the vault lies in, each with a spare for when the browser refuses its files. */
import { createIndexedDbStore } from './indexed-db-store';
import { createLocalStore } from './local-store';
import type { KeyValueArea } from './shards';
import { createSpared } from './spare';
import type { RecordStore } from './store';

export interface Places {
  readonly factory: IDBFactory;
  readonly area: KeyValueArea;
  /** Another place on the disk, by name; `undefined` where the browser has none. */
  readonly openSpare: (name: string) => Promise<IDBFactory | undefined>;
}

export function createEngines({ factory, area, openSpare }: Places): readonly [RecordStore, RecordStore] {
  const spare = (name: string) => async (): Promise<RecordStore | undefined> => {
    const other = await openSpare(name);
    return other && createIndexedDbStore(other);
  };
  return [
    createSpared(createIndexedDbStore(factory), spare('first')),
    createSpared(createLocalStore(area), spare('second')),
  ];
}
