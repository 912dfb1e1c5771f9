/** A database of its own place on the disk, apart from the usual one: where that is damaged, this is not. */

interface Buckets {
  open(name: string, options: object): Promise<{ readonly indexedDB: IDBFactory }>;
}

/** Chromium's storage buckets; `undefined` where there are none. */
export async function openSpareStorage(name: string): Promise<IDBFactory | undefined> {
  const { storageBuckets } = navigator as { readonly storageBuckets?: Buckets };
  return (await storageBuckets?.open(name, { persisted: true, durability: 'strict' }))?.indexedDB;
}
