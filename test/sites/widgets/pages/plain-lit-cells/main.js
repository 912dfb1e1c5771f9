import { css, html, LitElement } from 'lit';
import { createPage } from '../../shared/plain.js';

/** One character: each cell of the row is an element with a root of its own, as design systems have them. */
class TextCell extends LitElement {
  static properties = { value: {}, label: {} };
  static shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static styles = css`
    input {
      width: 40px;
      height: 48px;
      text-align: center;
    }
  `;

  render() {
    return html`<input
      inputmode="numeric"
      maxlength="1"
      aria-label=${this.label}
      .value=${this.value}
      @input=${(event) => (this.value = event.target.value)}
    />`;
  }
}

class CodeRow extends LitElement {
  static properties = { cells: { state: true } };
  static styles = css`
    :host {
      display: flex;
      gap: 8px;
    }
  `;

  constructor() {
    super();
    this.cells = ['', '', '', '', '', ''];
  }

  render() {
    return this.cells.map(
      (digit, index) =>
        html`<text-cell
          label=${`Digit ${index + 1}`}
          .value=${digit}
          @input=${(event) => this.type(index, event.target)}
        ></text-cell>`,
    );
  }

  type(index, cell) {
    this.cells = this.cells.with(index, cell.value);
    if (cell.value !== '') cell.nextElementSibling?.focus();
    this.dispatchEvent(new CustomEvent('code-change', { detail: this.cells.join('') }));
  }
}

customElements.define('text-cell', TextCell);
customElements.define('code-row', CodeRow);

const page = createPage('<code-row></code-row>');
page.form.querySelector('code-row').addEventListener('code-change', ({ detail }) => page.set(detail));
