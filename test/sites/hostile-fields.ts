/** Pages whose fields move, refuse, vanish or lie, each with one thing wrong. */
import { html, type Html } from './shared/html';

const field = (attributes: Html = html``): Html =>
  html`<label for="code">Authentication code</label> <input id="code" name="code" ${attributes} />`;

const script = (text: string): Html => html`${{ html: `<script>${text}</script>` }}`;

const page = (body: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Two-factor authentication</title>
        <style>
          .cell {
            width: 40px;
            height: 40px;
          }
        </style>
      </head>
      <body>
        <main>
          <h1>Two-factor authentication</h1>
          ${body}
        </main>
      </body>
    </html>`.html;

const row = (attributes: Html = html``): Html =>
  html`<div id="row">
    ${Array.from({ length: 6 }, () => html`<input class="cell" inputmode="numeric" maxlength="1" ${attributes} />`)}
  </div>`;

/** Counts how often a field became complete, as a site does that signs in at once. */
const COUNT = `
  globalThis.complete = 0;
  const joined = () => [...document.querySelectorAll('input')].map((each) => each.value).join('');
  document.addEventListener('input', () => { if (/^\\d{6}$/.test(joined())) globalThis.complete += 1; });
`;

const sending = (...buttons: readonly string[]): string =>
  page(
    html`<form>${field()} ${buttons.map((text) => html`<button>${text}</button>`)}</form>
      ${script(`
        globalThis.sent = [];
        document.addEventListener('submit', (event) => {
          event.preventDefault();
          globalThis.sent.push(event.submitter?.textContent ?? 'by itself');
        });
      `)}`,
  );

/** By the name that the address ends with. */
export const fieldPages: Readonly<Record<string, () => string>> = {
  /** Closed shadow roots in one another, the field in the last. */
  'shadow-roots': () =>
    page(
      html`<x-shell></x-shell>${script(`
        let host = document.querySelector('x-shell');
        for (let depth = 0; depth < 200; depth += 1) {
          const root = host.attachShadow({ mode: depth % 2 ? 'closed' : 'open' });
          host = document.createElement('x-shell');
          root.append(host);
        }
        const root = host.attachShadow({ mode: 'closed' });
        root.innerHTML = '<label>Authentication code <input id="code"></label>';
        root.querySelector('input').addEventListener('input', (event) => { globalThis.typed = event.target.value; });
      `)}`,
    ),
  'removed-on-focus': () =>
    page(
      html`<form>${field()}</form>
        ${script("document.querySelector('#code').addEventListener('focus', (event) => event.target.remove());")}`,
    ),
  'throws-everywhere': () =>
    page(
      html`<form>${row()}</form>
        ${script(`
          globalThis.thrown = 0;
          addEventListener('error', () => { globalThis.thrown += 1; });
          for (const type of ['focus', 'focusin', 'keydown', 'beforeinput', 'input', 'keyup', 'change', 'paste', 'blur', 'focusout'])
            document.addEventListener(type, () => { throw new TypeError('a page of no manners'); }, true);
        `)}`,
    ),
  'rewrites-value': () =>
    page(
      html`<form>${field()}</form>
        ${script(`${COUNT}
          document.querySelector('#code').addEventListener('input', (event) => { event.target.value = '000000'; });
        `)}`,
    ),
  'rewrites-late': () =>
    page(
      html`<form>${field()}</form>
        ${script(`${COUNT}
          document.querySelector('#code').addEventListener('input', (event) => {
            setTimeout(() => { event.target.value = ''; });
          });
        `)}`,
    ),
  /** What a person can't see or use stands before what they can: fields for machines that fill everything. */
  honeypots: () =>
    page(
      html`<form>
        ${[
          'position: absolute; left: -5000px',
          'opacity: 0',
          'opacity: 0.02',
          'width: 0; height: 0; border: 0; padding: 0',
          'position: fixed; top: -200px',
          'transform: scale(0)',
          'clip-path: inset(100%)',
          'display: none',
        ].map(
          (style, index) =>
            html`<input
              id="trap-${index}"
              name="code"
              aria-label="Authentication code"
              autocomplete="one-time-code"
              style="${style}"
            />`,
        )}
        <fieldset disabled>
          <input class="trap" aria-label="Authentication code" autocomplete="one-time-code" />
        </fieldset>
        <input class="trap" disabled aria-label="Authentication code" autocomplete="one-time-code" />
        <input class="trap" readonly aria-label="Authentication code" autocomplete="one-time-code" />
        <div inert><input class="trap" aria-label="Authentication code" autocomplete="one-time-code" /></div>
        ${field()}
      </form>`,
    ),
  short: () => page(html`<form>${field(html`autocomplete="one-time-code" maxlength="5"`)}</form>`),
  'disabled-set': () =>
    page(html`<fieldset disabled>${field(html`autocomplete="one-time-code"`)}</fieldset>`),
  'read-only': () => page(html`<form>${field(html`autocomplete="one-time-code" readonly`)}</form>`),
  /** Draws its row anew after each character, as a framework without keys does. */
  redrawn: () =>
    page(
      html`<form>${row()}</form>
        ${script(`
          const state = Array(6).fill('');
          const row = document.querySelector('#row');
          globalThis.complete = 0;
          row.addEventListener('input', (event) => {
            state[[...row.children].indexOf(event.target)] = event.target.value;
            if (/^\\d{6}$/.test(state.join(''))) globalThis.complete += 1;
            row.innerHTML = state.map(() => '<input class="cell" inputmode="numeric" maxlength="1">').join('');
            [...row.children].forEach((cell, index) => { cell.value = state[index]; });
          });
        `)}`,
    ),
  /** Counts complete codes; the address says what it does with one. */
  'counts-and-clears': () =>
    page(
      html`<form>${row()}</form>
        ${script(`${COUNT}
          document.addEventListener('input', () => {
            if (/^\\d{6}$/.test(joined())) setTimeout(() => document.querySelectorAll('input').forEach((each) => { each.value = ''; }));
          });
        `)}`,
    ),
  /** A form that one button sends as it should be, after others that do something else. */
  sends: () =>
    sending(
      'Continue with Acme',
      'Continue without a code',
      'Sign in as someone else',
      'Trust this device and continue',
      'Cancel',
      'Verify',
    ),
  /** Its only button does what can't be taken back. */
  'sends-harm': () => sending('Revoke all sessions'),
  'sends-itself': () =>
    page(
      html`<form>
          ${field()}
          <button>Verify</button>
        </form>
        ${script(`
          globalThis.sent = [];
          const form = document.querySelector('form');
          form.addEventListener('submit', (event) => {
            event.preventDefault();
            globalThis.sent.push(event.submitter?.textContent ?? 'by itself');
          });
          document.querySelector('#code').addEventListener('input', () => setTimeout(() => form.requestSubmit(), 100));
        `)}`,
    ),
  password: () =>
    page(
      html`<form>
        <label>Name <input value="ada" /></label>
        <label>Password <input id="password" type="password" autocomplete="current-password" /></label>
        <button>Sign in</button>
      </form>`,
    ),
  /** The frame with the field goes elsewhere as soon as it is typed into. */
  'frame-leaves': () => page(html`<iframe title="The code" src="/slow" width="600" height="300"></iframe>`),
};
