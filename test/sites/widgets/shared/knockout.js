import ko from 'knockout';
import { isComplete, watchCode } from './code.js';

/** A single field that is bound by `binding`: `textInput` learns of each character, `value` of changes. */
export function mount(binding) {
  const app = document.querySelector('#app');
  app.innerHTML = `
    <form data-bind="submit: send">
      <h1>Two-factor authentication</h1>
      <label for="code">Authentication code</label>
      <input id="code" name="code" data-bind="${binding}: code">
      <output id="state" data-bind="text: code"></output>
      <button id="verify" data-bind="enable: complete">Verify</button>
      <output id="sent" data-bind="text: sent"></output>
    </form>`;
  const code = ko.observable('');
  const sent = ko.observable('');
  code.subscribe(watchCode());
  ko.applyBindings(
    { code, sent, complete: ko.pureComputed(() => isComplete(code())), send: () => sent(code()) },
    app,
  );
}
