/** Where sealed bytes are kept. An engine knows nothing of keys; it reads all, commits a batch with its header, erases. */

/** `label` repeats an account's names alone, so that a damaged account can still be called by its name. */
export const KINDS = ['account', 'label', 'setting', 'icon', 'usage', 'log', 'snapshot'] as const;
export type Kind = (typeof KINDS)[number];

export interface StoredRecord {
  /** `<kind>/<blinded id>`. */
  readonly key: string;
  readonly bytes: Uint8Array;
}

export interface Stored {
  readonly header: Uint8Array | undefined;
  readonly records: readonly StoredRecord[];
}

export interface Batch {
  /** The header that this batch builds on, as it was read; none for a first commit. */
  readonly after: Uint8Array | undefined;
  readonly header: Uint8Array;
  readonly put: readonly StoredRecord[];
  /** Records moved out of their sets, kept byte for byte under `aside/`. */
  readonly aside: readonly string[];
}

export interface RecordStore {
  /** Header and all records of the kinds named, as of one moment. */
  read(kinds: readonly Kind[]): Promise<Stored>;
  /** Whether anything at all is kept here, readable or not. */
  hasTrace(): Promise<boolean>;
  /**
   * All of it or nothing, and on the disk before it resolves.
   * @throws {StaleError} where the stored header is not `after`: someone else wrote in between.
   * @throws {Problem} `storage-full` or `storage-failed`; nothing was changed.
   */
  commit(batch: Batch): Promise<void>;
  /** Destroys everything. */
  erase(): Promise<void>;
}

export class StaleError extends Error {
  override readonly name = 'StaleError';
}
