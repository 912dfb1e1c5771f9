/** Where sealed bytes are kept. An engine knows nothing of keys: it reads, commits a batch with its header, erases. */

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
  /** Records removed for good. */
  readonly drop: readonly string[];
}

/** A whole former state, kept byte for byte where no vault looks for its own. */
export interface Remains {
  /** Sorts by time. */
  readonly id: string;
  readonly stored: Stored;
}

export interface RecordStore {
  /** Header and all records of the kinds named, as of one moment. */
  read(kinds: readonly Kind[]): Promise<Stored>;
  /** Whether anything is kept here, readable or not, but for remains. */
  hasTrace(): Promise<boolean>;
  /**
   * All of it or nothing, and on the disk before it resolves.
   * @throws {StaleError} where the stored header is not `after`: someone else wrote in between.
   * @throws {Problem} `storage-full` or `storage-failed`; nothing was changed.
   */
  commit(batch: Batch): Promise<void>;
  /** Makes the header and the records of every kind exactly these, all or nothing. What lies aside stays. */
  replace(whole: Stored): Promise<void>;
  /** Begins with this whole state elsewhere, untouched what can't be read here; absent where there is no elsewhere. */
  readonly standIn?: (whole: Stored) => Promise<void>;
  /** Keeps a copy of all that is here, what lies aside included, as remains. */
  keep(id: string): Promise<void>;
  /** The same, and then nothing but remains is here. */
  retire(id: string): Promise<void>;
  remains(): Promise<readonly Remains[]>;
  /** Drops remains for good. */
  forget(id: string): Promise<void>;
  /** Destroys the header, and with it every way to unlock: the first step of an erasure. */
  eraseHeader(): Promise<void>;
  /** Destroys everything, remains included. */
  erase(): Promise<void>;
}

export class StaleError extends Error {
  override readonly name = 'StaleError';
}
