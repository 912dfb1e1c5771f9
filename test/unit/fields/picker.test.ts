// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { detect } from '../../../lib/fields/detect';
import { createPicker, type Picker } from '../../../lib/fields/picker';
import { layout, row, show } from './page';
import { click, preparePicking, press } from './picking';

const request = { texts: { title: 'Click the field', cancel: 'Cancel' }, waitMs: 15_000 };
let picker: Picker;
let before: string;

beforeEach(() => {
  preparePicking();
  vi.useFakeTimers();
  show(`<input id=code name=q><div>${row(6, 'class=cell')}</div>`);
  before = document.documentElement.outerHTML;
  picker = createPicker(document, { openRoot: () => null, detect: () => detect(document, { layout }) });
});
afterEach(() => {
  picker.stop();
  vi.useRealTimers();
});

const at = (selector: string): HTMLElement => document.querySelector<HTMLElement>(selector)!;
const isClean = (): boolean => document.documentElement.outerHTML === before;

describe('showing the field', () => {
  test('ends with how to find it again', async () => {
    const report = picker.pick(request);
    expect(isClean()).toBe(false);
    click(at('#code'));
    expect(await report).toMatchObject({ result: 'picked', locator: { cells: 1 } });
    expect(JSON.stringify(await report)).toContain('name=q');
    expect(JSON.stringify(await report)).toContain('judged=not: search');
    expect(isClean()).toBe(true);
  });

  test('means the whole row, by its first field, whichever is clicked', async () => {
    const report = picker.pick(request);
    click(document.querySelectorAll('.cell')[3]!);
    expect(await report).toMatchObject({ result: 'picked', locator: { cells: 6 } });
    expect(JSON.stringify(await report)).toContain('path=input:1<');
  });

  test('of a field that was not weighed works too', async () => {
    picker = createPicker(document, {
      openRoot: () => null,
      detect: () => ({ field: 'other', enrolment: false, seen: [] }),
    });
    const report = picker.pick(request);
    click(at('#code'));
    expect(await report).toMatchObject({ result: 'picked', locator: { cells: 1 } });
  });

  test.each([
    ['Escape', () => press(document.body, 'Escape')],
    ['whoever asked', () => picker.stop()],
  ])('is ended by %s, and nothing stays', async (_, end) => {
    const report = picker.pick(request);
    end();
    expect(await report).toEqual({ result: 'cancelled' });
    expect(isClean()).toBe(true);
    expect(click(at('#code'))).toHaveLength(5);
  });
});

describe('waiting for the user', () => {
  test('goes on in rounds', async () => {
    const first = picker.pick(request);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await first).toEqual({ result: 'waiting' });
    expect(isClean()).toBe(false);
    const second = picker.pick(request);
    await vi.advanceTimersByTimeAsync(14_000);
    click(at('#code'));
    expect(await second).toMatchObject({ result: 'picked' });
  });

  test('between two rounds loses nothing', async () => {
    const first = picker.pick(request);
    await vi.advanceTimersByTimeAsync(15_000);
    await first;
    click(at('#code'));
    expect(isClean()).toBe(true);
    expect(await picker.pick(request)).toMatchObject({ result: 'picked' });
    expect(isClean()).toBe(true);
  });

  test('is over when nobody asks again, and what was shown then is forgotten', async () => {
    const first = picker.pick(request);
    await vi.advanceTimersByTimeAsync(24_900);
    await first;
    expect(isClean()).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(isClean()).toBe(true);
    await vi.advanceTimersByTimeAsync(10_000);
    const next = picker.pick(request);
    expect(isClean()).toBe(false);
    picker.stop();
    expect(await next).toEqual({ result: 'cancelled' });
  });

  test('is answered once, where two ask at the same time', async () => {
    const first = picker.pick(request);
    const second = picker.pick(request);
    expect(await first).toEqual({ result: 'waiting' });
    click(at('#code'));
    expect(await second).toMatchObject({ result: 'picked' });
  });
});
