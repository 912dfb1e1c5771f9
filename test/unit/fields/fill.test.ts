// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { ancestorsOf, fill, isOpaque } from '../../../lib/fields/fill';
import { layout, show } from './page';
import { CODE, at, origin, pause, record, run, values } from './filling';

const single = '<label for=c>Authentication code</label><input id=c>';

describe('a single field', () => {
  test('gets the whole code, leading zero kept, in one salvo, in the order of typing', async () => {
    show(single);
    const seen = record(
      'focusin',
      'keydown',
      'beforeinput',
      'input',
      'keyup',
      'change',
      'focusout',
      'paste',
      'submit',
    );
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(values()).toEqual([CODE]);
    expect(seen.map((event) => event.split(':')[0])).toEqual([
      'focusin',
      'keydown',
      'beforeinput',
      'input',
      'keyup',
      'change',
      'focusout',
    ]);
  });

  test.each([
    ['a number', '<label>Authentication code <input type=number></label>'],
    ['a password', '<label>Authentication code <input type=password></label>'],
    ['a phone number', '<label>Authentication code <input type=tel></label>'],
    ['holding an older code', '<label>Authentication code <input value=654321></label>'],
    ['holding the letters of a Steam code', '<label>Authentication code <input value=2BCDF></label>'],
  ])('typed as %s is filled', async (_, html) => {
    show(html);
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(values()).toEqual([CODE]);
  });

  test('sends the code as data of a composed event', async () => {
    show(single);
    const events: InputEvent[] = [];
    at(0).addEventListener('input', (event) => events.push(event));
    await run();
    expect(
      events.map(({ data, inputType, bubbles, composed }) => ({ data, inputType, bubbles, composed })),
    ).toEqual([{ data: CODE, inputType: 'insertText', bubbles: true, composed: true }]);
  });

  test('that a framework watches by shadowing value learns of the change', async () => {
    show(single);
    const field = at(0);
    const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!;
    let tracked = '';
    let state = '';
    Object.defineProperty(field, 'value', {
      configurable: true,
      get: () => native.get?.call(field) as string,
      set: (value: string) => {
        tracked = value;
        native.set?.call(field, value);
      },
    });
    field.addEventListener('input', () => {
      if (field.value !== tracked) state = field.value;
    });
    await run();
    expect(state).toBe(CODE);
  });

  test('that groups the digits counts as filled', async () => {
    show(single);
    at(0).addEventListener('input', () => (at(0).value = at(0).value.replace(/^(\d{3})(\d{3})$/, '$1 $2')));
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(values()).toEqual(['012 345']);
  });

  test('that gives typed text back is filled by a paste, which it takes', async () => {
    show(single);
    let state = '';
    at(0).addEventListener('input', () => (at(0).value = state));
    at(0).addEventListener('paste', (event) => {
      event.preventDefault();
      state = event.clipboardData?.getData('text/plain') ?? '';
      at(0).value = state;
    });
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(values()).toEqual([CODE]);
  });

  test.each([
    ['123-456', /^(\d{3})(\d{3})$/, '$1-$2'],
    ['123.456', /^(\d{3})(\d{3})$/, '$1.$2'],
    ['1 2 3 4 5 6', /(\d)(?=\d)/g, '$1 '],
  ])('that writes a code as %s counts as filled, and is typed into once', async (_, find, put) => {
    show(single);
    const seen = record('input', 'change');
    at(0).addEventListener('input', () => (at(0).value = at(0).value.replace(find, put)));
    expect(await run()).toEqual({ result: 'filled', sent: 'no' });
    expect(seen).toEqual(['input:0', 'change:0']);
  });

  test.each([
    ['cuts it', '01234', 5, [5]],
    ['changes its first characters', '992345', 4, [0, 1]],
    ['puts something in front', '9012345', 0, [0, 1, 2, 3, 4, 5]],
    ['puts something behind', '0123456', 0, [0, 1, 2, 3, 4, 5]],
  ])('of a page that %s is told as it stands, after one salvo', async (_, value, filled, wrong) => {
    show(single);
    const seen = record('input');
    at(0).addEventListener('input', () => (at(0).value = value));
    expect(await run()).toEqual({ result: 'partly', filled, of: 6, wrong });
    expect(seen).toEqual(['input:0']);
  });

  test('of a page that takes the code and clears the field at once is not typed into again', async () => {
    show(`<form>${single}</form>`);
    const taken: string[] = [];
    document.querySelector('form')!.addEventListener('submit', (event) => event.preventDefault());
    at(0).addEventListener('input', () => {
      taken.push(at(0).value);
      at(0).form!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
      at(0).value = '';
    });
    expect(await run()).toEqual({ result: 'filled', sent: 'page' });
    expect(taken).toEqual([CODE]);
  });

  test('in a part that becomes busy counts as taken', async () => {
    show(`<section>${single}</section>`);
    at(0).addEventListener('input', () => {
      document.querySelector('section')!.setAttribute('aria-busy', 'true');
      at(0).value = '';
    });
    expect(await run()).toEqual({ result: 'filled', sent: 'page' });
  });

  test('in a part that was busy before is filled as any other', async () => {
    show(`<section aria-busy=true>${single}</section>`);
    expect(await run()).toEqual({ result: 'filled', sent: 'no' });
    expect(values()).toEqual([CODE]);
  });

  test('that is made anew on focus is filled where it stands now', async () => {
    show(`<div id=place>${single}</div>`);
    const make = () => {
      document.querySelector('#place')!.innerHTML = single;
    };
    at(0).addEventListener('focus', make, { once: true });
    const seen = record('focusin', 'input');
    expect(await run()).toEqual({ result: 'filled', sent: 'no' });
    expect(values()).toEqual([CODE]);
    expect(seen).toEqual(['focusin:0', 'input:0']);
  });

  test('whose place is taken by the next step is not mistaken for it', async () => {
    show(`<div id=place>${single}</div>`);
    const seen = record('input', 'paste');
    at(0).addEventListener('input', () => (document.querySelector('#place')!.innerHTML = single));
    expect(await run()).toEqual({ result: 'filled', sent: 'page' });
    expect(values()).toEqual(['']);
    expect(seen).toEqual(['input:0']);
  });

  test('that gives everything back is reported as not filled', async () => {
    show(single);
    at(0).addEventListener('input', () => (at(0).value = ''));
    expect(await run()).toEqual({ result: 'partly', filled: 0, of: 6, wrong: [0, 1, 2, 3, 4, 5] });
  });

  test('that already holds the code is left alone', async () => {
    show('<label>Authentication code <input value=012345></label>');
    const seen = record('focusin', 'focusout', 'keydown', 'input', 'change', 'paste');
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(seen).toEqual([]);
  });

  test('is filled once when the fill is asked for twice', async () => {
    show(single);
    const seen = record('input', 'change');
    await run();
    await run();
    expect(seen).toEqual(['input:0', 'change:0']);
  });

  test('that is taken away on focus is not filled, and nothing breaks', async () => {
    show(single);
    at(0).addEventListener('focus', () => at(0).remove());
    expect(await run()).toEqual({ result: 'partly', filled: 0, of: 6, wrong: [0, 1, 2, 3, 4, 5] });
  });

  test('that the page takes away once it is complete counts as filled', async () => {
    show(single);
    const seen = record('change', 'focusout');
    at(0).addEventListener('keyup', () => (document.body.innerHTML = '<p>Signed in</p>'));
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(seen).toEqual([]);
  });

  test('that the page disables once it is complete gets no further event', async () => {
    show(single);
    const seen = record('change');
    at(0).addEventListener('input', () => (at(0).disabled = true));
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(seen).toEqual([]);
  });

  test('of a page that types by itself on a key gets no second text', async () => {
    show(single);
    const seen = record('input');
    at(0).addEventListener('keydown', (event) => {
      event.preventDefault();
      at(0).value = CODE;
    });
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(seen).toEqual([]);
  });

  test('with content to edit gets its text replaced', async () => {
    show(
      '<h1>Two-factor authentication</h1><div id=e contenteditable=true aria-label="Authentication code"></div>',
    );
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(document.querySelector('#e')?.textContent).toBe(CODE);
  });
});

describe('nothing is typed', () => {
  test.each([
    ['nothing', 'on a page without a code field', '<input name=comment>'],
    ['nothing', 'into a recovery field', '<label>Recovery code <input autocomplete=one-time-code></label>'],
    [
      'refused',
      'into a field shorter than the code',
      '<label>Authentication code <input maxlength=5></label>',
    ],
    ['nothing', 'into a disabled field', '<label>Authentication code <input disabled></label>'],
    [
      'nothing',
      'into a field of a disabled set',
      '<fieldset disabled><label>Authentication code <input></label></fieldset>',
    ],
    [
      'nothing',
      'into a field that nobody sees',
      '<div hidden><label>Authentication code <input autocomplete=one-time-code></label></div>',
    ],
    ['nothing', 'into a read-only field', '<label>Authentication code <input readonly></label>'],
    ['refused', 'over a word', '<label>Authentication code <input value=alice></label>'],
    ['refused', 'over a quantity', '<label>Authentication code <input value=12></label>'],
  ])('%s: %s', async (result, _, html) => {
    show(html);
    const seen = record('focusin', 'keydown', 'input', 'change', 'paste');
    const before = values();
    expect(await run()).toMatchObject({ result });
    expect(values()).toEqual(before);
    expect(seen).toEqual([]);
  });

  test('behind a password, where what does it is not there', async () => {
    show('<input type=password value=hunter2>');
    const request = { code: CODE, origin, ancestors: [], append: true };
    expect(await fill(document, request, { layout: () => layout, pause })).toEqual({ result: 'nothing' });
    expect(values()).toEqual(['hunter2']);
  });

  test('into a document of another origin', async () => {
    show(single);
    const request = { code: CODE, origin: 'https://other.test', ancestors: [] };
    expect(await fill(document, request, { layout: () => layout, pause })).toEqual({
      result: 'refused',
      reason: 'moved',
    });
    expect(values()).toEqual(['']);
  });
});

describe('a code sent by mail', () => {
  const mailed = '<p>We sent a code to your e-mail address.</p><label for=c>E-mail code</label><input id=c>';

  test('is not what a stored secret makes: its field is filled only where the user stands in it', async () => {
    show(mailed);
    expect(await run()).toEqual({ result: 'nothing' });
    expect(values()).toEqual(['']);
    at(0).focus();
    expect(await run()).toMatchObject({ result: 'filled' });
  });
});

describe('the document is checked', () => {
  const view = (parts: object) =>
    ({ origin, location: { protocol: 'https:' }, ...parts }) as unknown as Window;

  test.each([
    ['a site', view({}), false],
    ['a sandboxed document', view({ origin: 'null' }), true],
    ['a data: document', view({ location: { protocol: 'data:' } }), true],
  ])('%s', (_, window, opaque) => {
    expect(isOpaque(window)).toBe(opaque);
  });

  test('for the documents around it, someone unknown where the browser does not tell', () => {
    const alone = view({});
    Object.defineProperty(alone, 'top', { value: alone });
    expect(ancestorsOf(alone)).toEqual([]);
    expect(ancestorsOf(view({}))).toEqual(['null']);
    expect(ancestorsOf(view({ location: { ancestorOrigins: ['https://outer.test'] } }))).toEqual([
      'https://outer.test',
    ]);
  });

  test('and refused inside one that does not belong to the account', async () => {
    show(single);
    Object.defineProperty(location, 'ancestorOrigins', { configurable: true, value: ['https://outer.test'] });
    expect(await run()).toEqual({ result: 'refused', reason: 'other-frame' });
    const allowed = { code: CODE, origin, ancestors: ['https://outer.test'] };
    expect(await fill(document, allowed, { layout: () => layout, pause })).toMatchObject({
      result: 'filled',
    });
    Reflect.deleteProperty(location, 'ancestorOrigins');
  });
});
