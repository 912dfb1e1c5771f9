import { expect, it, vi } from 'vitest';
import { restart } from '../../../lib/platform/restart';

const reload = vi.hoisted(() => vi.fn());
vi.mock('../../../lib/platform/browser', () => ({ browser: { runtime: { reload } } }));

it('a restart is the browser loading the extension anew, once', () => {
  restart();
  expect(reload.mock.calls).toEqual([[]]);
});
