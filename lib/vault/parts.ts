/** What the parts of a vault need from outside, and what they share. */
import type { Kdf, KdfParams } from '../crypto/kdf';
import type { Random } from '../crypto/seal';
import type { Door, DoorOptions } from './door';
import type { Copies } from './engines/copies';
import type { Keyring } from './keyring';
import type { Salts } from './sealed/sets';
import type { Session } from './session/session';
import type { Shelf } from './manifest';
import type { Staged } from './staged';
import type { Throttle } from './ways/throttle';

export interface VaultOptions extends DoorOptions {
  readonly copies: Copies;
  readonly shelf: Shelf;
  readonly staged: Staged;
  readonly session: Session;
  readonly throttle: Throttle;
  readonly care: CareCell;
  readonly kdf: Kdf;
  readonly calibrate: () => Promise<KdfParams>;
  readonly random: Random;
  readonly now: () => number;
  /** Milliseconds that only ever grow. */
  readonly clock: () => number;
}

/** What is remembered of the vault's health until it is locked. */
export interface CareNote {
  /** When both copies were last looked through. */
  readonly checkedAt: number;
  /** When what falls due was last done. */
  readonly tendedAt: number;
  /** Records put right since the vault was unlocked. */
  readonly mended: number;
  /** The disk took no more the last time that something was to be written. */
  readonly full: boolean;
  /** The last time that both copies were looked through, one could not be put right. */
  readonly unmended?: boolean;
  /** A copy that held something else was kept as remains since the vault was unlocked. */
  readonly kept?: boolean;
}

/** In memory only. */
export interface CareCell {
  get(): Promise<CareNote | undefined>;
  set(note: CareNote): Promise<void>;
  remove(): Promise<void>;
}

export interface Parts {
  readonly options: VaultOptions;
  readonly salt: Salts;
  readonly door: Door;
  readonly keyring: Keyring;
}
