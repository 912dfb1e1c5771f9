import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { move, orderLast, type Placed } from '../../../../lib/vault/accounts/order';

const placed = (...orders: number[]): Placed[] => orders.map((order, i) => ({ id: `${i}`, order }));

/** The list as it stands after a move, sorted as a vault sorts it. */
function moved(list: readonly Placed[], id: string, before: string | undefined): Placed[] {
  const places = move(list, id, before);
  const changed = list.map((item) => ({ ...item, order: places.get(item.id) ?? item.order }));
  return changed.sort((a, b) => a.order - b.order);
}

const ids = (list: readonly Placed[]) => list.map(({ id }) => id);

function spliced(list: readonly string[], id: string, before: string | undefined): string[] {
  if (before === id) return [...list];
  const others = list.filter((each) => each !== id);
  const at = before === undefined ? others.length : others.indexOf(before);
  return [...others.slice(0, at), id, ...others.slice(at)];
}

describe('move', () => {
  test('does to places what splice does to an array, move after move', () => {
    const starts = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 8 });
    const moves = fc.array(fc.tuple(fc.nat(), fc.option(fc.nat())), { maxLength: 120 });
    fc.assert(
      fc.property(starts, moves, (orders, steps) => {
        let list = placed(...orders).sort((a, b) => a.order - b.order);
        for (const [from, to] of steps) {
          const id = list[from % list.length]!.id;
          const before = to === null ? undefined : list[to % list.length]!.id;
          const expected = spliced(ids(list), id, before);
          list = moved(list, id, before);
          expect(ids(list)).toEqual(expected);
        }
      }),
    );
  });

  test('goes on when the numbers between two neighbours have run out', () => {
    let list = placed(1024, 2048, 3072);
    let renumbered = 0;
    for (let i = 0; i < 200; i++) {
      const [first, second, third] = ids(list) as [string, string, string];
      if (move(list, third, second).size > 1) renumbered += 1;
      list = moved(list, third, second);
      expect(ids(list)).toEqual([first, third, second]);
    }
    expect(renumbered).toBeGreaterThan(0);
  });

  test.each([
    ['to the front', placed(1024, 2048, 3072), '2', '0', { 2: 0 }],
    ['between two', placed(1024, 2048, 3072), '0', '2', { 0: 2560 }],
    ['to the end', placed(1024, 2048, 3072), '0', undefined, { 0: 4096 }],
    ['before what is not there: to the end', placed(1024, 2048), '0', 'gone', { 0: 3072 }],
    ['before itself: nothing', placed(1024, 2048), '0', '0', {}],
    ['between equals: all anew', placed(5, 5, 9), '2', '1', { 0: 1024, 2: 2048, 1: 3072 }],
    ['alone', placed(7), '0', undefined, { 0: -1024 }],
  ])('rewrites no more than it must: %s', (_, list, id, before, expected) => {
    expect(Object.fromEntries(move(list, id, before))).toEqual(expected);
  });
});

test.each([
  [[], 1024],
  [[1024, 2048], 3072],
  [[9000, 1], 10_024],
  [[-5000], 1024],
])('orderLast is behind %j', (orders, expected) => {
  expect(orderLast(placed(...orders))).toBe(expected);
});
