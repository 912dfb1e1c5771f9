import { expect, it } from 'vitest';
import { dayOf } from '../../../../components/text/when';

it.each([
  [new Date(2026, 0, 2, 0, 0), '2026-01-02'],
  [new Date(2026, 11, 31, 23, 59, 59, 999), '2026-12-31'],
  [new Date(2027, 0, 1), '2027-01-01'],
])('a moment lies on the day of the reader’s own calendar: %s', (moment, day) => {
  expect(dayOf(moment.getTime())).toBe(day);
});
