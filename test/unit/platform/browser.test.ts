import { describe, expect, it, vi } from 'vitest';
import { browser } from '../../../lib/platform/browser';
import { browser as fake, newBrowser } from './fake-browser';

vi.mock('webextension-polyfill', () => ({ default: 'the polyfill' }));

describe('the browser', () => {
  it('is reached through the polyfill', () => {
    expect(browser).toBe('the polyfill');
  });

  it('has a fake, which says what it lacks', () => {
    newBrowser();
    expect(() => Reflect.get(fake.tabs, 'captureVisibleTab') as unknown).toThrow(
      'The fake has no browser.tabs.captureVisibleTab: add it to',
    );
    expect(() => Reflect.get(fake, 'downloads') as unknown).toThrow(
      'The fake has no browser.downloads: add it to',
    );
  });
});
