// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { createReader } from '../../../lib/fields/texts';
import { layout, show } from './page';

const read = () => createReader({ roots: [document], layout, openRoot: () => null })(document.body);

test('words are sorted by what they belong to', () => {
  show('<h1>Sign in</h1><p>Enter it.</p><label for=x>Code</label><input id=x><button>Verify</button>');
  expect(read()).toMatchObject({
    headings: 'sign in',
    text: 'enter it.',
    labels: expect.stringContaining('code') as string,
    actions: 'verify',
  });
});

test('what stands before a field is told from what stands behind it', () => {
  show('<p>Before</p><input id=x><p>Behind</p>');
  expect(read().before(document.querySelector('#x')!)).toBe('before');
  expect(read().text).toBe('before. behind');
});

test('a dialog over a page says nothing of the page', () => {
  show('<p>Basket</p><input id=x><div role=dialog><p>Two-factor</p><input></div>');
  expect(read().text).toBe('basket');
});

test('a picture says what its other text says', () => {
  show('<img alt="Open your app"><input>');
  expect(read().text).toBe('open your app');
});

test('a page does not choose what reading it costs', () => {
  show(`${'<p>a</p>'.repeat(2000)}<p>end</p>`);
  expect(read().text).not.toContain('end');
});
