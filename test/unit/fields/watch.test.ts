// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { type Clock, watch } from '../../../lib/fields/watch';
import { show } from './page';

/** A clock that stands until it is told to go on; the page's observers run in between. */
function createClock() {
  let now = 0;
  const waiting = new Map<() => void, number>();
  const clock: Clock = {
    now: () => now,
    after: (ms, act) => {
      waiting.set(act, now + ms);
      return () => void waiting.delete(act);
    },
  };
  const observers = () => new Promise<void>((resolve) => void setTimeout(resolve));
  async function pass(ms: number): Promise<void> {
    const end = now + ms;
    await observers();
    for (;;) {
      const [next] = [...waiting].filter(([, at]) => at <= end).sort((a, b) => a[1] - b[1]);
      if (!next) break;
      now = next[1];
      waiting.delete(next[0]);
      next[0]();
      await observers();
    }
    now = end;
  }
  return { clock, pass, spend: (ms: number) => (now += ms), isCalm: () => waiting.size === 0 };
}

/** A watch whose looks are counted, and answered by what the page shows. */
function start(forMs = 2000, cost = 0) {
  const time = createClock();
  const seen = { looks: 0, answer: undefined as boolean | undefined };
  const found = (): boolean => {
    seen.looks += 1;
    time.spend(cost);
    return document.querySelector('#code:not([hidden])') !== null;
  };
  void watch(document, { forMs, found, clock: time.clock }).then((answer) => (seen.answer = answer));
  return { ...time, seen };
}

const add = (html: string) => document.body.insertAdjacentHTML('beforeend', html);

beforeEach(() => {
  show('<main></main>');
});

test('what is there already is found at once, and nothing is watched', async () => {
  show('<input id=code>');
  const { seen, pass, isCalm } = start();
  await pass(0);
  expect(seen).toEqual({ looks: 1, answer: true });
  expect(isCalm()).toBe(true);
});

test.each<[string, string, () => void]>([
  ['added', '', () => add('<input id=code>')],
  [
    'shown by an attribute',
    '<input id=code hidden>',
    () => document.querySelector('#code')!.removeAttribute('hidden'),
  ],
])('what is %s later is found 100 ms after the change', async (_, html, change) => {
  show(html);
  const { seen, pass, isCalm } = start();
  await pass(400);
  change();
  await pass(99);
  expect(seen.answer).toBeUndefined();
  await pass(1);
  expect(seen).toEqual({ looks: 2, answer: true });
  expect(isCalm()).toBe(true);
});

test('a change in a shadow root is noticed, also in one that was attached meanwhile', async () => {
  const time = createClock();
  let answer: boolean | undefined;
  let wanted: Element | null = null;
  const found = (): boolean => wanted?.shadowRoot?.querySelector('input') != null;
  void watch(document, { forMs: 2000, found, clock: time.clock }).then((each) => (answer = each));
  add('<x-box></x-box>');
  wanted = document.querySelector('x-box')!;
  const root = wanted.attachShadow({ mode: 'open' });
  await time.pass(150);
  root.innerHTML = '<input>';
  await time.pass(100);
  expect(answer).toBe(true);
});

test('what appears without a change that can be observed is found half a second later', async () => {
  const time = createClock();
  let there = false;
  let answer: boolean | undefined;
  void watch(document, { forMs: 2000, found: () => there, clock: time.clock }).then(
    (each) => (answer = each),
  );
  await time.pass(10);
  there = true;
  await time.pass(500);
  expect(answer).toBe(true);
});

test('a page without it is told so when the time is over, and left alone from then on', async () => {
  const { seen, pass, isCalm } = start(1000);
  await pass(999);
  expect(seen.answer).toBeUndefined();
  await pass(1);
  expect(seen.answer).toBe(false);
  expect(isCalm()).toBe(true);
  const { looks } = seen;
  add('<input id=code>');
  await pass(5000);
  expect(seen).toEqual({ looks, answer: false });
});

test('a page that never rests is looked at once in 100 ms, 12 times in all, and once at the end', async () => {
  const { seen, pass } = start(10_000);
  for (let at = 0; at < 3000; at += 10) {
    add('<b></b>');
    await pass(10);
    expect(seen.looks).toBeLessThanOrEqual(2 + at / 100);
  }
  expect(seen.looks).toBe(13);
  add('<input id=code>');
  await pass(6000);
  expect(seen).toEqual({ looks: 13, answer: undefined });
  await pass(1000);
  expect(seen).toEqual({ looks: 14, answer: true });
});

test('looks that take long end sooner: 100 ms of looking is all', async () => {
  const { seen, pass } = start(10_000, 40);
  for (let at = 0; at < 3000; at += 50) {
    add('<b></b>');
    await pass(50);
  }
  // The first one is what the user asked for; three of 40 ms fill the measure.
  expect(seen.looks).toBe(4);
});

test('one that begins later in the same document ends it, and is not ended itself', async () => {
  const first = start();
  await first.pass(200);
  const second = start();
  await first.pass(0);
  expect(first.seen.answer).toBe(false);
  expect(first.isCalm()).toBe(true);
  const { looks } = first.seen;
  add('<input id=code>');
  await first.pass(3000);
  await second.pass(100);
  expect(first.seen).toEqual({ looks, answer: false });
  expect(second.seen.answer).toBe(true);
});

test('one that finds at once ends it too', async () => {
  const time = createClock();
  let answer: boolean | undefined;
  void watch(document, { forMs: 2000, found: () => false, clock: time.clock }).then(
    (each) => (answer = each),
  );
  await watch(document, { forMs: 2000, found: () => true, clock: time.clock });
  expect(answer).toBe(false);
  expect(time.isCalm()).toBe(true);
});
