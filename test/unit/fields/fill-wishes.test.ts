// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { append } from '../../../lib/fields/append';
import { fill } from '../../../lib/fields/fill';
import { locate, traitsOf } from '../../../lib/fields/locator';
import type { FillRequest, Locator } from '../../../lib/fields/report';
import { layout, show } from './page';
import { CODE, at, origin, pause, record, values } from './filling';

const extras = { append, locate, submit: () => Promise.resolve('no-button' as const) };
const ask = (wish: Partial<FillRequest>) =>
  fill(document, { code: CODE, origin, ancestors: [], ...wish }, { layout: () => layout, pause, extras });

const nothing = { result: 'nothing' };
const filled = { result: 'filled', sent: 'no' };

const sure = '<label>Authentication code <input></label>';
const mailed = '<p>We sent a code to your e-mail address.</p><label>E-mail code <input></label>';
const unsaid = '<label>Remarks <input></label><input>';
const shop = '<label>Coupon code <input name=coupon></label>';
const box = '<label>Box <input id=box name=box></label>';
/** What the user showed: the box, on this page. */
function shown(): Locator {
  show(`${sure}${box}`);
  return {
    traits: traitsOf({ element: document.querySelector<HTMLElement>('#box')!, type: 'text' }),
    cells: 1,
  };
}

describe('asked for a field that is sure', () => {
  test.each([
    ['that speaks of two steps', sure, filled],
    ['to which a code was sent', mailed, nothing],
    ['that says nothing', unsaid, nothing],
    ['of a shop', shop, nothing],
  ])('one %s is judged by itself, whatever has the focus', async (_, html, report) => {
    show(html);
    at(0).focus();
    expect(await ask({ only: 'sure' })).toEqual(report);
    expect(values()[0]).toBe(report === filled ? CODE : '');
  });

  test.each([
    ['to which a code was sent', mailed],
    ['that says nothing', unsaid],
  ])('without that wish, one %s is filled where the user stands in it', async (_, html) => {
    show(html);
    at(0).focus();
    expect(await ask({})).toEqual(filled);
  });

  test('the sure one is filled where the focus is in another', async () => {
    show(`${sure}<form><label>Remarks <input></label></form>`);
    at(1).focus();
    expect(await ask({ only: 'sure' })).toEqual(filled);
    expect(values()).toEqual([CODE, '']);
  });

  test('the one that was shown is filled', async () => {
    const locator = shown();
    at(0).focus();
    expect(await ask({ only: 'sure', locator })).toEqual(filled);
    expect(values()).toEqual(['', CODE]);
  });
});

describe('asked for the field that was shown', () => {
  test('it is filled, whatever has the focus', async () => {
    const locator = shown();
    at(0).focus();
    expect(await ask({ only: 'picked', locator })).toEqual(filled);
    expect(values()).toEqual(['', CODE]);
  });

  test.each([
    ['it is not there', shown],
    ['none was shown', () => undefined],
  ])('no other is filled where %s, not even a sure one that has the focus', async (_, locate) => {
    const locator = locate();
    show(sure);
    at(0).focus();
    const seen = record('keydown', 'input', 'paste');
    expect(await ask({ only: 'picked', ...(locator && { locator }) })).toEqual(nothing);
    expect(values()).toEqual(['']);
    expect(seen).toEqual([]);
  });
});

describe('where the code goes behind the password', () => {
  const page = '<label>Password <input type=password value=hunter2></label>';

  test('it goes into the code field that the user points at', async () => {
    show(`${page}${sure}`);
    at(1).focus();
    expect(await ask({ append: true, pointed: true })).toEqual(filled);
    expect(values()).toEqual(['hunter2', CODE]);
  });

  test('the focus alone does not count as pointing', async () => {
    show(`${page}${sure}`);
    at(1).focus();
    expect(await ask({ append: true, pointed: false })).toEqual(filled);
    expect(values()).toEqual([`hunter2${CODE}`, '']);
  });

  test('it goes behind the password that the user points at, also of two', async () => {
    show(`${page}<input type=password value=other>`);
    at(1).focus();
    expect(await ask({ append: true, pointed: true })).toEqual(filled);
    expect(values()).toEqual(['hunter2', `other${CODE}`]);
  });

  test('pointing at an empty password fills no other', async () => {
    show(`${page}<input type=password>`);
    at(1).focus();
    expect(await ask({ append: true, pointed: true })).toEqual({ result: 'refused', reason: 'no-password' });
    expect(values()).toEqual(['hunter2', '']);
  });

  test('pointing at a field of another kind leaves the password alone', async () => {
    show(`${page}<label>Coupon code <input name=coupon></label>`);
    at(1).focus();
    expect(await ask({ append: true, pointed: true })).toEqual(nothing);
    expect(values()).toEqual(['hunter2', '']);
  });
});
