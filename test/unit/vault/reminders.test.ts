import { describe, expect, test } from 'vitest';
import { backupReminder, decideRecovery, newAccounts } from '../../../lib/vault/reminders';
import type { Settings } from '../../../lib/vault/settings';

const WEEK = 7 * 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 1);
const fresh = { provisional: true, createdAt: NOW };
const confirmed = { provisional: false, createdAt: NOW };
const deleted = { ...confirmed, deletedAt: NOW };
const settings = (change: Partial<Settings> = {}): Settings => ({
  ways: {},
  backup: { weeks: 4 },
  rest: {},
  ...change,
});

describe('the recovery key', () => {
  const refused = { recovery: 'refused' } as const;
  test.each([
    ['early', 'no accounts', [], false, {}],
    ['early', 'one account without a confirmed code', [fresh], false, {}],
    ['due', 'one account with a confirmed code', [confirmed], false, {}],
    ['early', 'one confirmed account, in the trash', [deleted], false, {}],
    ['due', 'one confirmed, another in the trash', [confirmed, deleted], false, {}],
    ['must', 'two accounts', [fresh, fresh], false, {}],
    ['must', 'more than two accounts', [confirmed, fresh, fresh], false, {}],
    ['refused', 'two accounts, and it was refused', [fresh, confirmed], false, refused],
    ['refused', 'nothing, and it was refused', [], false, refused],
    ['made', 'there is one', [fresh, fresh], true, {}],
    ['made', 'there is one, though it was refused once', [confirmed], true, refused],
  ] as const)('is %s: %s', (decision, _, accounts, hasRecovery, change) => {
    expect(decideRecovery({ accounts, hasRecovery, settings: settings(change) })).toBe(decision);
  });
});

describe('a backup file', () => {
  const saved = (savedAt: number, weeks = 4) => ({ backup: { savedAt, weeks } });
  const five = (createdAt: number) => Array.from({ length: 5 }, () => ({ ...fresh, createdAt }));
  test.each([
    [undefined, 'there is no account', [], {}],
    [undefined, 'there is no account but in the trash', [deleted], {}],
    [{ why: 'first' }, 'there never was one', [fresh], {}],
    [undefined, 'it was just saved', [fresh], saved(NOW)],
    [undefined, 'it is exactly four weeks old', [fresh], saved(NOW - 4 * WEEK)],
    [{ why: 'old', weeks: 4 }, 'it is older than four weeks', [fresh], saved(NOW - 4 * WEEK - 1)],
    [{ why: 'old', weeks: 1 }, 'it is older than the week that was set', [fresh], saved(NOW - WEEK - 1, 1)],
    [undefined, 'it is younger than the twelve weeks that were set', [fresh], saved(NOW - 11 * WEEK, 12)],
    [undefined, 'four accounts are newer', five(NOW).slice(1), saved(NOW - 1)],
    [{ why: 'accounts', count: 5 }, 'five accounts are newer', five(NOW), saved(NOW - 1)],
    [undefined, 'five accounts are as old as it', five(NOW - 1), saved(NOW - 1)],
    [
      undefined,
      'one of five newer accounts is in the trash',
      [...five(NOW).slice(1), deleted],
      saved(NOW - 1),
    ],
    [{ why: 'old', weeks: 4 }, 'it is old and five are newer', five(NOW), saved(NOW - 5 * WEEK)],
    [{ why: 'first' }, 'it was saved in the future, by a clock that was wrong', [fresh], saved(NOW + 1)],
    [undefined, 'there is none, but no account either', [], saved(1)],
  ])('reminds with %o: %s', (reminder, _, accounts, change) => {
    expect(backupReminder({ accounts, settings: settings(change), now: NOW })).toEqual(reminder);
  });

  test('lacks every live account that is newer, and all where there is none', () => {
    const accounts = [...five(5), { ...fresh, createdAt: 0 }, deleted];
    expect(newAccounts(accounts, 4)).toBe(5);
    expect(newAccounts(accounts, 5)).toBe(0);
    expect(newAccounts(accounts, undefined)).toBe(6);
  });
});
