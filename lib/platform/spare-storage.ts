/** A database of its own place on the disk, apart from the usual one: where that is damaged, this is not. */

interface Buckets {
  keys(): Promise<readonly string[]>;
  open(name: string, options: object): Promise<{ readonly indexedDB: IDBFactory }>;
}

/** One of Chromium's storage buckets; `undefined` where there are none, or this one is not there and not to be made. */
export async function openSpareStorage(name: string, create: boolean): Promise<IDBFactory | undefined> {
  const { storageBuckets } = navigator as { readonly storageBuckets?: Buckets };
  if (!create && !(await storageBuckets?.keys())?.includes(name)) return undefined;
  return (await storageBuckets?.open(name, { persisted: true, durability: 'strict' }))?.indexedDB;
}
