import { describe, expect, it } from 'vitest';
import { isAlive, lifeOf } from '../../lib/lifetime';

const seenAt = 1_700_000_000_000;
const minute = 60_000;
const hour = 60 * minute;
const open = { wrapped: '', seenAt, lockAt: seenAt + hour };
const withPin = { ...open, pin: { tries: 1 } };
const softened = { ...withPin, wrapped: undefined };

describe('a session', () => {
  it.each([
    ['just seen', open, 0, 'open'],
    ['seen a moment less than five minutes ago', open, 5 * minute - 1, 'open'],
    ['unseen for five minutes: the machine slept', open, 5 * minute, 'over'],
    ['unseen for five minutes, with a PIN', withPin, 5 * minute, 'soft'],
    ['unseen for a day', open, 24 * hour, 'over'],
    ['seen a moment less than a minute ahead', open, -minute + 1, 'open'],
    ['seen a minute ahead: the clock was set back', open, -minute, 'over'],
    ['seen a minute ahead, with a PIN', withPin, -minute, 'over'],
    ['a moment before its end', { ...open, lockAt: seenAt + 1000 }, 999, 'open'],
    ['at its end', { ...open, lockAt: seenAt + 1000 }, 1000, 'over'],
    ['at its end, with a PIN', { ...withPin, lockAt: seenAt + 1000 }, 1000, 'over'],
    ['without a time at which it was seen', { ...open, seenAt: NaN }, 0, 'over'],
    ['without an end', { ...withPin, lockAt: NaN }, 0, 'over'],
    ['softly locked', softened, 0, 'soft'],
    ['softly locked and asleep', softened, hour - 1, 'soft'],
    ['softly locked, at its end', softened, hour, 'over'],
    ['softly locked, the clock set back', softened, -minute, 'over'],
    ['softly locked, no try left', { ...softened, pin: { tries: 0 } }, 0, 'over'],
    ['with neither key nor PIN', { seenAt, lockAt: seenAt + hour }, 0, 'over'],
  ])('%s is what it is, and shows nothing unless open', (_, session, laterMs, expected) => {
    expect(lifeOf(session, seenAt + laterMs)).toBe(expected);
    expect(isAlive(session, seenAt + laterMs)).toBe(expected === 'open');
  });
});
