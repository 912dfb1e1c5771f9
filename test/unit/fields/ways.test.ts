// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { waysOf } from '../../../lib/fields/ways';

test('what is not replaced has a default', () => {
  const pause = () => Promise.resolve();
  const ways = waysOf(document, { pause });
  expect(ways.pause).toBe(pause);
  expect(ways.openRoot(document.body)).toBeNull();
  expect(ways.extras).toBeUndefined();
});

test('a pause lasts longer than the tasks and the frame that the page has asked for', async () => {
  const done: string[] = [];
  setTimeout(() => done.push('task'));
  requestAnimationFrame(() => done.push('frame'));
  void Promise.resolve().then(() => done.push('microtask'));
  await waysOf(document, {}).pause();
  expect(done.toSorted()).toEqual(['frame', 'microtask', 'task']);
});

test('a wait lasts as long as asked', async () => {
  const startedAt = performance.now();
  await waysOf(document, {}).wait(30);
  expect(performance.now() - startedAt).toBeGreaterThan(28);
});
