/** HTML as a template whose values are escaped, unless they are HTML themselves. */
export interface Html {
  readonly html: string;
}

type Value = string | number | Html | undefined | readonly Html[];

export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: String.raw({ raw: texts }, ...values.map(render)) };
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function render(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return 'html' in value ? value.html : value.map((part) => part.html).join('');
}

interface Page {
  readonly site: string;
  readonly title: string;
  readonly body: Html;
  readonly head?: Html;
}

export function page({ site, title, body, head }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${site}</title>
        <link rel="stylesheet" href="/site.css" />
        ${head}
      </head>
      <body>
        <header><p class="mark">${site}</p></header>
        <main>${body}</main>
        <footer><p>A demo on this machine, made to try Lockstep with. Nothing here is real.</p></footer>
      </body>
    </html>`.html;
}
