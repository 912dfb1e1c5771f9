// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { findAll } from '../../../lib/fields/dom';
import type { Weighed } from '../../../lib/fields/detect';
import type { Field } from '../../../lib/fields/field';
import { locate, traitsOf } from '../../../lib/fields/locator';
import type { FieldClass } from '../../../lib/fields/report';
import type { Verdict } from '../../../lib/fields/signals';
import { row, show } from './page';

const partsOf = (root: Document | ShadowRoot = document) => {
  const elements = findAll(root, 'input');
  return elements.map((element) => {
    const field = { element, type: (element as HTMLInputElement).type as Field['type'] };
    return { field };
  });
};

const unsaid: Verdict = { field: 'other', score: 0, veto: false, reasons: [] };
const targetOf = (cells: readonly Field[], verdict = unsaid): Weighed => ({
  ...verdict,
  cells,
  occupied: false,
});
const alone = () => partsOf().map(({ field }) => targetOf([field]));

/** What is remembered of the field `#x`, or of the one with the attribute where ids are the point. */
const remember = (html: string, selector = '[data-it]') => {
  show(html);
  const part = partsOf().find(({ field }) => field.element.matches(selector))!;
  return { traits: traitsOf(part.field), cells: 1 };
};

const findAgain = (html: string) => {
  show(html);
  return locate(remembered, alone())?.cells[0]?.element;
};
let remembered: ReturnType<typeof remember>;

describe('what is remembered of a field', () => {
  const traits = (html: string) => remember(html).traits;

  test('is what it says of itself, and where it stands', () => {
    expect(
      traits(`<form id=login><p></p><div><label for=otp>Your code</label>
        <input data-it id=otp name="user[code]" data-testid=mfa autocomplete=off placeholder=Code></div></form>`),
    ).toEqual([
      'id=otp',
      'name=user[code]',
      'data-testid=mfa',
      'autocomplete=off',
      expect.stringMatching(/^label=\w{3,9}$/),
      'near=input:1<div:1<form:1',
      'path=input:1<div:1<form:1',
      'form=login',
      'type=text',
    ]);
  });

  test.each([
    ['React', ':r1f:'],
    ['React 19', '_r_1_'],
    ['a counter', 'input-839201'],
    ['letters and digits by turns', 'mantine-r5k2j1x9q'],
    ['a UUID', 'c0ffee12-0b1d-4c3a-9e8f-1234567890ab'],
    ['hex', 'f-0a1b2c3d'],
    ['a long random word', 'a8Jk2Lm9QwErTy45'],
  ])('has no id that is made anew each time, as by %s', (_, id) => {
    expect(traits(`<input data-it id="${id}">`).filter((trait) => trait.startsWith('id='))).toEqual([]);
  });

  test.each([
    'otp',
    'totpCode',
    'two-factor-code',
    'input28',
    'idTxtBx_OTC',
    'verificationCodeInput',
    'mfa2',
  ])('has an id like %s', (id) => {
    expect(traits(`<input data-it id="${id}">`)).toContain(`id=${id}`);
  });

  test.each([
    ['its name', '<form name=login action=/a>', 'form=login'],
    ['its address without what follows the path', '<form action="/sign-in?user=ada#x">', 'form=/sign-in'],
  ])('has of its form %s', (_, form, expected) => {
    expect(traits(`${form}<input data-it></form>`)).toContain(expected);
  });

  test('is cut, and says nothing that is typed or tells who the user is', () => {
    const all = traits(
      `<label>Sent to ada@site.test, ending in 5512 <input data-it value=secret placeholder="${'long '.repeat(99)}"></label>`,
    );
    expect(all.join()).not.toMatch(/secret|ada|5512/);
    expect(Math.max(...all.map(({ length }) => length))).toBeLessThan(140);
    expect(all.length).toBeLessThanOrEqual(11);
  });

  test('is short where the page is long', () => {
    const name = `x-${'y'.repeat(5000)}`;
    expect(traits(`<${name}><input data-it></${name}>`).join().length).toBeLessThan(600);
  });

  test('reaches through shadow roots', () => {
    show('<section><x-code></x-code></section>');
    const root = document.querySelector('x-code')!.attachShadow({ mode: 'open' });
    root.innerHTML = '<p><input></p>';
    const [part] = partsOf(root);
    expect(traitsOf(part!.field)).toContain('path=input:1<p:1<x-code:1<section:1<body:1<html:1');
  });
});

describe('the field is found again', () => {
  const others = '<input name=user><label>Name <input name=name></label>';
  test.each([
    ['as it was', '<input data-it name=code id=a1>', '<input data-it name=code id=a1>'],
    ['with another random id', '<input data-it name=code id=":r1:">', '<input data-it name=code id=":r9:">'],
    [
      'with a wrapper more',
      '<div><p>Code</p><input data-it aria-label=Code></div>',
      '<div><p>Code</p><div><input data-it aria-label=Code></div></div>',
    ],
    [
      'by a label whose numbers are of this visit',
      '<label>Code 17 for 0x1F <input data-it></label>',
      '<b></b><label>Code 42 for 0x2B <input data-it></label>',
    ],
    [
      'by a label that a text is typed in',
      '<label>Wert <textarea>one</textarea><input data-it></label>',
      '<b></b><label>Wert <textarea>two</textarea><input data-it></label>',
    ],
    [
      'without a name below the same heading',
      '<h2>Second step</h2><input data-it>',
      '<h2>Second step</h2><input data-it>',
    ],
    [
      'by its label alone',
      '<label>Wert <input data-it></label>',
      '<b></b><label>Wert <input data-it></label>',
    ],
    ['by its place alone', '<div><i></i><input data-it></div>', '<div><i></i><input data-it></div>'],
    [
      'as the first of its row',
      `<div>${row(6).replace('<input', '<input data-it')}</div>`,
      `<div>${row(6).replace('<input', '<input data-it')}</div>`,
    ],
  ])('%s', (_, before, after) => {
    remembered = remember(before + others);
    const found = findAgain(after + others);
    expect(found?.hasAttribute('data-it')).toBe(true);
  });
});

describe('no field is taken for it', () => {
  test.each([
    [
      'which has another label in the same place',
      '<label>Wert <input data-it></label>',
      '<label>User <input></label>',
    ],
    [
      'where two agree equally',
      '<input data-it name=code>',
      '<p><input name=code></p><p><input name=code></p>',
    ],
    ['where three agree equally', '<input data-it name=code>', '<p><input name=code></p>'.repeat(3)],
    ['that is a password', '<input data-it name=pass>', '<input name=pass type=password>'],
    [
      'that says more of itself than the remembered one did',
      '<form id=f><input data-it></form>',
      '<form id=f><input name=user id=user autocomplete=username></form>',
    ],
    ['where there is none', '<input data-it name=code>', '<p></p>'],
    [
      'of the same name that is called otherwise',
      '<label>Box <input data-it id=answer name=answer></label>',
      '<label>Pet <input id=answer name=answer></label>',
    ],
    [
      'that has no name either, below another heading',
      '<h2>Second step</h2><div><input data-it></div>',
      '<h2>Add a device</h2><div><input></div>',
    ],
  ])('%s', (_, before, after) => {
    remembered = remember(before);
    expect(findAgain(after)).toBeUndefined();
  });

  test('for traits that nothing is known about', () => {
    show('<input name=code>');
    expect(locate({ traits: ['toString=x', 'constructor', ''], cells: 1 }, alone())).toBeUndefined();
    expect(locate({ traits: [], cells: 1 }, alone())).toBeUndefined();
  });

  test.each([
    ['a row where it was one', 1, 6],
    ['one where it was a row', 6, 1],
    ['a row of another length', 6, 8],
  ])('that is %s', (_, before, after) => {
    show(row(8, 'name=code'));
    const parts = partsOf();
    const traits = traitsOf(parts[0]!.field);
    const target = targetOf(parts.slice(0, after).map(({ field }) => field));
    expect(locate({ traits, cells: before }, [target])).toBeUndefined();
    expect(locate({ traits, cells: after }, [target])).toBe(target);
  });
});

describe('a field that was found counts', () => {
  const judged = (field: FieldClass, ...reasons: string[]): Verdict => ({
    field,
    score: 0,
    veto: reasons.length > 0 || field === 'recovery',
    reasons,
  });
  test.each<[string, Verdict, Verdict, boolean]>([
    ['where nothing speaks against it', judged('other'), judged('out-of-band'), true],
    ['where the same speaks against it', judged('other', 'not: shop'), judged('other', 'not: shop'), true],
    ['as the same kind of code', judged('recovery'), judged('recovery'), true],
    ['not where something new does', judged('totp'), judged('other', 'not: shop'), false],
    ['not where something else does', judged('other', 'not: text'), judged('other', 'not: shop'), false],
    ['not for recovery', judged('totp'), judged('recovery'), false],
  ])('%s', (_, shown, found, expected) => {
    show('<input name=code>');
    const [{ field }] = partsOf() as [{ field: Field }];
    const isFound =
      locate({ traits: traitsOf(field, shown), cells: 1 }, [targetOf([field], found)]) !== undefined;
    expect(isFound).toBe(expected);
  });
});
