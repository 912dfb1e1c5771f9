import Alpine from 'alpinejs';
import { isComplete, watchCode } from '../../shared/code.js';

Alpine.data('signIn', () => ({
  cells: ['', '', '', '', '', ''],
  code: '',
  sent: '',
  watch: watchCode(),
  get complete() {
    return isComplete(this.code);
  },
  join() {
    this.code = this.cells.join('');
    this.watch(this.code);
  },
  type(index, input) {
    this.cells[index] = input.value.replace(/\D/g, '').slice(0, 1);
    input.value = this.cells[index];
    if (input.value !== '') input.nextElementSibling?.focus();
    this.join();
  },
  back(index, input) {
    if (input.value === '') input.previousElementSibling?.focus();
  },
  paste(event) {
    const digits = event.clipboardData.getData('text').replace(/\D/g, '').slice(0, 6);
    this.cells = Array.from({ length: 6 }, (_, index) => digits[index] ?? '');
    this.join();
  },
}));

document.querySelector('#app').innerHTML = `
  <form x-data="signIn" x-on:submit.prevent="sent = code">
    <h1>Two-factor authentication</h1>
    <label>Authentication code</label>
    <div x-on:paste.prevent="paste($event)" style="display: flex; gap: 8px">
      ${Array.from(
        { length: 6 },
        (_, index) => `<input type="text" inputmode="numeric" maxlength="1" autocomplete="one-time-code"
          style="width: 40px; height: 48px; text-align: center"
          x-bind:value="cells[${index}]"
          x-on:input="type(${index}, $el)"
          x-on:keydown.backspace="back(${index}, $el)" />`,
      ).join('')}
    </div>
    <input type="hidden" name="code" x-bind:value="code" />
    <output id="state" x-text="code"></output>
    <button id="verify" x-bind:disabled="!complete">Verify</button>
    <output id="sent" x-text="sent"></output>
  </form>`;

Alpine.start();
