import { describe, expect, it } from 'vitest';
import { Scan } from '../../../../components/state/scan.svelte';
import type { Send } from '../../../../lib/messaging/send';
import { Problem } from '../../../../lib/problem';

const place = (x: number, y: number) => ({ x, y, width: 10, height: 10 });
const code = (text: string, at = place(0, 0)) => ({ text, tooLong: false, place: at });
const key = (name: string): string => `otpauth://totp/${name}?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ`;

function scan(
  codes: readonly ReturnType<typeof code>[],
  part: { send?: Send; capture?: () => Promise<Blob> } = {},
): Scan {
  return new Scan({
    send: (() => Promise.resolve(['added', 'already-there'])) as unknown as Send,
    capture: () => Promise.resolve(new Blob()),
    decode: () => Promise.resolve({ codes, unreadable: 1 }),
    sizeOf: () => Promise.resolve({ width: 300, height: 300 }),
    ...part,
  });
}

describe('a scan of the tab', () => {
  it('tells of every code what it is, where it stands, and what adding it would do', async () => {
    const done = scan([
      code(key('a')),
      code('WIFI:S:home;;', place(290, 290)),
      code(key('b'), place(145, 145)),
    ]);
    await done.run();
    expect(done.phase).toBe('done');
    expect(done.unreadable).toBe(1);
    expect(done.found).toMatchObject([
      { place: 'place_top_left', parsed: { accountName: 'a' }, status: 'added' },
      { place: 'place_bottom_right', problem: 'not-key-uri', text: 'WIFI:S:home;;' },
      { place: 'place_middle', parsed: { accountName: 'b' }, status: 'already-there' },
    ]);
  });

  it('names what is wrong with a Key URI instead of offering it', async () => {
    const done = scan([code('otpauth://totp/a?secret=!!'), { ...code(''), tooLong: true }]);
    await done.run();
    expect(done.found).toMatchObject([{ problem: 'bad-secret' }, { problem: 'too-long', text: '' }]);
  });

  it('lists accounts even where the worker cannot say whether they are there', async () => {
    const done = scan([code(key('a'))], {
      send: (() => Promise.reject(new Problem('no-answer'))) as unknown as Send,
    });
    await done.run();
    expect(done.found).toMatchObject([{ parsed: { accountName: 'a' }, status: undefined }]);
  });

  it('fails with the reason the browser has for giving no picture', async () => {
    const done = scan([], { capture: () => Promise.reject(new Problem('capture-unreachable')) });
    await done.run();
    expect([done.phase, done.problem]).toEqual(['failed', 'capture-unreachable']);
  });
});
