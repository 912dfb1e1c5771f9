// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { row, show } from './page';
import { CODE, at, inputs, record, run, values } from './filling';

const cells = (attributes = '') =>
  `<h1>Two-factor authentication</h1><div id=row>${row(6, attributes)}</div>`;

describe('a row of cells', () => {
  test('gets a character each, and one input each', async () => {
    show(cells('maxlength=1'));
    const seen = record('input', 'change');
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(values()).toEqual(CODE.split(''));
    expect(seen).toEqual(['input:0', 'input:1', 'input:2', 'input:3', 'input:4', 'input:5', 'change:5']);
  });

  test('that moves the focus by itself is filled', async () => {
    show(cells('maxlength=1'));
    inputs().forEach((cell, index) => cell.addEventListener('input', () => inputs()[index + 1]?.focus()));
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(values()).toEqual(CODE.split(''));
  });

  test('that spreads a paste is not typed into', async () => {
    show(cells());
    const seen = record('input', 'keydown');
    at(0).addEventListener('paste', (event) => {
      event.preventDefault();
      const text = event.clipboardData?.getData('text/plain') ?? '';
      setTimeout(() => inputs().forEach((cell, index) => (cell.value = text[index] ?? '')), 2);
    });
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(values()).toEqual(CODE.split(''));
    expect(seen).toEqual([]);
  });

  test('that puts a whole paste into its first cell is corrected', async () => {
    show(cells());
    at(0).addEventListener('paste', (event) => {
      event.preventDefault();
      at(0).value = event.clipboardData?.getData('text/plain') ?? '';
    });
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(values()).toEqual(CODE.split(''));
  });

  test('that is made anew after each character is found again by its place', async () => {
    show(cells());
    const state = ['', '', '', '', '', ''];
    document.body.addEventListener('input', (event) => {
      state[inputs().indexOf(event.target as HTMLInputElement)] = (event.target as HTMLInputElement).value;
      document.querySelector('#row')!.innerHTML = row(6);
      inputs().forEach((cell, index) => (cell.value = state[index]!));
    });
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(state).toEqual(CODE.split(''));
  });

  test('that loses a character once gets it again', async () => {
    show(cells());
    let lost = false;
    at(5).addEventListener('input', () => {
      if (!lost) at(2).value = '';
      lost = true;
    });
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(values()).toEqual(CODE.split(''));
  });

  test('that holds some of the code gets only the rest', async () => {
    show(cells());
    ['0', '1', '2'].forEach((character, index) => (at(index).value = character));
    const seen = record('focusin', 'input');
    expect(await run()).toMatchObject({ result: 'filled' });
    // The paste went to the first cell.
    expect(seen).toEqual([
      'focusin:0',
      'focusin:3',
      'input:3',
      'focusin:4',
      'input:4',
      'focusin:5',
      'input:5',
    ]);
  });

  test('that already holds the code is left alone', async () => {
    show(cells());
    CODE.split('').forEach((character, index) => (at(index).value = character));
    const seen = record('focusin', 'focusout', 'keydown', 'input', 'change', 'paste');
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(seen).toEqual([]);
  });

  test('that the page takes away midway is reported as partly filled', async () => {
    show(cells());
    at(3).addEventListener('keyup', () => (document.body.innerHTML = '<p>Expired</p>'));
    expect(await run()).toEqual({ result: 'partly', filled: 4, of: 6, wrong: [4, 5] });
  });

  test('that refuses a character says how many it holds', async () => {
    show(cells());
    at(4).addEventListener('input', () => (at(4).value = ''));
    expect(await run()).toEqual({ result: 'partly', filled: 5, of: 6, wrong: [4] });
  });

  test('that submits by itself when complete is told nothing more', async () => {
    show(cells());
    let submitted = 0;
    document.body.addEventListener('input', () => {
      if (values().join('') !== CODE) return;
      submitted += 1;
      inputs().forEach((cell) => (cell.disabled = true));
    });
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(submitted).toBe(1);
  });

  test.each([
    ['its last cell', [5]],
    ['its first cells', [0, 1]],
    ['the cells after the one typed into', [3, 4, 5]],
  ])('that makes %s anew while it is typed into is found again', async (_, places) => {
    show(cells());
    at(2).addEventListener(
      'input',
      () => {
        for (const index of places) at(index).replaceWith(at(index).cloneNode());
        at(0).value = '0';
        at(1).value = '1';
      },
      { once: true },
    );
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(values()).toEqual(CODE.split(''));
  });

  test('that vanishes for a moment between two characters is waited for', async () => {
    show(cells());
    at(2).addEventListener('keyup', () => {
      const place = document.querySelector('#row')!;
      const kept = [...place.children];
      place.replaceChildren();
      setTimeout(() => setTimeout(() => setTimeout(() => place.append(...kept))));
    });
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(values()).toEqual(CODE.split(''));
  });

  test('that takes the code and writes something else in its place gets no second one', async () => {
    show(cells());
    const seen = record('input');
    document.body.addEventListener('input', () => {
      if (values().join('') === CODE) setTimeout(() => inputs().forEach((cell) => (cell.value = '9')));
    });
    expect(await run()).toMatchObject({ result: 'partly', filled: 0 });
    expect(seen).toHaveLength(6);
  });

  test.each([
    ['at once', (clear: () => void) => clear()],
    ['in the next task', (clear: () => void) => void setTimeout(clear)],
  ])('that takes the code and clears itself %s gets no second one', async (_, later) => {
    show(cells());
    let complete = 0;
    document.body.addEventListener('input', () => {
      if (values().join('') !== CODE) return;
      complete += 1;
      later(() => inputs().forEach((cell) => (cell.value = '')));
    });
    expect(await run()).toEqual({ result: 'partly', filled: 0, of: 6, wrong: [0, 1, 2, 3, 4, 5] });
    expect(complete).toBe(1);
  });

  test('that takes a pasted code and goes on is not typed into', async () => {
    show(cells());
    const seen = record('input', 'keydown');
    at(0).addEventListener('paste', (event) => {
      event.preventDefault();
      inputs().forEach((cell) => (cell.disabled = true));
    });
    expect(await run()).toEqual({ result: 'filled', sent: 'page' });
    expect(seen).toEqual([]);
  });

  test('that says it took a paste and did nothing is typed into', async () => {
    show(cells());
    at(0).addEventListener('paste', (event) => event.preventDefault());
    expect(await run()).toEqual({ result: 'filled', sent: 'no' });
    expect(values()).toEqual(CODE.split(''));
  });

  test('whose cells close one after the other is filled', async () => {
    show(cells());
    document.body.addEventListener('input', (event) => {
      (event.target as HTMLInputElement).readOnly = true;
    });
    expect(await run()).toMatchObject({ result: 'filled' });
    expect(values()).toEqual(CODE.split(''));
  });

  test('that spoils a character each time is repaired once, and no more', async () => {
    show(cells());
    const seen = record('input');
    at(3).addEventListener('input', () => (at(3).value = '9'));
    expect(await run()).toEqual({ result: 'partly', filled: 5, of: 6, wrong: [3] });
    expect(seen.filter((event) => event === 'input:3')).toHaveLength(2);
    expect(seen).toHaveLength(7);
  });

  test('shorter than the code is refused, and nothing is typed', async () => {
    show(`<h1>Two-factor authentication</h1><p>Enter the code of your app.</p><div>${row(5)}</div>`);
    expect(await run()).toEqual({ result: 'refused', reason: 'short' });
    expect(values().join('')).toBe('');
  });

  test('of another length is not filled', async () => {
    show(`<h1>Two-factor authentication</h1><div>${row(8)}</div>`);
    expect(await run()).toEqual({ result: 'nothing' });
    expect(values().join('')).toBe('');
  });
});
