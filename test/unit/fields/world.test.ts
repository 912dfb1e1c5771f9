// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { createOpenRoot } from '../../../lib/fields/world';

const host = document.createElement('div');
const root = host.attachShadow({ mode: 'closed' });

describe('opening closed shadow roots', () => {
  test.each([
    [
      'opens them',
      'where the browser lets an extension do so',
      { dom: { openOrClosedShadowRoot: () => root } },
      root,
    ],
    ['leaves them closed', 'where it has no such thing', { dom: {} }, null],
    ['leaves them closed', 'where there are no extensions', undefined, null],
    [
      'leaves them closed',
      'where the browser throws',
      {
        dom: {
          openOrClosedShadowRoot: () => {
            throw new Error('Not an element.');
          },
        },
      },
      null,
    ],
  ])('%s %s', (_, __, chrome, expected) => {
    expect(createOpenRoot({ chrome })(host)).toBe(expected);
  });
});
