import { createPage } from '../../shared/plain.js';

// Learns of a code by `change` alone, and writes into the field what it then holds.
const page = createPage('<input id="code" name="code" class="valid">');

page.form.querySelector('#code').addEventListener('change', ({ target }) => {
  page.set(target.value.trim());
  target.value = page.code();
});
