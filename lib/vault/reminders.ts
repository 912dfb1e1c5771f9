/** What the owner of a vault should be asked for: a recovery key, a backup file. */
import type { Account } from './accounts/account';
import type { Settings } from './settings';

/** `due`: a code was confirmed, and nothing is said yet. `must`: the next account needs a decision. */
export type RecoveryDecision = 'made' | 'refused' | 'early' | 'due' | 'must';

/** `first`: there is no backup file yet. `old`: older than `weeks`. `accounts`: so many accounts are newer. */
export type BackupReminder =
  | { readonly why: 'first' }
  | { readonly why: 'old'; readonly weeks: number }
  | { readonly why: 'accounts'; readonly count: number };

const WEEK = 7 * 24 * 60 * 60 * 1000;
/** So many accounts may depend on one way to unlock. */
const ACCOUNTS_BEFORE_RECOVERY = 2;
const ACCOUNTS_BEFORE_BACKUP = 5;

interface Asked {
  readonly accounts: readonly Pick<Account, 'provisional' | 'createdAt' | 'deletedAt'>[];
  readonly settings: Pick<Settings, 'recovery' | 'backup'>;
}

export function decideRecovery({
  accounts,
  hasRecovery,
  settings,
}: Asked & { readonly hasRecovery: boolean }): RecoveryDecision {
  if (hasRecovery) return 'made';
  if (settings.recovery === 'refused') return 'refused';
  const live = accounts.filter(isLive);
  if (live.length >= ACCOUNTS_BEFORE_RECOVERY) return 'must';
  return live.some(({ provisional }) => !provisional) ? 'due' : 'early';
}

export function backupReminder({
  accounts,
  settings: { backup },
  now,
}: Asked & { readonly now: number }): BackupReminder | undefined {
  const { weeks } = backup;
  const savedAt = lastSaved(backup, now);
  const live = accounts.filter(isLive);
  if (live.length === 0) return undefined;
  if (savedAt === undefined) return { why: 'first' };
  if (now - savedAt > weeks * WEEK) return { why: 'old', weeks };
  const count = newAccounts(live, savedAt);
  return count >= ACCOUNTS_BEFORE_BACKUP ? { why: 'accounts', count } : undefined;
}

/** A file that is said to be saved later than now, by a clock that was wrong, is none to rely on. */
export function lastSaved({ savedAt }: Settings['backup'], now: number): number | undefined {
  return savedAt !== undefined && savedAt <= now ? savedAt : undefined;
}

/** How many accounts no backup file holds. */
export function newAccounts(accounts: Asked['accounts'], savedAt: number | undefined): number {
  return accounts.filter((account) => isLive(account) && account.createdAt > (savedAt ?? -1)).length;
}

function isLive({ deletedAt }: Pick<Account, 'deletedAt'>): boolean {
  return deletedAt === undefined;
}
