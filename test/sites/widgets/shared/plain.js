import { isComplete, watchCode } from './code.js';

/**
 * What a page without a framework has around its widget, and its state: `set` takes a new code, `onsend` is called for
 * each submission with the code and says what to show.
 */
export function createPage(widget, onsend = (code) => code) {
  const app = document.querySelector('#app');
  app.innerHTML = `
    <form>
      <h1>Two-factor authentication</h1>
      <label for="code">Authentication code</label>
      ${widget}
      <output id="state"></output>
      <button id="verify" disabled>Verify</button>
      <output id="sent"></output>
    </form>`;
  const [form, state, verify, sent] = ['form', '#state', '#verify', '#sent'].map((selector) =>
    app.querySelector(selector),
  );
  const watch = watchCode();
  let code = '';
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sent.textContent = onsend(code);
  });
  return {
    form,
    code: () => code,
    set(next) {
      code = next;
      watch(code);
      state.textContent = code;
      verify.disabled = !isComplete(code);
    },
  };
}

/** A row of one-character inputs. */
export function cells(attributes = '') {
  const cell = `<input inputmode="numeric" style="width: 40px; height: 48px; text-align: center" ${attributes}>`;
  return `<div class="cells" style="display: flex; gap: 8px">${cell.repeat(6)}</div>`;
}

/** Goes back to the cell before when nothing is left to delete. */
export function stepBack(event) {
  if (event.key === 'Backspace' && event.target.value === '') event.target.previousElementSibling?.focus();
}

/** A row that advances by itself and spreads a pasted code; `ontype` is given what the cells of `root` hold. */
export function bindCells(root, ontype) {
  const inputs = [...root.querySelectorAll('input')];
  const tell = () => ontype(inputs.map(({ value }) => value).join(''));
  root.addEventListener('keydown', stepBack);
  root.addEventListener('input', ({ target }) => {
    if (target.value !== '') target.nextElementSibling?.focus();
    tell();
  });
  root.addEventListener('paste', (event) => {
    event.preventDefault();
    const digits = event.clipboardData.getData('text').replace(/\D/g, '');
    for (const [index, input] of inputs.entries()) input.value = digits[index] ?? '';
    tell();
  });
}
