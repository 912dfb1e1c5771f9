import { cells, createPage, stepBack } from '../../shared/plain.js';

// Keeps a cell's last character, and has no paste of its own: six characters in one cell leave the last of them.
const { form, set } = createPage(cells('autocomplete="one-time-code"'));
const inputs = [...form.querySelectorAll('.cells input')];
const digits = inputs.map(() => '');

for (const [index, input] of inputs.entries()) {
  input.addEventListener('keydown', stepBack);
  input.addEventListener('input', () => {
    digits[index] = input.value.slice(-1);
    input.value = digits[index];
    if (input.value !== '') inputs[index + 1]?.focus();
    set(digits.join(''));
  });
}
