/** The two engines that the vault lies in, each with a spare for when the browser refuses its files. */
import { createIndexedDbStore } from './indexed-db-store';
import { createLocalStore } from './local-store';
import type { KeyValueArea } from './shards';
import { createSpared, type OpenSpare } from './spare';
import type { RecordStore } from './store';

export interface Places {
  readonly factory: IDBFactory;
  readonly area: KeyValueArea;
  /** Another place on the disk, by name; `undefined` where the browser has none. */
  readonly openSpare: (name: string, create: boolean) => Promise<IDBFactory | undefined>;
}

export function createEngines({ factory, area, openSpare }: Places): readonly [RecordStore, RecordStore] {
  const spare = (name: string): OpenSpare => {
    let opened: RecordStore | undefined;
    return async (create) => {
      const other = opened ? undefined : await openSpare(name, create);
      return (opened ??= other && createIndexedDbStore(other));
    };
  };
  return [
    createSpared(createIndexedDbStore(factory), spare('first')),
    createSpared(createLocalStore(area), spare('second')),
  ];
}
