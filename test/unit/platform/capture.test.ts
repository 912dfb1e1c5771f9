import { beforeEach, describe, expect, it, vi } from 'vitest';
import { captureTab } from '../../../lib/platform/capture';

const captureVisibleTab = vi.hoisted(() => vi.fn<(windowId?: number, options?: object) => Promise<string>>());
vi.mock('../../../lib/platform/browser', () => ({ browser: { tabs: { captureVisibleTab } } }));

const pixels = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 128]);

beforeEach(() => void captureVisibleTab.mockReset());

describe('a capture of the tab', () => {
  it('is a PNG of the window asked for, byte for byte', async () => {
    captureVisibleTab.mockResolvedValue(`data:image/png;base64,${pixels.toString('base64')}`);
    const blob = await captureTab(7);
    expect(captureVisibleTab).toHaveBeenCalledExactlyOnceWith(7, { format: 'png' });
    expect(blob.type).toBe('image/png');
    expect(Buffer.from(await blob.arrayBuffer())).toEqual(pixels);
  });

  it.each([
    ['capture-too-often', 'This request exceeds the MAX_CAPTURE_VISIBLE_TAB_CALLS_PER_SECOND quota.'],
    ['capture-unreachable', "Either the '<all_urls>' or 'activeTab' permission is required."],
    ['capture-unreachable', 'Cannot access contents of url "". Extension manifest must request permission.'],
    ['capture-unreachable', 'Missing activeTab permission'],
    ['capture-failed', 'Failed to capture tab: image readback failed'],
    ['capture-failed', ''],
  ])('fails as %s where the browser says: %s', async (problem, message) => {
    captureVisibleTab.mockRejectedValue(new Error(message));
    await expect(captureTab()).rejects.toMatchObject({ code: problem });
  });

  it.each(['', 'data:image/jpeg;base64,AAAA', 'data:,'])(
    'fails where the browser gives no PNG',
    async (address) => {
      captureVisibleTab.mockResolvedValue(address);
      await expect(captureTab()).rejects.toMatchObject({ code: 'capture-failed' });
    },
  );
});
