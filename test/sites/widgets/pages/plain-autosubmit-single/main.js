import { isComplete } from '../../shared/code.js';
import { createPage } from '../../shared/plain.js';

// Sends by itself at six digits, and shows how often it did.
let times = 0;
const page = createPage('<input id="code" name="code" maxlength="6">', () => String((times += 1)));

page.form.querySelector('#code').addEventListener('input', ({ target }) => {
  page.set(target.value);
  if (isComplete(target.value)) page.form.requestSubmit();
});
