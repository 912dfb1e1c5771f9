import { css, html, LitElement, render } from 'lit';
import { isComplete, watchCode } from '../../shared/code.js';

/** Six cells in the innermost of three open roots. */
class CodeCells extends LitElement {
  static properties = { cells: { state: true } };
  static styles = css`
    :host {
      display: flex;
      gap: 8px;
    }
    input {
      width: 40px;
      height: 48px;
      text-align: center;
    }
  `;

  constructor() {
    super();
    this.cells = ['', '', '', '', '', ''];
  }

  render() {
    return this.cells.map(
      (digit, index) => html`
        <input
          inputmode="numeric"
          maxlength="1"
          aria-label=${`Digit ${index + 1}`}
          .value=${digit}
          @input=${(event) => this.type(index, event.target)}
          @keydown=${(event) => this.back(index, event)}
          @paste=${this.paste}
        />
      `,
    );
  }

  type(index, input) {
    this.store(this.cells.with(index, input.value));
    if (input.value !== '') input.nextElementSibling?.focus();
  }

  back(index, event) {
    if (event.key === 'Backspace' && this.cells[index] === '') event.target.previousElementSibling?.focus();
  }

  paste(event) {
    event.preventDefault();
    const digits = event.clipboardData.getData('text').replace(/\D/g, '');
    this.store(this.cells.map((_, index) => digits[index] ?? ''));
  }

  store(cells) {
    this.cells = cells;
    this.dispatchEvent(
      new CustomEvent('code-change', { detail: cells.join(''), bubbles: true, composed: true }),
    );
  }
}

class CodeStep extends LitElement {
  render() {
    return html`<p>Authentication code</p>
      <code-cells></code-cells>`;
  }
}

class SignInCard extends LitElement {
  render() {
    return html`<code-step></code-step>`;
  }
}

customElements.define('code-cells', CodeCells);
customElements.define('code-step', CodeStep);
customElements.define('sign-in-card', SignInCard);

const watch = watchCode();
let code = '';
let sent = '';

function draw() {
  render(
    html`<form @submit=${send}>
      <h1>Two-factor authentication</h1>
      <sign-in-card @code-change=${change}></sign-in-card>
      <output id="state">${code}</output>
      <button id="verify" ?disabled=${!isComplete(code)}>Verify</button>
      <output id="sent">${sent}</output>
    </form>`,
    document.querySelector('#app'),
  );
}

function change(event) {
  code = event.detail;
  watch(code);
  draw();
}

function send(event) {
  event.preventDefault();
  sent = code;
  draw();
}

draw();
