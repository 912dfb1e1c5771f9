import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, keep, newestFirst, weekOf, type Dated, type Tier } from '../../../lib/vault/retention';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
/** A Wednesday. */
const NOW = Date.UTC(2026, 5, 17, 12);

const at = (time: number, tier: Tier = 'daily'): Dated => ({ id: `${tier} ${time}`, at: time, tier });
const daysAgo = (days: number, tier?: Tier) => at(NOW - days * DAY, tier);
const kept = (snapshots: readonly Dated[], now = NOW) => {
  const ids = keep(snapshots, now);
  return snapshots.filter(({ id }) => ids.has(id));
};

describe('a week', () => {
  test.each([
    ['a Monday and its Sunday', Date.UTC(2026, 5, 15), Date.UTC(2026, 5, 21, 23), true],
    ['a Sunday and the Monday after', Date.UTC(2026, 5, 21, 23), Date.UTC(2026, 5, 22), false],
    ['days of one week in two years', Date.UTC(2025, 11, 31), Date.UTC(2026, 0, 4), true],
    ['the first days of 1970', Date.UTC(1970, 0, 1), Date.UTC(1970, 0, 4), true],
    ['Sunday and Monday in 1970', Date.UTC(1970, 0, 4), Date.UTC(1970, 0, 5), false],
  ])('is the ISO one: %s', (_, a, b, same) => {
    expect(weekOf(a) === weekOf(b)).toBe(same);
  });
});

describe('of the snapshots', () => {
  test('of one day, the newest stays', () => {
    const [old, young] = [at(NOW - 3 * HOUR), at(NOW - HOUR)];
    expect(kept([old, young])).toEqual([young]);
  });

  test('those of the last seven days stay, and the newest of each of the last four weeks', () => {
    const all = Array.from({ length: 60 }, (_, i) => daysAgo(i));
    // Wednesday back to Thursday, then the Sundays of the two weeks before that are not among those days.
    expect(kept(all)).toEqual([0, 1, 2, 3, 4, 5, 6, 10, 17].map((days) => daysAgo(days)));
    expect(keep(all, NOW).get(daysAgo(10).id)).toBe('weekly');
    expect(keep(all, NOW).get(daysAgo(0).id)).toBe('daily');
  });

  test('days and weeks without any take no place: a vault long unopened keeps what it has', () => {
    const all = Array.from({ length: 7 }, (_, i) => daysAgo(400 + 20 * i));
    expect(kept(all)).toEqual(all);
  });

  test('before a restore, the last three of 30 days stay beside the others', () => {
    const before = [1, 2, 3, 4].map((days) => daysAgo(days, 'before'));
    expect(kept([...before, daysAgo(1)])).toEqual([...before.slice(0, 3), daysAgo(1)]);
    expect(kept([daysAgo(30, 'before'), daysAgo(31, 'before')])).toEqual([daysAgo(30, 'before')]);
  });

  test('what a wrong clock dated into the future never pushes out what is made now', () => {
    const future = Array.from({ length: 20 }, (_, i) => daysAgo(-400 - 8 * i));
    const now = Array.from({ length: 9 }, (_, i) => daysAgo(i));
    expect(kept([...future, daysAgo(0)])).toContainEqual(daysAgo(0));
    expect(kept([...future, ...now])).toEqual(expect.arrayContaining(now.slice(0, 7)));
    expect(newestFirst([daysAgo(-9), daysAgo(1), daysAgo(-8), daysAgo(0)], NOW)).toEqual(
      [0, 1, -8, -9].map((days) => daysAgo(days)),
    );
  });

  const snapshots = fc
    .uniqueArray(fc.tuple(fc.integer({ min: -20, max: 2000 }), fc.boolean()), {
      maxLength: 60,
      selector: ([hours]) => hours,
    })
    .map((list) => list.map(([hours, before]) => at(NOW - hours * 8 * HOUR, before ? 'before' : 'daily')));

  test('never more than 14 stay, never none of some, and what stays once stays again', () => {
    fc.assert(
      fc.property(snapshots, (list) => {
        const left = kept(list);
        expect(left.length).toBeLessThanOrEqual(14);
        if (list.some(({ tier }) => tier === 'daily')) expect(left.length).toBeGreaterThan(0);
        expect(kept(left)).toEqual(left);
      }),
    );
  });

  test('what was just made always stays', () => {
    fc.assert(
      fc.property(snapshots, fc.constantFrom<Tier>('daily', 'before'), (list, tier) => {
        const earlier = list.filter((each) => each.at !== NOW);
        expect(kept([...earlier, at(NOW, tier)])).toContainEqual(at(NOW, tier));
      }),
    );
  });

  test('letting go day by day loses nothing that letting go at once would keep', () => {
    const all = Array.from({ length: 90 }, (_, i) => daysAgo(89 - i));
    let list: readonly Dated[] = [];
    for (const each of all) {
      list = kept([...list, each], each.at);
      expect(dayOf(list.at(-1)!.at)).toBe(dayOf(each.at));
    }
    expect(list).toEqual(kept(all));
  });
});
