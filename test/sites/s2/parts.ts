import { html, page, type Html } from '../shared/html';

export const SITE = 'Trading desk';

export const render = (title: string, body: Html) => page({ site: SITE, title, body });
export const alert = (error: string | undefined) =>
  error === undefined ? undefined : html`<p class="error" id="error" role="alert">${error}</p>`;

/** Where in a row of steps the person is. */
export function steps(names: readonly string[], current: number): Html {
  const items = names.map((name, index) =>
    index === current ? html`<li aria-current="step">${name}</li>` : html`<li>${name}</li>`,
  );
  return html`<ol class="steps">
    ${items}
  </ol>`;
}
