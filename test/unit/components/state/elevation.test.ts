import { describe, expect, it, vi } from 'vitest';
import { Elevation } from '../../../../components/state/elevation.svelte';
import { Problem } from '../../../../lib/problem';

/** Needs a fresh proof until one is given. */
function door() {
  const opened = { now: false };
  const act = vi.fn(() =>
    opened.now ? Promise.resolve('done') : Promise.reject(new Problem('need-elevated')),
  );
  return { opened, act };
}

describe('what needs a fresh proof', () => {
  it('runs at once where one is fresh', async () => {
    const elevation = new Elevation();
    expect(await elevation.run(() => Promise.resolve('done'))).toBe('done');
    expect(elevation.asked).toBe(false);
  });

  it('asks, and runs once more when one was given', async () => {
    const elevation = new Elevation();
    const { opened, act } = door();
    const outcome = elevation.run(act);
    await vi.waitFor(() => expect(elevation.asked).toBe(true));
    opened.now = true;
    elevation.proved();
    expect(await outcome).toBe('done');
    expect(act).toHaveBeenCalledTimes(2);
    expect(elevation.asked).toBe(false);
  });

  it('does nothing where the user cancels', async () => {
    const elevation = new Elevation();
    const { act } = door();
    const outcome = elevation.run(act);
    await vi.waitFor(() => expect(elevation.asked).toBe(true));
    elevation.cancel();
    expect(await outcome).toBeUndefined();
    expect(act).toHaveBeenCalledTimes(1);
    expect(elevation.asked).toBe(false);
  });

  it('fails as it failed where a proof is not what it lacks', async () => {
    const elevation = new Elevation();
    await expect(elevation.run(() => Promise.reject(new Problem('storage-full')))).rejects.toThrow(
      'storage-full',
    );
    expect(elevation.asked).toBe(false);
  });

  it('asks once for two acts, and again for a third', async () => {
    const elevation = new Elevation();
    const { opened, act } = door();
    const both = Promise.all([elevation.run(act), elevation.run(act)]);
    await vi.waitFor(() => expect(act).toHaveBeenCalledTimes(2));
    opened.now = true;
    elevation.proved();
    expect(await both).toEqual(['done', 'done']);
    opened.now = false;
    const third = elevation.run(act);
    await vi.waitFor(() => expect(elevation.asked).toBe(true));
    elevation.cancel();
    expect(await third).toBeUndefined();
  });
});
