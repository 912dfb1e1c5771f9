import { describe, expect, it, vi } from 'vitest';
import { reminderOf } from '../../../../components/text/reminder';
import { weeksText } from '../../../../components/text/when';
import type { HealthView, RemindersView } from '../../../../lib/messaging/views';

vi.mock('../../../../lib/platform/browser', () => ({
  browser: { i18n: { getMessage: (key: string, parts: string[]) => [key, ...parts].join(' ') } },
}));

function health(part: Partial<HealthView> = {}, reminders: Partial<RemindersView> = {}): HealthView {
  return {
    damage: null,
    copies: 'both',
    full: false,
    mended: 0,
    kept: false,
    ...part,
    reminders: { recovery: 'early', backup: null, ...reminders },
  };
}
const worst = health(
  { full: true, copies: 'one', mended: 2 },
  { recovery: 'must', backup: { why: 'first' } },
);

describe('a reminder', () => {
  it.each([
    ['nothing', health(), undefined],
    ['damage, which is told by itself', { ...worst, damage: { accounts: [], nameless: 1 } }, undefined],
    ['a full disk', worst, 'health_full'],
    ['one copy', { ...worst, full: false }, 'health_one'],
    ['mended records', health({ mended: 2 }, { recovery: 'due' }), 'health_mended 2'],
    ['mended records, and what was kept', health({ mended: 2, kept: true }), 'health_mended_kept 2'],
    ['a recovery key', health({}, { recovery: 'due', backup: { why: 'first' } }), 'remind_recovery'],
    ['no backup', health({}, { recovery: 'refused', backup: { why: 'first' } }), 'remind_backup_first'],
    ['an old backup', health({}, { backup: { why: 'old', weeks: 4 } }), `remind_backup_old ${weeksText(4)}`],
    ['new accounts', health({}, { backup: { why: 'accounts', count: 5 } }), 'remind_backup_accounts 5'],
  ])('is one alone, the worst: %s', (_, of, says) => {
    expect(reminderOf(of, 'owner', [])?.says).toBe(says);
  });

  it('that is quiet stays away once it was sent away, until it would say something else', () => {
    const mended = reminderOf(health({ mended: 2 }), 'owner', [])?.id ?? '';
    expect(reminderOf(health({ mended: 2 }), 'owner', [mended])).toBeUndefined();
    expect(reminderOf(health({ mended: 3 }), 'owner', [mended])?.says).toBe('health_mended 3');
    expect(reminderOf(health({ mended: 2, kept: true }), 'owner', [mended])?.act?.place).toBe('backup');
    const next = reminderOf(health({ mended: 2 }, { recovery: 'due' }), 'owner', [mended]);
    expect(next?.says).toBe('remind_recovery');
  });

  it('that tells of a danger can’t be sent away', () => {
    expect(reminderOf(worst, 'owner', ['full', 'one'])?.id).toBe('full');
  });

  it('asks a viewer to do nothing', () => {
    const dangers = [worst, { ...worst, full: false }];
    expect(dangers.map((each) => reminderOf(each, 'viewer', [])?.act)).toEqual([undefined, undefined]);
    expect(reminderOf(health({ mended: 1, kept: true }), 'viewer', [])?.act).toBeUndefined();
    expect(reminderOf(health({}, worst.reminders), 'viewer', [])).toBeUndefined();
    expect(reminderOf(health({ copies: 'one' }), 'owner', [])?.act?.place).toBe('backup');
  });
});
