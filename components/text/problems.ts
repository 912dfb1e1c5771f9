import type { ProblemCode } from '../../lib/problem';
import { t, type MessageKey } from '../../lib/platform/i18n';
import { problemOf } from './problem-of';

/** What happened, what is safe, what to do: a text for every way in which something can fail. */
const problemTexts: Readonly<Record<ProblemCode, MessageKey>> = {
  'bad-message': 'problem_unexpected',
  'not-allowed': 'problem_unexpected',
  'need-viewer': 'problem_locked',
  'need-owner': 'problem_need_owner',
  'need-elevated': 'problem_need_elevated',
  unexpected: 'problem_unexpected',
  'no-answer': 'problem_no_answer',
  'wrong-passphrase': 'problem_wrong_passphrase',
  'wrong-recovery-key': 'problem_wrong_recovery_key',
  'wrong-passkey': 'problem_wrong_passkey',
  'wrong-pin': 'problem_wrong_pin',
  'pin-spent': 'problem_pin_spent',
  'too-many-tries': 'problem_too_many_tries',
  'passphrase-too-short': 'problem_passphrase_too_short',
  'bad-pin': 'problem_bad_pin',
  'passphrase-taken': 'problem_passphrase_taken',
  'last-way': 'problem_last_way',
  'no-way': 'problem_no_way',
  'too-many-ways': 'problem_too_many_ways',
  'way-newer': 'problem_way_newer',
  'vault-exists': 'problem_vault_exists',
  'no-vault': 'problem_no_vault',
  'vault-locked': 'problem_locked',
  'vault-damaged': 'problem_vault_damaged',
  'vault-newer': 'problem_vault_newer',
  'header-damaged': 'problem_header_damaged',
  'storage-full': 'problem_storage_full',
  'storage-failed': 'problem_storage_failed',
  'no-account': 'problem_no_account',
  'account-read-only': 'problem_read_only',
  'not-hotp': 'problem_not_hotp',
  'counter-exhausted': 'problem_counter_exhausted',
  'bad-site': 'problem_bad_site',
  'too-many-accounts': 'problem_too_many_accounts',
  'recovery-undecided': 'problem_recovery_undecided',
  'no-snapshot': 'problem_no_snapshot',
  'snapshot-damaged': 'problem_snapshot_damaged',
  'not-backup': 'problem_not_backup',
  'backup-damaged': 'problem_backup_damaged',
  'backup-newer': 'problem_backup_newer',
  'nothing-staged': 'problem_nothing_staged',
  'restore-unconfirmed': 'problem_restore_unconfirmed',
  'not-key-uri': 'problem_not_key_uri',
  'too-long': 'problem_too_long',
  'bad-type': 'problem_bad_type',
  'bad-label': 'problem_bad_label',
  'bad-secret': 'problem_bad_secret',
  'bad-algorithm': 'problem_bad_algorithm',
  'bad-digits': 'problem_bad_digits',
  'bad-period': 'problem_bad_period',
  'bad-counter': 'problem_bad_counter',
  'missing-counter': 'problem_missing_counter',
  'name-too-long': 'problem_name_too_long',
  'capture-unreachable': 'problem_capture_unreachable',
  'capture-too-often': 'problem_capture_too_often',
  'capture-failed': 'problem_capture_failed',
  'image-too-large': 'problem_image_too_large',
  'image-unreadable': 'problem_image_unreadable',
  'decode-timeout': 'problem_decode_timeout',
  'decoder-failed': 'problem_decoder_failed',
};

export function problemText(code: ProblemCode): string {
  return t(problemTexts[code]);
}

/** For whatever was thrown; what is not a `Problem` is never quoted. */
export function failureText(error: unknown): string {
  return problemText(problemOf(error));
}
