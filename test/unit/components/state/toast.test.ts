import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Toast } from '../../../../components/state/toast.svelte';

const undo = { label: 'Undo', run: () => undefined };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('what just happened', () => {
  it.each<[string, (toast: Toast) => void, number, boolean]>([
    ['goes by itself', (toast) => toast.say('Copied.'), 3000, false],
    ['stays longer with an act', (toast) => toast.say('Deleted.', undo), 8000, true],
    ['stays where it asks for something', (toast) => toast.tell('Choose one.'), Infinity, true],
    ['stays as a warning', (toast) => toast.warn('No code field here.'), Infinity, true],
  ])('%s', (_, say, goneAfterMs, lasting) => {
    const toast = new Toast();
    say(toast);
    expect(toast.lasting).toBe(lasting);
    vi.advanceTimersByTime(Math.min(goneAfterMs, 1e6) - 1);
    expect(toast.text).not.toBe('');
    vi.advanceTimersByTime(1);
    expect(toast.text === '').toBe(goneAfterMs < Infinity);
  });

  it('is not taken away by what was said before it', () => {
    const toast = new Toast();
    toast.say('Copied.');
    vi.advanceTimersByTime(2900);
    toast.say('Deleted.', undo);
    vi.advanceTimersByTime(200);
    expect([toast.text, toast.acts]).toEqual(['Deleted.', [undo]]);
  });
});
