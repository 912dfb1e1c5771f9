import { bindCells, cells, createPage } from '../../shared/plain.js';

class CodeCells extends HTMLElement {
  constructor() {
    super();
    const root = this.attachShadow({ mode: 'closed' });
    root.innerHTML = `<style>:host { display: block }</style>${cells('maxlength="1"')}`;
    bindCells(root, (detail) => this.dispatchEvent(new CustomEvent('code-change', { detail })));
  }
}

customElements.define('code-cells', CodeCells);

const page = createPage('<code-cells></code-cells>');
page.form.querySelector('code-cells').addEventListener('code-change', ({ detail }) => page.set(detail));
