import { afterEach, describe, expect, it, vi } from 'vitest';
import { copyText } from '../../../lib/platform/clipboard';

afterEach(() => vi.unstubAllGlobals());

describe('copying', () => {
  it('puts the text on the clipboard, and nothing else', async () => {
    const writeText = vi.fn(async () => Promise.resolve());
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    expect(await copyText('314159')).toBe(true);
    expect(writeText).toHaveBeenCalledExactlyOnceWith('314159');
  });

  it('says so where the browser refuses', async () => {
    vi.stubGlobal('navigator', { clipboard: { writeText: async () => Promise.reject(new Error('focus')) } });
    expect(await copyText('314159')).toBe(false);
  });

  it('says so where there is no clipboard', async () => {
    vi.stubGlobal('navigator', {});
    expect(await copyText('314159')).toBe(false);
  });
});
