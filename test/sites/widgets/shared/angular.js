// The compiler comes first: the packages are compiled in the browser.
import '@angular/compiler';
import { Component, provideZonelessChangeDetection } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { bootstrapApplication } from '@angular/platform-browser';
import { watchCode } from './code.js';

/** Shows a widget that is bound to `code`, a form control. */
export function mount({ widget, code, imports = [] }) {
  const count = watchCode();
  code.valueChanges.subscribe((value) => count(value ?? ''));
  const template = `
    <form (submit)="send($event)">
      <h1>Two-factor authentication</h1>
      <label for="code">Authentication code</label>
      ${widget}
      <output id="state">{{ code.value }}</output>
      <button id="verify" [disabled]="code.invalid">Verify</button>
      <output id="sent">{{ sent }}</output>
    </form>`;
  class SignIn {
    code = code;
    sent = '';
    send(event) {
      event.preventDefault();
      this.sent = this.code.value;
    }
  }
  const decorated = Component({
    selector: 'sign-in',
    imports: [ReactiveFormsModule, ...imports],
    template,
  })(SignIn);
  document.querySelector('#app').append(document.createElement('sign-in'));
  return bootstrapApplication(decorated, { providers: [provideZonelessChangeDetection()] });
}
