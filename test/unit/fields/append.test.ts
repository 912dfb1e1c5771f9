// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { append as appendCode } from '../../../lib/fields/append';
import { fill } from '../../../lib/fields/fill';
import type { Submit } from '../../../lib/fields/ways';
import { layout, show } from './page';
import { CODE, at, origin, pause, record, values } from './filling';

const append = (code = CODE, submit: Submit = () => Promise.resolve('no-button'), wanted = false) =>
  fill(
    document,
    { code, origin, ancestors: [], append: true, submit: wanted },
    { layout: () => layout, pause, extras: { append: appendCode, submit, locate: () => undefined } },
  );
const signIn = (attributes = '') =>
  `<form><label>Name <input value=ada></label><label>Password <input type=password value="hunter2 " ${attributes}></label></form>`;

describe('the code', () => {
  test('goes behind the password, which stays as it is, in one salvo', async () => {
    show(signIn());
    const seen = record('keydown', 'input', 'keyup', 'change', 'focusout', 'submit');
    const texts: (string | null)[] = [];
    at(1).addEventListener('input', (event) => texts.push(event.data));
    expect(await append()).toEqual({ result: 'filled', sent: 'no' });
    expect(values()).toEqual(['ada', `hunter2 ${CODE}`]);
    expect(seen).toEqual(['keydown:1', 'input:1', 'keyup:1', 'change:1', 'focusout:1']);
    expect(texts).toEqual([CODE]);
  });

  test('takes the place of the one that we put there before', async () => {
    show(signIn());
    await append('111111');
    expect(await append('222222')).toEqual({ result: 'filled', sent: 'no' });
    expect(values()[1]).toBe('hunter2 222222');
  });

  test('is not typed again where it stands already', async () => {
    show(signIn());
    await append();
    const seen = record('input', 'keydown', 'change');
    expect(await append()).toEqual({ result: 'filled', sent: 'no' });
    expect(seen).toEqual([]);
  });

  test('comes after digits that the user typed: they are part of the password', async () => {
    show('<input type=password value=summer111111>');
    await append('222222');
    expect(values()).toEqual(['summer111111222222']);
  });

  test('comes after a password that was typed anew since', async () => {
    show(signIn());
    await append('111111');
    at(1).value = 'changed';
    await append('222222');
    expect(values()[1]).toBe('changed222222');
  });

  test('goes to the one that the user stands in, where two passwords are typed', async () => {
    show(`${signIn()}<form><input id=other type=password value=other></form>`);
    expect(await append()).toEqual({ result: 'refused', reason: 'no-password' });
    document.querySelector<HTMLInputElement>('#other')!.focus();
    expect(await append()).toEqual({ result: 'filled', sent: 'no' });
    expect(values()).toEqual(['ada', 'hunter2 ', `other${CODE}`]);
  });

  test('goes to the password of today where a new one is asked for too', async () => {
    show(`${signIn()}<input type=password autocomplete=new-password value=other>`);
    await append();
    expect(values()).toEqual(['ada', `hunter2 ${CODE}`, 'other']);
  });
});

describe('nothing is typed', () => {
  test.each<[string, object, string]>([
    ['where no password stands', { result: 'refused', reason: 'no-password' }, '<input type=password>'],
    [
      'where two passwords stand',
      { result: 'refused', reason: 'no-password' },
      '<input type=password value=a><input type=password value=b>',
    ],
    ['where only a hidden password stands', { result: 'nothing' }, '<input type=password value=a hidden>'],
    [
      'where only a read-only password stands',
      { result: 'nothing' },
      '<input type=password value=a readonly>',
    ],
    ['on a page without a password', { result: 'nothing' }, '<label>Authentication code <input></label>'],
    [
      'where both do not fit in',
      { result: 'refused', reason: 'short' },
      '<input type=password value=hunter2 maxlength=12>',
    ],
  ])('%s', async (_, report, html) => {
    show(html);
    const before = values();
    const seen = record('focusin', 'keydown', 'input', 'change');
    expect(await append()).toEqual(report);
    expect(values()).toEqual(before);
    expect(seen).toEqual([]);
  });
});

describe('afterwards', () => {
  test('a page that went on by itself is told', async () => {
    show(signIn());
    at(1).addEventListener('input', () => (at(1).disabled = true));
    expect(await append()).toEqual({ result: 'filled', sent: 'page' });
  });

  test('a page that takes the field away before anything was typed has taken nothing', async () => {
    show(signIn());
    at(1).addEventListener('focus', () => at(1).remove());
    expect(await append()).toMatchObject({ result: 'partly', filled: 0, of: 6 });
  });

  test('a page that does not keep the code is told', async () => {
    show(signIn());
    at(1).addEventListener('input', () => (at(1).value = 'hunter2 '));
    expect(await append()).toEqual({ result: 'partly', filled: 0, of: 6, wrong: [0, 1, 2, 3, 4, 5] });
  });

  test('the form is sent where that is wanted, and only then', async () => {
    show(signIn());
    const sent: (string | null)[] = [];
    const submit: Submit = (_, { element }, goesOn) => {
      sent.push(element.getAttribute('type'));
      expect(goesOn()).toBe(false);
      at(1).value = '';
      expect(goesOn()).toBe(true);
      return Promise.resolve('us');
    };
    expect(await append(CODE, submit, true)).toEqual({ result: 'filled', sent: 'us' });
    expect(sent).toEqual(['password']);
  });
});
