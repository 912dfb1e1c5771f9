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
    expect(await run()).toEqual({ result: 'filled' });
    expect(values()).toEqual(CODE.split(''));
    expect(seen).toEqual(['input:0', 'input:1', 'input:2', 'input:3', 'input:4', 'input:5', 'change:5']);
  });

  test('that moves the focus by itself is filled', async () => {
    show(cells('maxlength=1'));
    inputs().forEach((cell, index) => cell.addEventListener('input', () => inputs()[index + 1]?.focus()));
    expect(await run()).toEqual({ result: 'filled' });
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
    expect(await run()).toEqual({ result: 'filled' });
    expect(values()).toEqual(CODE.split(''));
    expect(seen).toEqual([]);
  });

  test('that puts a whole paste into its first cell is corrected', async () => {
    show(cells());
    at(0).addEventListener('paste', (event) => {
      event.preventDefault();
      at(0).value = event.clipboardData?.getData('text/plain') ?? '';
    });
    expect(await run()).toEqual({ result: 'filled' });
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
    expect(await run()).toEqual({ result: 'filled' });
    expect(state).toEqual(CODE.split(''));
  });

  test('that loses a character once gets it again', async () => {
    show(cells());
    let lost = false;
    at(5).addEventListener('input', () => {
      if (!lost) at(2).value = '';
      lost = true;
    });
    expect(await run()).toEqual({ result: 'filled' });
    expect(values()).toEqual(CODE.split(''));
  });

  test('that holds some of the code gets only the rest', async () => {
    show(cells());
    ['0', '1', '2'].forEach((character, index) => (at(index).value = character));
    const seen = record('focusin', 'input');
    expect(await run()).toEqual({ result: 'filled' });
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
    expect(await run()).toEqual({ result: 'filled' });
    expect(seen).toEqual([]);
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
