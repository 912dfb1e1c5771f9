// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { describeOwn } from '../../../lib/fields/describe';
import { show } from './page';

const own = () => {
  const element = document.querySelector<HTMLElement>('#x')!;
  return describeOwn({ element, type: 'text' }, new Set(document.querySelectorAll('input')));
};

describe('the label of a field', () => {
  test.each([
    ['is its label', '<label for=x>Code</label><input id=x>', 'code'],
    ['is the label around it', '<label>Code <input id=x></label>', 'code'],
    [
      'is what it is labelled by',
      '<b id=a>Your</b><b id=b>code</b><hr><p>p</p><input id=x aria-labelledby="a b">',
      'your code',
    ],
    [
      'is not what is typed or offered inside',
      '<label>Code <textarea>secret</textarea><select><option>one</option></select><input id=x></label>',
      'code',
    ],
    ['is its accessible name', '<p>p</p><input id=x aria-label="The code">', 'the code'],
    ['is its placeholder', '<p>p</p><input id=x placeholder="123 456">', '123 456'],
    ['is the text before it', '<div><div>Code</div><div><input id=x></div></div>', 'code'],
    ['is not the text before another field', '<div>Name</div><input><input id=x>', ''],
    ['is not a heading', '<h2>Code</h2><input id=x>', ''],
    ['is not a paragraph', '<p>Code</p><input id=x>', ''],
    ['is not a long text', `<div>${'word '.repeat(50)}</div><input id=x>`, ''],
  ])('%s', (_, html, expected) => {
    show(html);
    expect(own().label.replace(/^[. ]+|[. ]+$/g, '')).toBe(expected);
  });
});

test('identifiers are taken apart, and what autocomplete says wrongly counts too', () => {
  show('<input id=x name="user[code]" data-testid=mfaInput autocomplete=otp-token>');
  expect(own().ids).toEqual(['x', 'user-code', 'mfa-input', 'otp-token']);
});
