import { isComplete } from '../../shared/code.js';
import { bindCells, cells, createPage } from '../../shared/plain.js';

// Sends by itself at six digits, and shows how often it did.
let times = 0;
const page = createPage(cells('autocomplete="one-time-code" maxlength="1"'), () => String((times += 1)));

bindCells(page.form.querySelector('.cells'), (code) => {
  page.set(code);
  if (isComplete(code)) page.form.requestSubmit();
});
