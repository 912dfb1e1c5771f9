import { afterEach, describe, expect, it, vi } from 'vitest';
import { copyText } from '../../../lib/platform/clipboard';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('copying', () => {
  it('puts the text on the clipboard and says so', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    expect(await copyText('123456')).toBe(true);
    expect(writeText).toHaveBeenCalledWith('123456');
  });

  it('says when the browser refused', async () => {
    vi.stubGlobal('navigator', {
      clipboard: { writeText: () => Promise.reject(new Error('NotAllowedError')) },
    });
    expect(await copyText('123456')).toBe(false);
  });
});
