// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { attributesText, cutText, textOfLabel } from '../../../lib/fields/outline-text';
import { show } from './page';

const first = (html: string): Element => {
  show(html);
  return document.body.firstElementChild!;
};

describe('of attributes', () => {
  test.each([
    ['those that tell what a field is', '<input type=tel size=1 value=x>', ['type="tel"', 'size="1"']],
    ['switches, by name', '<input disabled="" readonly="x">', ['disabled', 'readonly']],
    ['no quotes that would end them', "<input placeholder='a\"b'>", [String.raw`placeholder="a\"b"`]],
    ['the words of an address', '<form action="/Two-Factor/checkCode">', ['action="two-factor/check-code"']],
    ['no random part of an address', '<form action="/reset/a8f3kq9/new">', ['action="reset/…/new"']],
    ['no coded part of an address', '<form action="/u/ada%40site.test">', ['action="…/…"']],
    ['nothing of an address that is a script', '<form action="javascript:send(me)">', ['action="…"']],
    ['no name in an address', '<form action="/users/jane-doe/verify">', ['action="users/…/verify"']],
    ['no name in words for people', '<input aria-label="Not you, Jane?">', ['aria-label="Not you, …?"']],
    ['no words of a button', '<button aria-label="Log out" type=submit>Out</button>', ['type="submit"']],
  ])('are told: %s', (_, html, expected) => {
    expect(attributesText(first(html))).toEqual(expected);
  });
});

describe('the text of a label', () => {
  test.each([
    ['is one line', '<label>Your\n  <b>code</b></label>', 'Your code'],
    ['is cut', `<label>${'some words '.repeat(50)}</label>`, `${'some words '.repeat(7)}so…`],
    ['leaves out what is typed', '<label>Code <textarea>x</textarea></label>', 'Code'],
    ['has no marks that turn it around', '<label>a\u202eb</label>', 'a b'],
  ])('%s', (_, html, expected) => {
    expect(textOfLabel(first(html))).toBe(expected);
  });

  test.each([
    ['a button', '<button>Log out jane</button>'],
    ['what is a button', '<div role=button>Log out jane</div>'],
    ['an account to choose', '<label><input type=radio> jane</label>'],
    ['a box to tick', '<div><label for=t>jane</label><input id=t type=checkbox></div>'],
    ['a label of a drawing', '<svg><label>jane</label></svg>'],
  ])('is not told of %s', (_, html) => {
    const element = first(html);
    expect(textOfLabel(element.querySelector('label') ?? element)).toBeUndefined();
  });

  test('is not told where it holds thousands of parts', () => {
    expect(textOfLabel(first(`<label>${'<i>a</i>'.repeat(5000)}</label>`))).toBe('…');
  });
});

test('a text that is too long to read is not told at all', () => {
  expect(cutText(`${'9'.repeat(1999)} x`, 10)).toBe('…');
  expect(cutText('short', 10)).toBe('short');
});
