import { describe, expect, it } from 'vitest';
import { isAlive } from '../../lib/lifetime';

const seenAt = 1_700_000_000_000;
const hour = 60 * 60 * 1000;
const alive = { seenAt, lockAt: seenAt + hour };

describe('a session', () => {
  it.each([
    ['just seen', alive, 0, true],
    ['seen a moment less than five minutes ago', alive, 5 * 60_000 - 1, true],
    ['unseen for five minutes: the machine slept', alive, 5 * 60_000, false],
    ['unseen for a day', alive, 24 * hour, false],
    ['seen a moment less than a minute ahead', alive, -60_000 + 1, true],
    ['seen a minute ahead: the clock was set back', alive, -60_000, false],
    ['a moment before its end', { seenAt, lockAt: seenAt + 1000 }, 999, true],
    ['at its end', { seenAt, lockAt: seenAt + 1000 }, 1000, false],
    ['without a time at which it was seen', { lockAt: seenAt + hour, seenAt: NaN }, 0, false],
    ['without an end', { lockAt: NaN, seenAt }, 0, false],
  ])('%s lasts or not', (_, session, laterMs, expected) => {
    expect(isAlive(session, seenAt + laterMs)).toBe(expected);
  });
});
