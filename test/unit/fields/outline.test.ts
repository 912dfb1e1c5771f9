// @vitest-environment happy-dom
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outline } from '../../../lib/fields/outline';
import { layout, show } from './page';

const outlined = (html: string): string => {
  show(html);
  return outline(document, { layout });
};

describe('an outline', () => {
  test('shows what stands around the inputs, in the page’s order', () => {
    expect(
      outlined(`<p>Hello</p><main class="card wide"><h1>Two steps</h1><div><div>
        <form id=f method=post action="https://site.test/two-factor/verify?next=secret">
          <label for=otp>Code</label><input id=otp data-box="0,0,200,30" name=code maxlength=6 required>
          <button>Verify</button><a href=/resend>Resend</a>
        </form></div></div></main>`),
    ).toBe(
      [
        'html > body > main class="card wide"',
        '  h1',
        '  div > div > form id="f" method="post" action="two-factor/verify"',
        '    label for="otp" "Code"',
        '    input id="otp" name="code" maxlength="6" required 200x30',
        '    button',
      ].join('\n'),
    );
  });

  test('says what nobody sees', () => {
    const text = outlined('<div hidden><input name=trap></div><input type=hidden name=csrf hidden>');
    expect(text).toMatch(/input name="trap" 200x30 \(not visible\)/);
    expect(text).toMatch(/input type="hidden" name="csrf" hidden 200x30 \(not visible\)/);
  });

  test('marks shadow roots, open and closed, and frames', () => {
    show('<x-open></x-open><x-closed></x-closed><iframe id=inner srcdoc="<p>words</p>"></iframe>');
    const open = document.querySelector('x-open')!.attachShadow({ mode: 'open' });
    open.innerHTML = '<input name=a>';
    const root = document.querySelector('x-closed')!.attachShadow({ mode: 'closed' });
    root.innerHTML = '<input name=b>';
    const openRoot = (host: Element) => (host.localName === 'x-closed' ? root : null);
    expect(outline(document, { layout, openRoot }).replace(/\d+x\d+/g, 'WxH')).toBe(
      [
        'html > body',
        '  x-open > #shadow-root (open)',
        '    input name="a" WxH',
        '  x-closed > #shadow-root (closed)',
        '    input name="b" WxH',
        '  iframe id="inner" WxH',
      ].join('\n'),
    );
  });

  test('of a page of 700 inputs stays short, and says how many are left out', () => {
    const text = outlined('<div><input class="some class"></div>'.repeat(700));
    expect(text.split('\n').length).toBeLessThanOrEqual(300);
    expect(text.length).toBeLessThanOrEqual(20_000);
    expect(text).toMatch(/\(\d{3} more\)$/);
  });

  test('of long attributes and deep pages stays short', () => {
    const names = 'long-word '.repeat(150);
    const text = outlined(
      `<div class="${names}" id="${names}" role="${names}">`.repeat(250) + '<input>'.repeat(100),
    );
    expect(text.length).toBeLessThanOrEqual(20_000);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(600);
  });

  test('has room first for the fields that it is about', () => {
    show('<p><input></p>'.repeat(400) + '<p><input id=last></p>');
    expect(outline(document, { layout })).not.toContain('last');
    expect(outline(document, { layout, first: [document.querySelector('#last')!] })).toContain('last');
  });

  test('of a form whose fields are named like what it is asked is right', () => {
    expect(
      outlined(
        '<form id=f><input name=parentNode><input name=childNodes><input name=compareDocumentPosition><input name=id></form>',
      ).split('\n'),
    ).toHaveLength(5);
  });

  test('of a page without inputs is empty', () => {
    expect(outlined('<p>private words</p>')).toBe('');
  });
});

describe('an outline never tells', () => {
  /** Where a page keeps what is nobody else’s business. */
  const places: readonly (readonly [string, (text: string) => string])[] = [
    ['a value', (x) => `<input value="${x}">`],
    ['a long text', (x) => `<label>Note <textarea>${x}</textarea></label>`],
    ['what is chosen', (x) => `<label>Pick <select><option>${x}</option></select></label>`],
    ['what an editor holds', (x) => `<label>Note <span contenteditable>${x}</span></label>`],
    ['headings', (x) => `<form><h1>Welcome back, ${x}</h1><label>Code <input></label></form>`],
    ['buttons', (x) => `<button aria-label="${x}">Log out ${x}</button><div role=button>${x}</div>`],
    ['an account to choose', (x) => `<label><input type=radio name=as> ${x}</label>`],
    ['headings written in an editor', (x) => `<div contenteditable><h1>${x}</h1></div>`],
    ['running text', (x) => `<p>${x}</p><div>${x}<input></div>`],
    [
      'headings of other parts of the page',
      (x) => `<section><h2>${x}</h2><button>${x}</button><p>${'long text '.repeat(130)}</p></section>`,
    ],
    ['a link', (x) => `<a href="/${x}">${x}</a>`],
    ['an image', (x) => `<label><img src="/${x}" alt="${x}">Logo</label>`],
    ['a title', (x) => `<input title="${x}"><button title="${x}">Go</button>`],
    ['a secret shown to be copied', (x) => `<label>Key <code>${x}</code></label>`],
    ['a script', (x) => `<label><script type="text/plain">${x}</script>Key</label>`],
    ['a comment', (x) => `<label><!--${x}-->Key</label>`],
    ['attributes of its own', (x) => `<input data-value="${x}" aria-valuetext="${x}">`],
    ['the query of an address', (x) => `<form action="/a?t=${x}#${x}"><input></form>`],
    ['the host of an address', (x) => `<form action="https://${x}.test/a"><input></form>`],
    ['a frame’s address', (x) => `<iframe src="/${x}" srcdoc="${x}"></iframe>`],
    ['a button’s value', (x) => `<input type=submit value="${x}">`],
    ['a hidden value', (x) => `<input type=hidden name=csrf value="${x}">`],
  ];
  const word = 'Zwiebelkuchen';

  test.each(places)('%s', (_, html) => {
    const text = outlined(`${html(word)}<input name=here>`);
    expect(text).toContain('name="here"');
    expect(text.toLowerCase()).not.toContain(word.toLowerCase());
  });

  const letters = (alphabet: string, minLength: number, maxLength: number) =>
    fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength, maxLength });
  const secret = fc.oneof(
    letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16, 52),
    letters('0123456789abcdef', 16, 64).filter((text) => /\d/.test(text)),
    letters('0123456789', 4, 12),
    letters('٠١٢٣٤٥٦٧٨٩', 4, 12),
    letters('23456789BCDFGHJKMNPQRTVWXY', 5, 5),
    fc.emailAddress().filter((text) => !/["&<']/.test(text)),
    letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16, 32).map((text) => text.match(/.{1,4}/g)!.join(' ')),
  );
  /** Where it may say something, and leaves out what could be a secret. */
  const told: readonly ((text: string) => string)[] = [
    (x) => `<label>Your key is ${x} there</label>`,
    (x) => `<h2>Sent to ${x}</h2>`,
    (x) => `<label>${Array.from(x, (each) => `<b>${each}</b>`).join('')}</label>`,
    (x) => `<input placeholder="like ${x}">`,
    (x) => `<input aria-label="for ${x}">`,
    (x) => `<input id="${x}" class="a ${x}" name="${x}" data-testid="${x}">`,
    (x) => `<form action="/reset/${x}"><input></form>`,
    (x) => `<label>${'words '.repeat(12)}${x}</label>`,
  ];
  const page = fc.array(fc.tuple(fc.constantFrom(...places.map(([, html]) => html), ...told), fc.nat(2)), {
    minLength: 1,
    maxLength: 12,
  });

  test('a secret, a number or an address of mail, wherever they are', () => {
    fc.assert(
      fc.property(page, secret, (parts, planted) => {
        const html = parts.map(
          ([part, depth]) => '<div>'.repeat(depth) + part(planted) + '</div>'.repeat(depth),
        );
        const text = outlined(`${html.join('')}<input name=here>`).toLowerCase();
        expect(text).toContain('name="here"');
        // A half of it is as bad.
        for (const half of [planted.slice(0, 12), planted.slice(-12)])
          expect(text).not.toContain(half.toLowerCase());
      }),
    );
  });
});
