import { html, type Html } from './shared/html';

function render(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`.html;
}

const CODE_FIELD = html`<form>
  <label for="code">Authentication code</label>
  <input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="6" />
</form>`;

export function plain(title: string, text: string): string {
  return render(title, html`<p>${text}</p>`);
}

export function codeBox(): string {
  return render('Two-factor authentication', CODE_FIELD);
}

/** @param cross Addresses, of other origins, to frame as well. */
export function frames(cross: readonly string[]): string {
  const box = codeBox();
  const safe = cross.filter((address) => /^https?:\/\//.test(address));
  return render(
    'Sign in with two steps',
    html`<p>The code box is in one of these frames.</p>
      <iframe id="same" title="Same origin" src="/code-box"></iframe>
      <iframe id="srcdoc" title="Written into this page" srcdoc="${box}"></iframe>
      <iframe id="sandboxed" title="Sandboxed" sandbox="allow-scripts" src="/code-box"></iframe>
      <iframe id="data" title="Data address" src="data:text/html,${encodeURIComponent(box)}"></iframe>
      ${safe.map(
        (address, index) =>
          html`<iframe id="cross-${index}" title="Another origin" src="${address}"></iframe>`,
      )}`,
  );
}

/** A sheet of ordinary fields, with the one that takes a code after two thirds of them. */
export function manyInputs(count: number): string {
  const inputs = range(count).map(
    (index) => html`<label>Cell ${index} <input name="cell-${index}" type="text" /></label>`,
  );
  const before = Math.floor((count * 2) / 3);
  return render(
    'Two-factor authentication',
    html`${inputs.slice(0, before)}${CODE_FIELD}${inputs.slice(before)}`,
  );
}

export function manyElements(count: number): string {
  const groups = range(count / 5).map(
    (index) =>
      html`<section>
        <h2>Part ${index}</h2>
        <p>Some <b>text</b> and <a href="#${index}">a link</a></p>
      </section>`,
  );
  const half = groups.length / 2;
  return render(
    'Two-factor authentication',
    html`${groups.slice(0, half)}${CODE_FIELD}${groups.slice(half)}`,
  );
}

/** Every field but one is out of a person's sight, each in another way. */
export function hidden(): string {
  const ways = [
    'display: none',
    'visibility: hidden',
    'opacity: 0',
    'position: absolute; left: -9999px',
    'position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)',
    'height: 0; overflow: hidden',
  ];
  const traps = ways.map(
    (way, index) =>
      html`<div style="${way}">
        <label for="trap-${index}">Authentication code</label>
        <input
          id="trap-${index}"
          name="code"
          type="text"
          inputmode="numeric"
          autocomplete="one-time-code"
          tabindex="-1"
        />
      </div>`,
  );
  return render('Two-factor authentication', html`${traps}${CODE_FIELD}`);
}

/** Goes elsewhere 50 ms after its field was given the focus, or a value without it. */
export function slow(): string {
  return render(
    'Two-factor authentication',
    html`${CODE_FIELD}
      <script>
        const leave = () => setTimeout(() => location.assign('/gone'), 50);
        for (const event of ['focus', 'input'])
          document.querySelector('#code').addEventListener(event, leave, { once: true });
      </script>`,
  );
}

interface Picture {
  readonly src: string;
  readonly size: number;
  readonly left: number;
  readonly top: number;
}

export function qrCodes(pictures: readonly Picture[]): string {
  const images = pictures.map(
    ({ src, size, left, top }, index) =>
      html`<img
        id="qr-${index}"
        alt="QR code ${index}"
        src="${src}"
        style="position: absolute; left: ${left}px; top: ${top}px; width: ${size}px; height: ${size}px"
      />`,
  );
  return render('QR codes', html`${images}`);
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
