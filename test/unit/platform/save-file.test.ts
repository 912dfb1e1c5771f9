// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { saveBytes, saveFile } from '../../../lib/platform/save-file';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function stage() {
  vi.useFakeTimers();
  const given: Blob[] = [];
  const clicked: [string, string][] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => `blob:${given.push(blob as Blob)}`);
  const revoked = vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push([this.download, this.href]);
  });
  return { given, clicked, revoked };
}

describe('saving a file', () => {
  it('gives the browser its name, its text and its type, and lets go of the content later', async () => {
    const { given, clicked, revoked } = stage();
    saveFile('log.csv', 'time,what\r\n', 'text/csv');
    expect(clicked).toEqual([['log.csv', 'blob:1']]);
    expect(await given[0]?.text()).toBe('time,what\r\n');
    expect(given[0]?.type).toBe('text/csv');
    expect(revoked).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(revoked).toHaveBeenCalledWith('blob:1');
  });

  it('gives bytes as they were before they were base64, every one of them', async () => {
    const { given } = stage();
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
    saveBytes('a.lockstep', Buffer.from(bytes).toString('base64'));
    expect(new Uint8Array((await given[0]?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(bytes);
  });
});
