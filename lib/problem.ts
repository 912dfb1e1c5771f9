/** Every code under which something can fail for a user, by the part that raises it. A page has a text for each. */

export type MessageProblem =
  | 'bad-message'
  | 'not-allowed'
  | 'need-viewer'
  | 'need-owner'
  | 'need-elevated'
  | 'unexpected'
  /** The worker did not answer within its time. */
  | 'no-answer';

export type UnlockProblem =
  /** What was given opens nothing: passphrase, recovery key, passkey or PIN. */
  | 'wrong-passphrase'
  | 'wrong-recovery-key'
  | 'wrong-passkey'
  | 'wrong-pin'
  /** That was the last try: the PIN opens nothing any more. */
  | 'pin-spent'
  | 'too-many-tries'
  | 'passphrase-too-short'
  | 'bad-pin'
  /** Two ways to unlock can't have the same passphrase. */
  | 'passphrase-taken'
  | 'last-way'
  | 'no-way'
  | 'too-many-ways'
  /** A way made by a newer version would not survive the change. */
  | 'way-newer';

export type VaultProblem =
  | 'vault-exists'
  | 'no-vault'
  | 'vault-locked'
  | 'vault-damaged'
  | 'vault-newer'
  | 'header-damaged'
  | 'storage-full'
  | 'storage-failed'
  | 'no-account'
  | 'account-read-only'
  | 'not-hotp'
  | 'counter-exhausted'
  | 'bad-site'
  | 'too-many-accounts'
  /** A third account depends on the passphrase alone, and nothing was said about a recovery key. */
  | 'recovery-undecided'
  | 'no-snapshot'
  | 'snapshot-damaged'
  /** The file is none of ours. */
  | 'not-backup'
  | 'backup-damaged'
  | 'backup-newer'
  | 'nothing-staged'
  /** What lies there opens with something else, and nobody said that it may be replaced. */
  | 'restore-unconfirmed';

export type KeyUriProblem =
  | 'not-key-uri'
  | 'too-long'
  | 'bad-type'
  | 'bad-label'
  | 'bad-secret'
  | 'bad-algorithm'
  | 'bad-digits'
  | 'bad-period'
  | 'bad-counter'
  | 'missing-counter'
  | 'name-too-long';

export type CaptureProblem =
  | 'capture-unreachable'
  | 'capture-too-often'
  | 'capture-failed'
  | 'image-too-large'
  | 'image-unreadable'
  | 'decode-timeout'
  | 'decoder-failed';

export type ProblemCode = MessageProblem | UnlockProblem | VaultProblem | KeyUriProblem | CaptureProblem;

/**
 * A failure the user can be told about.
 *
 * `code` comes from a closed set and is all that crosses a message boundary or reaches a log:
 * what failed to parse is usually a secret, so it is never quoted.
 */
export class Problem<Code extends ProblemCode = ProblemCode> extends Error {
  override readonly name = 'Problem';
  readonly code: Code;

  constructor(code: Code) {
    super(code);
    this.code = code;
  }
}
