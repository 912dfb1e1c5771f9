// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { ancestorsOf, fill, isOpaque } from '../../../lib/fields/fill';
import { layout, row, show } from './page';

const CODE = '012345';
const { origin } = window;
const pause = () => new Promise<void>((resolve) => void setTimeout(resolve));
const run = (code = CODE) => fill(document, { code, origin, ancestors: [] }, { layout: () => layout, pause });

const inputs = () => [...document.querySelectorAll('input')];
const values = () => inputs().map(({ value }) => value);
const at = (index: number): HTMLInputElement => inputs()[index]!;
const single = '<label for=c>Authentication code</label><input id=c>';
const cells = (attributes = '') =>
  `<h1>Two-factor authentication</h1><div id=row>${row(6, attributes)}</div>`;

/** Every event that reaches the page, as `type` or `type:index of the field`. */
function record(...types: string[]): string[] {
  const seen: string[] = [];
  for (const type of types) {
    document.body.addEventListener(
      type,
      (event) => seen.push(`${type}:${inputs().indexOf(event.target as HTMLInputElement)}`),
      true,
    );
  }
  return seen;
}

beforeEach(() => {
  document.body.replaceWith(document.createElement('body'));
});

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
    expect(await run()).toEqual({ result: 'filled' });
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
    expect(await run()).toEqual({ result: 'filled' });
    expect(values()).toEqual([CODE]);
  });

  test('sends the code as data of a composed event', async () => {
    show(single);
    const events: InputEvent[] = [];
    at(0).addEventListener('input', (event) => events.push(event as InputEvent));
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
    expect(await run()).toEqual({ result: 'filled' });
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
    expect(await run()).toEqual({ result: 'filled' });
    expect(values()).toEqual([CODE]);
  });

  test('that gives everything back is reported as not filled', async () => {
    show(single);
    at(0).addEventListener('input', () => (at(0).value = ''));
    expect(await run()).toEqual({ result: 'partly', filled: 0, of: 6 });
  });

  test('that already holds the code is left alone', async () => {
    show('<label>Authentication code <input value=012345></label>');
    const seen = record('focusin', 'keydown', 'input', 'change', 'paste');
    expect(await run()).toEqual({ result: 'filled' });
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
    expect(await run()).toEqual({ result: 'partly', filled: 0, of: 6 });
  });

  test('that the page takes away once it is complete counts as filled', async () => {
    show(single);
    const seen = record('change', 'focusout');
    at(0).addEventListener('keyup', () => (document.body.innerHTML = '<p>Signed in</p>'));
    expect(await run()).toEqual({ result: 'filled' });
    expect(seen).toEqual([]);
  });

  test('that the page disables once it is complete gets no further event', async () => {
    show(single);
    const seen = record('change');
    at(0).addEventListener('input', () => (at(0).disabled = true));
    expect(await run()).toEqual({ result: 'filled' });
    expect(seen).toEqual([]);
  });

  test('of a page that types by itself on a key gets no second text', async () => {
    show(single);
    const seen = record('input');
    at(0).addEventListener('keydown', (event) => {
      event.preventDefault();
      at(0).value = CODE;
    });
    expect(await run()).toEqual({ result: 'filled' });
    expect(seen).toEqual([]);
  });

  test('with content to edit gets its text replaced', async () => {
    show(
      '<h1>Two-factor authentication</h1><div id=e contenteditable=true aria-label="Authentication code"></div>',
    );
    expect(await run()).toEqual({ result: 'filled' });
    expect(document.querySelector('#e')?.textContent).toBe(CODE);
  });
});

describe('a row of cells', () => {
  test('gets a character each, and one input each', async () => {
    show(cells('maxlength=1'));
    const seen = record('input', 'change');
    expect(await run()).toEqual({ result: 'filled' });
    expect(values()).toEqual([...CODE]);
    expect(seen).toEqual(['input:0', 'input:1', 'input:2', 'input:3', 'input:4', 'input:5', 'change:5']);
  });

  test('that moves the focus by itself is filled', async () => {
    show(cells('maxlength=1'));
    inputs().forEach((cell, index) => cell.addEventListener('input', () => inputs()[index + 1]?.focus()));
    expect(await run()).toEqual({ result: 'filled' });
    expect(values()).toEqual([...CODE]);
  });

  test('that spreads a paste is not typed into', async () => {
    show(cells());
    const seen = record('input', 'keydown');
    at(0).addEventListener('paste', (event) => {
      event.preventDefault();
      const text = event.clipboardData?.getData('text/plain') ?? '';
      setTimeout(() => inputs().forEach((cell, index) => (cell.value = text[index] ?? '')), 2);
    });
    expect(await run()).toEqual({ result: 'filled' });
    expect(values()).toEqual([...CODE]);
    expect(seen).toEqual([]);
  });

  test('that puts a whole paste into its first cell is corrected', async () => {
    show(cells());
    at(0).addEventListener('paste', (event) => {
      event.preventDefault();
      at(0).value = event.clipboardData?.getData('text/plain') ?? '';
    });
    expect(await run()).toEqual({ result: 'filled' });
    expect(values()).toEqual([...CODE]);
  });

  test('that is made anew after each character is found again by its place', async () => {
    show(cells());
    const state = ['', '', '', '', '', ''];
    document.body.addEventListener('input', (event) => {
      state[inputs().indexOf(event.target as HTMLInputElement)] = (event.target as HTMLInputElement).value;
      document.querySelector('#row')!.innerHTML = row(6);
      inputs().forEach((cell, index) => (cell.value = state[index]!));
    });
    expect(await run()).toEqual({ result: 'filled' });
    expect(state).toEqual([...CODE]);
  });

  test('that loses a character once gets it again', async () => {
    show(cells());
    let lost = false;
    at(5).addEventListener('input', () => {
      if (!lost) at(2).value = '';
      lost = true;
    });
    expect(await run()).toEqual({ result: 'filled' });
    expect(values()).toEqual([...CODE]);
  });

  test('that holds some of the code gets only the rest', async () => {
    show(cells());
    [...'012'].forEach((character, index) => (at(index).value = character));
    const seen = record('input');
    expect(await run()).toEqual({ result: 'filled' });
    expect(seen).toEqual(['input:3', 'input:4', 'input:5']);
  });

  test('that the page takes away midway is reported as partly filled', async () => {
    show(cells());
    at(3).addEventListener('keyup', () => (document.body.innerHTML = '<p>Expired</p>'));
    expect(await run()).toEqual({ result: 'partly', filled: 4, of: 6 });
  });

  test('that refuses a character says how many it holds', async () => {
    show(cells());
    at(4).addEventListener('input', () => (at(4).value = ''));
    expect(await run()).toEqual({ result: 'partly', filled: 5, of: 6 });
  });

  test('that submits by itself when complete is told nothing more', async () => {
    show(cells());
    let submitted = 0;
    document.body.addEventListener('input', () => {
      if (values().join('') !== CODE) return;
      submitted += 1;
      inputs().forEach((cell) => (cell.disabled = true));
    });
    expect(await run()).toEqual({ result: 'filled' });
    expect(submitted).toBe(1);
  });

  test('of another length is not filled', async () => {
    show(`<h1>Two-factor authentication</h1><div>${row(8)}</div>`);
    expect(await run()).toEqual({ result: 'nothing' });
    expect(values().join('')).toBe('');
  });
});

describe('nothing is typed', () => {
  test.each([
    ['nothing', 'on a page without a code field', '<input name=comment>'],
    ['nothing', 'into a recovery field', '<label>Recovery code <input autocomplete=one-time-code></label>'],
    [
      'nothing',
      'into a field shorter than the code',
      '<label>Authentication code <input maxlength=5></label>',
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

  test('for the documents around it, none where the browser does not tell', () => {
    expect(ancestorsOf(view({}))).toEqual([]);
    expect(ancestorsOf(view({ location: { ancestorOrigins: ['https://outer.test'] } }))).toEqual([
      'https://outer.test',
    ]);
  });

  test('and refused inside one that does not belong to the account', async () => {
    show(single);
    Object.defineProperty(location, 'ancestorOrigins', { configurable: true, value: ['https://outer.test'] });
    expect(await run()).toEqual({ result: 'refused', reason: 'other-frame' });
    const allowed = { code: CODE, origin, ancestors: ['https://outer.test'] };
    expect(await fill(document, allowed, { layout: () => layout, pause })).toEqual({ result: 'filled' });
    Reflect.deleteProperty(location, 'ancestorOrigins');
  });
});
