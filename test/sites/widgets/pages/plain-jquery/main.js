import $ from 'jquery';
import { isComplete, watchCode } from '../../shared/code.js';

// Learns of characters by `keyup` alone, and goes on by itself after the last cell's.
const cell = (index) =>
  `<input type="text" name="code[]" maxlength="1" size="1" pattern="[0-9]" inputmode="numeric"
    autocomplete="off" aria-label="Digit ${index + 1}" style="width: 40px" required>`;

$('#app').html(`
  <form>
    <h1>Two-factor authentication</h1>
    <label>Authentication code</label>
    <div class="cells">${Array.from({ length: 6 }, (_, index) => cell(index)).join('')}</div>
    <output id="state"></output>
    <button type="button" id="verify" disabled>Verify</button>
    <output id="sent"></output>
  </form>`);

const $cells = $('.cells input');
const watch = watchCode();
let code = '';

function read() {
  code = $cells
    .toArray()
    .map((input) => $(input).val())
    .join('');
  watch(code);
  $('#state').text(code);
  $('#verify').prop('disabled', !isComplete(code));
}

$cells.on('keyup', function (event) {
  read();
  const $cell = $(this);
  if (event.key === 'Backspace') {
    if ($cell.val() === '') $cell.prev().trigger('focus');
  } else if (/^\d$/.test(event.key) && $cell.val() !== '') {
    if ($cell.is(':last-child')) $('#verify').trigger('click');
    else $cell.next().trigger('focus');
  }
});

$cells.on('paste', (event) => {
  event.preventDefault();
  const digits = event.originalEvent.clipboardData.getData('text').replace(/\D/g, '').slice(0, 6);
  $cells.each((index, input) => $(input).val(digits[index] ?? ''));
  read();
  if (isComplete(code)) $('#verify').trigger('click');
});

$('#verify').on('click', () => {
  $cells.prop('disabled', true);
  $('#sent').text(code);
});
