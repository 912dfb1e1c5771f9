import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  createThrottle,
  delayAfter,
  elsewhere,
  type ThrottleCell,
} from '../../../../lib/vault/ways/throttle';

const START = 1_700_000_000_000;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

interface Disk extends ThrottleCell {
  value: unknown;
  broken: boolean;
}

function createDisk(): Disk {
  const disk: Disk = {
    value: undefined,
    broken: false,
    get: () => (disk.broken ? Promise.reject(new Error('no')) : Promise.resolve(disk.value)),
    set: (record) => {
      if (disk.broken) return Promise.reject(new Error('no'));
      disk.value = JSON.parse(JSON.stringify(record));
      return Promise.resolve();
    },
  };
  return disk;
}

let disk: Disk;
let now: number;
const worker = () => createThrottle({ cell: disk, now: () => now });
beforeEach(() => {
  disk = createDisk();
  now = START;
});

async function fail(times: number, slots: readonly string[] = ['a']): Promise<void> {
  for (let n = 0; n < times; n++) await worker().begin(slots);
}
const waitMs = async (...slots: string[]) => {
  const until = await worker().waitUntil(slots);
  return until === undefined ? 0 : until - now;
};

describe('a slot', () => {
  test.each([
    [0, 0],
    [1, 0],
    [4, 0],
    [5, 30 * SECOND],
    [6, MINUTE],
    [7, 5 * MINUTE],
    [8, 15 * MINUTE],
    [9, 15 * MINUTE],
    [1000, 15 * MINUTE],
  ])('is held back after %d failures for %d ms', async (fails, delay) => {
    expect(delayAfter(fails)).toBe(delay);
    await fail(fails);
    expect(await waitMs('a')).toBe(delay);
    expect(await worker().free(['a'])).toEqual(delay === 0 ? ['a'] : []);
    now += Math.max(0, delay - 1);
    expect(await waitMs('a')).toBe(delay === 0 ? 0 : 1);
    now += 1;
    expect(await waitMs('a')).toBe(0);
    expect(await worker().free(['a'])).toEqual(['a']);
  });

  test('has a count of its own', async () => {
    await fail(6, ['a']);
    await fail(5, ['b']);
    expect(await waitMs('a')).toBe(MINUTE);
    expect(await waitMs('b')).toBe(30 * SECOND);
    expect(await waitMs('a', 'b')).toBe(30 * SECOND);
    expect(await waitMs('a', 'b', 'c')).toBe(0);
    expect(await waitMs()).toBe(0);
    expect(await worker().free(['a', 'b', 'c'])).toEqual(['c']);
  });

  test('is forgiven when it opens, and the others tried with it get back what they had', async () => {
    await fail(4, ['a', 'b']);
    const throttle = worker();
    await throttle.begin(['a', 'b']);
    expect(await waitMs('b')).toBe(30 * SECOND);
    await throttle.succeed('a', ['a', 'b']);
    expect([await waitMs('a'), await waitMs('b')]).toEqual([0, 0]);
    await fail(1, ['a', 'b']);
    expect([await waitMs('a'), await waitMs('b')]).toEqual([0, 30 * SECOND]);
  });

  test('that opens leaves a delay over that was over before', async () => {
    await fail(6, ['b']);
    now += MINUTE;
    const throttle = worker();
    await throttle.begin(['a', 'b']);
    await throttle.succeed('a', ['a', 'b']);
    expect(await waitMs('b')).toBe(0);
    await fail(1, ['b']);
    expect(await waitMs('b')).toBe(5 * MINUTE);
  });

  test('counts as failed where the worker is stopped before the end, and no other worker takes that back', async () => {
    await fail(5);
    await worker().succeed('b', ['b']);
    expect(await waitMs('a')).toBe(30 * SECOND);
  });
});

describe('slots from elsewhere', () => {
  const many = (from: number) => Array.from({ length: 64 }, (_, n) => elsewhere(`${from} ${n}`));

  test('push out nothing that the vault’s own have counted, nor from its history, however many are tried', async () => {
    await fail(5, ['a']);
    for (let n = 0; n < 4; n += 1) await fail(1, many(n));
    expect(await waitMs('a')).toBe(30 * SECOND);
    const { slots, history } = disk.value as { slots: unknown[]; history: { slotId: string }[] };
    expect([slots.length, history.length]).toEqual([129, 129]);
    expect(history[0]).toMatchObject({ slotId: 'a', count: 5 });
  });
});

describe('a clock', () => {
  test.each([
    ['set back by a second', -SECOND, 31 * SECOND],
    ['set back by more', -SECOND - 1, 30 * SECOND],
    ['set back by a year', -365 * 24 * 60 * MINUTE, 30 * SECOND],
    ['set forward to a moment before the end', 30 * SECOND - 1, 1],
    ['set forward', 30 * SECOND, 0],
  ])('%s leaves so much to wait for', async (_, laterMs, left) => {
    await fail(5);
    now += laterMs;
    expect(await waitMs('a')).toBe(left);
    now += left;
    expect(await waitMs('a')).toBe(0);
  });

  test('set back in the middle of a delay starts it anew, each time', async () => {
    await fail(8);
    for (let n = 0; n < 3; n++) {
      now += 10 * MINUTE;
      expect(await waitMs('a')).toBe(5 * MINUTE);
      now -= 2 * MINUTE;
      expect(await waitMs('a')).toBe(15 * MINUTE);
    }
    now += 15 * MINUTE;
    expect(await waitMs('a')).toBe(0);
  });

  test('set back brings back no delay that was over, and does not hold back who has tries left', async () => {
    await fail(5, ['a']);
    await fail(1, ['b']);
    now += 60 * MINUTE;
    expect(await waitMs('a')).toBe(0);
    now -= 50 * MINUTE;
    expect([await waitMs('a'), await waitMs('b')]).toEqual([0, 0]);
    expect(await waitMs('a')).toBe(0);
    await fail(1, ['a']);
    expect(await waitMs('a')).toBe(MINUTE);
  });

  test('that once was ahead while nothing was counted spares no one a delay', async () => {
    const throttle = worker();
    now += 60 * MINUTE;
    await throttle.begin(['a']);
    await throttle.succeed('a', ['a']);
    now -= 60 * MINUTE;
    await fail(5);
    expect(await waitMs('a')).toBe(30 * SECOND);
  });
});

describe('the history', () => {
  test('is handed out once, and tells of failures alone', async () => {
    await fail(2, ['a']);
    now += SECOND;
    await fail(1, ['a', 'b']);
    const throttle = worker();
    await throttle.begin(['a', 'b']);
    await throttle.succeed('a', ['a', 'b']);
    expect(await worker().take()).toEqual([
      { slotId: 'a', at: START + SECOND, count: 3 },
      { slotId: 'b', at: START + SECOND, count: 1 },
    ]);
    expect(await worker().take()).toEqual([]);
    // What was taken counts on.
    await fail(4, ['b']);
    expect(await waitMs('b')).toBe(30 * SECOND);
    expect(await worker().take()).toEqual([{ slotId: 'b', at: now, count: 4 }]);
  });
});

describe('the record', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'none'],
    ['another shape', { latest: 0, slots: {}, history: [] }],
    ['a property more', { latest: 0, slots: [], history: [], more: 1 }],
    ['a count below nothing', { latest: START, slots: [{ slotId: 'a', fails: -1, from: 0 }], history: [] }],
    ['a delay from the future', { latest: 0, slots: [{ slotId: 'a', fails: 9, from: START }], history: [] }],
  ])('counts as none where it is %s', async (_, value) => {
    disk.value = value;
    expect(await waitMs('a')).toBe(0);
    await fail(5);
    expect(await waitMs('a')).toBe(30 * SECOND);
  });

  test('is not written by those who only look while nothing is counted', async () => {
    expect(await waitMs('a')).toBe(0);
    expect(await worker().take()).toEqual([]);
    expect(disk.value).toBeUndefined();
  });

  test('holds no more slots than a few headers can', async () => {
    for (let n = 0; n < 300; n++) await fail(1, [`slot ${n}`]);
    const { slots, history } = disk.value as { slots: unknown[]; history: unknown[] };
    expect([slots.length, history.length]).toEqual([128, 128]);
  });

  test('is remembered by the worker where storage fails, and written when it works again', async () => {
    const throttle = worker();
    disk.broken = true;
    for (let n = 0; n < 5; n++) await throttle.begin(['a']);
    expect(await throttle.waitUntil(['a'])).toBe(START + 30 * SECOND);
    disk.broken = false;
    expect(await throttle.free(['a'])).toEqual([]);
    await throttle.begin([]);
    expect(await waitMs('a')).toBe(30 * SECOND);
    disk.broken = true;
    expect(await throttle.free(['a'])).toEqual([]);
  });

  test('is changed by one act after the other', async () => {
    const throttle = worker();
    await Promise.all(Array.from({ length: 6 }, async () => throttle.begin(['a'])));
    expect(await waitMs('a')).toBe(MINUTE);
  });
});

describe('over any life', () => {
  /** What is left to wait, told without clocks: time passes, and any step back makes it whole again. */
  interface Model {
    fails: number;
    leftMs: number;
  }
  const SLOTS = ['a', 'b'] as const;
  type Step =
    | { readonly act: 'try'; readonly slots: readonly string[]; readonly opens: boolean }
    | { readonly act: 'clock'; readonly byMs: number }
    | { readonly act: 'stop' };
  const slots = fc.constantFrom<readonly string[]>(['a'], ['b'], ['a', 'b']);
  const steps = fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          act: fc.constant('try' as const),
          slots,
          opens: fc.nat(9).map((n) => n === 0),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          act: fc.constant('clock' as const),
          byMs: fc.integer({ min: 0, max: 20 * MINUTE }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          act: fc.constant('clock' as const),
          byMs: fc.integer({ min: -60 * MINUTE, max: -2 * SECOND }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ act: fc.constant('stop' as const) }) },
    ),
    { minLength: 20, maxLength: 60, size: 'max' },
  );

  test('it holds back just those whom a simpler model holds back', async () => {
    const seen = { held: 0, restarted: 0 };
    await fc.assert(
      fc.asyncProperty(steps, async (life: readonly Step[]) => {
        disk = createDisk();
        now = START;
        let throttle = worker();
        const model = new Map<string, Model>(SLOTS.map((slot) => [slot, { fails: 0, leftMs: 0 }]));
        for (const step of life) {
          if (step.act === 'stop') throttle = worker();
          else if (step.act === 'clock') {
            now += step.byMs;
            for (const each of model.values()) {
              if (each.leftMs === 0) continue;
              if (step.byMs < 0) seen.restarted += 1;
              each.leftMs = step.byMs < 0 ? delayAfter(each.fails) : Math.max(0, each.leftMs - step.byMs);
            }
          } else {
            const free = await throttle.free(step.slots);
            await throttle.begin(free);
            const opened = step.opens ? free[0] : undefined;
            if (opened === undefined) {
              for (const slot of free) {
                const fails = model.get(slot)!.fails + 1;
                model.set(slot, { fails, leftMs: delayAfter(fails) });
              }
            } else {
              await throttle.succeed(opened, free);
              model.set(opened, { fails: 0, leftMs: 0 });
            }
          }
          for (const slot of SLOTS) {
            const { leftMs } = model.get(slot)!;
            if (leftMs > 0) seen.held += 1;
            expect(await throttle.waitUntil([slot])).toBe(leftMs === 0 ? undefined : now + leftMs);
            expect(await throttle.free([slot])).toEqual(leftMs === 0 ? [slot] : []);
          }
        }
      }),
    );
    expect(seen.held).toBeGreaterThan(100);
    expect(seen.restarted).toBeGreaterThan(20);
  }, 600_000);
});
