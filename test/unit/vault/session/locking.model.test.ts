/**
 * When a vault is open, softly locked or locked, told a second time by a small model that knows no storage and no keys.
 * Both live through the same lives and must agree after every step.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSalts } from '../../../../lib/crypto/seal';
import { isAlive, type Lifetime } from '../../../../lib/lifetime';
import { makePin, type PinKey } from '../../../../lib/vault/session/pin';
import { createSession } from '../../../../lib/vault/session/session';
import { cheapKdf, createArea, createKeeper, MINUTE, random } from '../cheap';

const HOUR = 60 * MINUTE;
const START = 1_700_000_000_000;
const PIN = '314159';
const vaultKey = () => new Uint8Array(32).fill(7);
type State = 'open' | 'soft' | 'hard';

type Step =
  | { readonly act: 'unlock'; readonly withPin: boolean }
  | { readonly act: 'pin'; readonly right: boolean }
  | { readonly act: 'pin tried, the worker stopped meanwhile' }
  | { readonly act: 'soft lock' | 'hard lock' | 'beat' | 'worker stops' | 'browser is killed' }
  /** Minutes that pass with a beat in each. */
  | { readonly act: 'time passes'; readonly minutes: number }
  /** Time that passes while nothing runs: sleep, or a clock set forward. */
  | { readonly act: 'gap'; readonly ms: number }
  | { readonly act: 'clock set back'; readonly ms: number };

/** The rules, and nothing else. */
function createModel() {
  let state: State = 'hard';
  let [now, lockAt, seenAt, tries] = [START, 0, 0, 0];
  let pin = false;
  const lock = (next: State): void => {
    state = next === 'soft' && !pin ? 'hard' : next;
  };
  const timeTells = (): void => {
    if (state === 'hard') return;
    if (now >= lockAt || seenAt - now >= MINUTE) lock('hard');
    else if (state === 'open' && now - seenAt >= 5 * MINUTE) lock('soft');
  };
  const beat = (): void => {
    timeTells();
    seenAt = Math.max(seenAt, now);
  };
  const open = (): void => {
    [state, tries, seenAt] = ['open', 5, now];
  };
  const spend = (right: boolean): void => {
    if (state !== 'soft') return;
    tries -= 1;
    if (right) open();
    else if (tries === 0) lock('hard');
  };
  const live = (step: Step): void => {
    switch (step.act) {
      case 'unlock':
        [lockAt, pin] = [now + 12 * HOUR, step.withPin];
        open();
        break;
      case 'pin':
        spend(step.right);
        break;
      case 'pin tried, the worker stopped meanwhile':
        spend(false);
        break;
      case 'soft lock':
        if (state === 'open') lock('soft');
        break;
      case 'hard lock':
      case 'browser is killed':
        lock('hard');
        break;
      case 'beat':
        beat();
        break;
      case 'worker stops':
        break;
      case 'time passes':
        for (let n = 0; n < step.minutes; n++) {
          now += MINUTE;
          beat();
        }
        break;
      case 'gap':
        now += step.ms;
        break;
      case 'clock set back':
        now -= step.ms;
    }
  };
  return {
    now: () => now,
    live: (step: Step): { state: State; tries: number | undefined } => {
      live(step);
      timeTells();
      return { state, tries: state === 'soft' ? tries : undefined };
    },
  };
}

/** A session behind a door such as the vault's, over storage that outlives the worker. */
function createReal(pin: PinKey, clock: { now: number }) {
  const area = createArea();
  const keeper = createKeeper();
  const worker = () => createSession({ area, keeper, random, now: () => clock.now });
  let session = worker();
  const begin = { role: 'owner', slotId: 'ab' } as const;
  const openWithPin = async (typed: string): Promise<void> => {
    const opened = await session.openWithPin(typed, cheapKdf);
    if (typeof opened === 'string') return;
    await session.begin(opened.vaultKey, { ...opened, elevate: false });
  };
  const live = async (step: Step): Promise<unknown> => {
    switch (step.act) {
      case 'unlock':
        return session.begin(vaultKey(), { ...begin, elevate: true, pin: step.withPin ? pin : undefined });
      case 'pin':
        return openWithPin(step.right ? PIN : '271828');
      case 'pin tried, the worker stopped meanwhile':
        return session
          .openWithPin(PIN, () => Promise.reject(new Error('The worker was stopped.')))
          .catch(() => (session = worker()));
      case 'soft lock':
        return session.softLock();
      case 'hard lock':
        return session.end();
      case 'beat':
        return session.beat();
      case 'worker stops':
        return (session = worker());
      case 'browser is killed':
        area.value = undefined;
        return (session = worker());
      case 'time passes':
        for (let n = 0; n < step.minutes; n++) {
          clock.now += MINUTE;
          await session.beat();
        }
        return;
      case 'gap':
      case 'clock set back':
        clock.now += step.act === 'gap' ? step.ms : -step.ms;
    }
  };
  return {
    live,
    area,
    keeper,
    /** What a page may paint is asked first: pages look before anyone has tidied up. */
    async state() {
      const paints = area.value !== undefined && isAlive(area.value as Lifetime, clock.now);
      const [view, soft, live] = [await session.peek(), await session.soft(), await session.current()];
      expect([paints, live !== undefined]).toEqual([view !== undefined, view !== undefined]);
      const state: State = view ? 'open' : soft ? 'soft' : 'hard';
      if (state !== 'open') expect(keeper.kept === undefined || area.value === undefined).toBe(true);
      return { state, tries: soft?.tries };
    },
  };
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('unlock' as const), withPin: fc.nat(3).map((n) => n > 0) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ act: fc.constant('pin' as const), right: fc.nat(2).map((n) => n === 0) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constantFrom(
        'soft lock' as const,
        'soft lock' as const,
        'soft lock' as const,
        'hard lock' as const,
        'beat' as const,
        'worker stops' as const,
        'browser is killed' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ act: 'pin tried, the worker stopped meanwhile' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('time passes' as const),
      minutes: fc.oneof(fc.nat(9), fc.constant(721)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('gap' as const),
      ms: fc.oneof(
        fc.nat(6 * MINUTE),
        fc.constant(5 * MINUTE),
        fc.constant(5 * MINUTE - 1),
        fc.nat(13 * HOUR),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('clock set back' as const),
      ms: fc.oneof(fc.nat(2 * MINUTE), fc.constant(MINUTE), fc.constant(MINUTE - 1), fc.nat(13 * HOUR)),
    }),
  },
);

test('is open, softly locked or locked just when the model says so', async () => {
  const pin = await makePin(PIN, createSalts(random), cheapKdf);
  const visits = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), async (life) => {
      const clock = { now: START };
      const [model, real] = [createModel(), createReal(pin, clock)];
      let before: State = 'hard';
      for (const each of life) {
        const expected = model.live(each);
        await real.live(each);
        expect(clock.now).toBe(model.now());
        expect(await real.state()).toEqual(expected);
        const move = `${before} ${expected.state}`;
        visits.set(move, (visits.get(move) ?? 0) + 1);
        before = expected.state;
      }
    }),
    process.env['LOCKSTEP_SOAK'] === undefined ? { numRuns: 300 } : {},
  );
  // A life that never gets anywhere would prove nothing.
  for (const from of ['open', 'soft', 'hard'])
    for (const to of ['open', 'soft', 'hard'])
      if (`${from} ${to}` !== 'hard soft') expect(visits.get(`${from} ${to}`)).toBeGreaterThan(20);
  expect(visits.has('hard soft')).toBe(false);
}, 600_000);
