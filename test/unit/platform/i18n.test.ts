import { beforeEach, describe, expect, it, vi } from 'vitest';
import { t } from '../../../lib/platform/i18n';
import { newBrowser } from './fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));
beforeEach(() => void newBrowser());

describe('a text', () => {
  it('is found by its key', () => {
    expect(t('extension_name')).toBe('Lockstep');
  });

  it('takes numbers and texts in their places', () => {
    expect(t('outcome_partly', 3, 6)).toMatch(/\b3\b.*\b6\b/);
    expect(t('outcome_filled', 'github.com')).toContain('github.com');
  });
});
