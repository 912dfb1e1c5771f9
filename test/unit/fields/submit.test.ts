// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { append } from '../../../lib/fields/append';
import { fill } from '../../../lib/fields/fill';
import { submit } from '../../../lib/fields/submit';
import { layout, row, show } from './page';
import { CODE, at, inputs, origin, pause, record, values } from './filling';

interface Options {
  /** Called at each wait, with how many there were before. */
  readonly onwait?: (count: number) => void;
  readonly wanted?: boolean;
}

/** Waits pass at once: what would happen in them is up to the test. */
async function run({ onwait, wanted = true }: Options = {}) {
  const waited: number[] = [];
  const wait = async (ms: number) => {
    onwait?.(waited.length);
    waited.push(ms);
    await pause();
  };
  const request = { code: CODE, origin, ancestors: [], submit: wanted };
  const report = await fill(document, request, {
    layout: () => layout,
    pause,
    wait,
    extras: { append, submit, locate: () => undefined },
  });
  return { ...report, waitedMs: waited.reduce((sum, ms) => sum + ms, 0) };
}

const field = '<label>Authentication code <input id=code></label>';
const button = (text = 'Verify', attributes = '') => `<button ${attributes}>${text}</button>`;
/** Every click on a button and every form sent. */
function pressed(): string[] {
  const seen: string[] = [];
  document.body.addEventListener('click', (event) => seen.push((event.target as Element).textContent), true);
  document.body.addEventListener('submit', (event) => {
    event.preventDefault();
    seen.push('submit');
  });
  return seen;
}

describe('the button is pressed', () => {
  test('once, after the page had time to go on by itself, and the form checks and handles it', async () => {
    show(`<form>${field}${button()}</form>`);
    const seen = pressed();
    expect(await run()).toEqual({ result: 'filled', sent: 'us', waitedMs: 400 });
    expect(seen).toEqual(['Verify', 'submit']);
  });

  test('once it is open, when the page opens it late', async () => {
    show(`<form>${field}${button('Verify', 'disabled')}</form>`);
    const seen = pressed();
    const open = (count: number) => {
      if (count === 15) document.querySelector('button')!.disabled = false;
    };
    expect(await run({ onwait: open })).toEqual({ result: 'filled', sent: 'us', waitedMs: 800 });
    expect(seen).toEqual(['Verify', 'submit']);
  });

  test('on a page without a form, for a row', async () => {
    show(`<h1>Two-factor authentication</h1><div>${row(6)}</div>${button('Continue', 'type=button')}`);
    const seen = pressed();
    expect(await run()).toMatchObject({ result: 'filled', sent: 'us' });
    expect(seen).toEqual(['Continue']);
  });
});

describe('no button is pressed', () => {
  test.each<[string, () => void]>([
    ['sends the form', () => at(0).form!.requestSubmit()],
    ['takes the field away', () => document.querySelector('form')!.remove()],
    ['disables the field', () => (at(0).disabled = true)],
    ['makes the field read-only', () => (at(0).readOnly = true)],
    ['becomes busy', () => document.querySelector('form')!.setAttribute('aria-busy', 'true')],
    ['empties the field', () => (at(0).value = '')],
    ['closes the button', () => (document.querySelector('button')!.disabled = true)],
    ['is left', () => window.dispatchEvent(new Event('beforeunload'))],
  ])('where the page %s by itself', async (_, act) => {
    show(`<form>${field}${button()}</form>`);
    const seen = pressed();
    const report = await run({ onwait: (count) => (count === 5 ? act() : undefined) });
    expect(report).toMatchObject({ result: 'filled', sent: 'page' });
    expect(seen.filter((each) => each === 'Verify')).toEqual([]);
  });

  test('where the page sent the form with the last character', async () => {
    show(`<form>${field}${button()}</form>`);
    const seen = pressed();
    at(0).addEventListener('input', () => at(0).form!.requestSubmit());
    expect(await run()).toEqual({ result: 'filled', sent: 'page', waitedMs: 0 });
    expect(seen).toEqual(['submit']);
  });

  test('where the page goes on while its button is still closed', async () => {
    show(`<form>${field}${button('Verify', 'disabled')}</form>`);
    const seen = pressed();
    const act = (count: number) => {
      if (count !== 12) return;
      document.querySelector('button')!.disabled = false;
      at(0).disabled = true;
    };
    expect(await run({ onwait: act })).toMatchObject({ result: 'filled', sent: 'page' });
    expect(seen).toEqual([]);
  });

  test('where the page has drawn the field anew: the old one sends nothing', async () => {
    show(`<form>${field}${button()}</form>`);
    const seen = pressed();
    const redraw = (count: number) => {
      if (count !== 3) return;
      const old = document.querySelector<HTMLInputElement>('#code')!;
      const fresh = old.cloneNode(true) as HTMLInputElement;
      fresh.value = old.value;
      old.replaceWith(fresh);
    };
    expect(await run({ onwait: redraw })).toMatchObject({ result: 'filled', sent: 'no-button' });
    expect(seen).toEqual([]);
  });

  test('where it stays closed', async () => {
    show(`<form>${field}${button('Verify', 'disabled')}</form>`);
    expect(await run()).toEqual({ result: 'filled', sent: 'no-button', waitedMs: 1400 });
  });

  test('where the user does not want it', async () => {
    show(`<form>${field}${button()}</form>`);
    const seen = pressed();
    expect(await run({ wanted: false })).toEqual({ result: 'filled', sent: 'no', waitedMs: 0 });
    expect(seen).toEqual([]);
  });

  test('where the code was not kept', async () => {
    show(`<form>${field}${button()}</form>`);
    const seen = pressed();
    at(0).addEventListener('input', () => (at(0).value = '01'));
    expect(await run()).toMatchObject({ result: 'partly' });
    expect(seen).toEqual([]);
  });

  test('where the only one leads back, and Enter is not pressed instead', async () => {
    show(`<form>${field}${button('Cancel')}</form>`);
    const seen = [pressed(), record('keydown')];
    expect(await run()).toMatchObject({ result: 'filled', sent: 'no-button' });
    expect(seen).toEqual([[], ['keydown:0']]);
  });
});

describe('without a button, Enter is pressed in the field', () => {
  test('and sends the form, as the browser does', async () => {
    show(`<form>${field}</form>`);
    const seen = pressed();
    const keys: string[] = [];
    for (const type of ['keydown', 'keypress', 'keyup'])
      at(0).addEventListener(type, (event) => keys.push(`${type} ${(event as KeyboardEvent).key}`));
    expect(await run()).toMatchObject({ result: 'filled', sent: 'us' });
    expect(keys.slice(-3)).toEqual(['keydown Enter', 'keypress Enter', 'keyup Enter']);
    expect(seen).toEqual(['submit']);
  });

  test('and is the page’s alone where it takes it', async () => {
    show(`<form>${field}</form>`);
    const seen = pressed();
    at(0).addEventListener('keydown', (event) => event.key === 'Enter' && event.preventDefault());
    expect(await run()).toMatchObject({ result: 'filled', sent: 'us' });
    expect(seen).toEqual([]);
  });

  test('and does not send a form of several fields, as browsers do not', async () => {
    show(`<form><h1>Two-factor authentication</h1><div>${row(6)}</div></form>`);
    const seen = pressed();
    expect(await run()).toMatchObject({ result: 'filled', sent: 'no-button' });
    expect(values()).toEqual(CODE.split(''));
    expect(seen).toEqual([]);
  });

  test('and what the page does on it counts, also without a form', async () => {
    show(field);
    at(0).addEventListener('keydown', (event) => {
      if (event.key === 'Enter') inputs().forEach((input) => (input.disabled = true));
    });
    expect(await run()).toMatchObject({ result: 'filled', sent: 'us' });
  });
});
