import { describe, expect, it, vi } from 'vitest';
import { isLastWay, waitText, wayName, waySays } from '../../../../components/text/ways';
import type { WayView } from '../../../../lib/messaging/views';

vi.mock('../../../../lib/platform/browser', () => ({
  browser: { i18n: { getMessage: (key: string, parts: string[]) => [key, ...parts].join(' ') } },
}));

let count = 0;
const way = (parts: Partial<WayView> = {}): WayView => ({
  slotId: String(++count),
  type: 'passphrase',
  role: 'owner',
  name: '',
  inUse: false,
  ...parts,
});

describe('a way to unlock', () => {
  it.each([
    ['by what the user called it', way({ type: 'passkey', name: 'Laptop' }), 'Laptop', 'passkey'],
    ['by what it is', way({ type: 'recovery' }), 'recovery_key', ''],
    ['as a viewer’s', way({ role: 'viewer' }), 'way_viewer', 'passphrase · role_viewer'],
    [
      'with hidden characters shown',
      way({ name: 'Lap\u202Etop', type: 'other' }),
      'Lap‹U+202E›top',
      'way_other',
    ],
  ])('is told %s', (_, told, name, says) => {
    expect([wayName(told), waySays(told)]).toEqual([name, says]);
  });

  it('is told with its age where that is known', () => {
    expect(waySays(way({ createdAt: Date.UTC(2027, 5, 15, 12) }))).toMatch(/^way_since .*2027/);
  });
});

describe('the last lasting way', () => {
  const phrase = way();
  const recovery = way({ type: 'recovery' });
  const others = [way({ type: 'passkey' }), way({ role: 'viewer' }), way({ type: 'other' })];

  it.each([
    ['a lone passphrase', phrase, [phrase], true],
    ['a passphrase beside passkeys and viewers', phrase, [...others, phrase], true],
    ['a lone recovery key', recovery, [recovery, ...others], true],
    ['a passphrase beside a recovery key', phrase, [phrase, recovery], false],
    ['a passkey', others[0]!, [...others, phrase], false],
    ['a viewer’s passphrase', others[1]!, [...others, phrase], false],
  ])('is or is not %s', (_, one, ways, expected) => {
    expect(isLastWay(one, ways)).toBe(expected);
  });
});

describe('a wait', () => {
  it.each([
    [1, '0:01'],
    [29_001, '0:30'],
    [60_000, '1:00'],
    [899_500, '15:00'],
  ])('of %i ms reads %s', (ms, text) => {
    expect(waitText(ms)).toBe(text);
  });
});
