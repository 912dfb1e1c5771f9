// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { detect } from '../../../lib/fields/detect';
import { layout, row, show } from './page';

const look = (digits?: number) => detect(document, { layout, ...(digits !== undefined && { digits }) });
const chosen = () =>
  look().winner?.cells.map(({ element }) => element.id || element.getAttribute('name') || '?');

beforeEach(() => show(''));

const twoStep = '<h1>Two-factor authentication</h1>';

describe('a field for a stored code is found', () => {
  test.each([
    ['by the token alone', '<input id=c autocomplete="one-time-code">'],
    ['by the token after a section', '<input id=c autocomplete="section-a one-time-code webauthn">'],
    ['by its id', '<input id=c name="user[otp_attempt]">'],
    ['by an id in camel case', '<input id=c name="loginOtpCode">'],
    ['by an id run together', '<input id=c name="totpcode">'],
    ['by its label', '<label for=c>Authentication code</label><input id=c>'],
    ['by a label around it', '<label>2FA code <input id=c></label>'],
    ['by a label that is only text before it', '<div>Verification code</div><input id=c>'],
    ['by aria-labelledby', '<b id=l>One-time password</b><p>x</p><input id=c aria-labelledby=l>'],
    ['by its placeholder', '<input id=c placeholder="6-digit code">'],
    ['without a type', `${twoStep}<form><input id=c name=code></form>`],
    ['with a type no browser knows', `${twoStep}<input id=c type=code name=code>`],
    ['typed as a password', '<label for=c>2-factor code</label><input id=c type=password>'],
    ['with size 1', `${twoStep}<input id=c size=1>`],
    [
      'with an id that lies',
      `<form class="twofa-form"><input id=userid class=x type=number maxlength=6 placeholder="••••••"></form>`,
    ],
    [
      'without any name, alone on a page that says so',
      `${twoStep}<p>Enter the code from your authenticator app.</p><input id=c>`,
    ],
    [
      'in a dialog',
      '<h1>Files</h1><div role=dialog><h2>Two-step verification</h2><input id=c name=code></div>',
    ],
    [
      'with content to edit',
      `${twoStep}<label id=l>Authentication code</label><div id=c contenteditable=true aria-labelledby=l></div>`,
    ],
    [
      'after a password in one form',
      '<input type=password name=password autocomplete=current-password><input id=c name=totp>',
    ],
    [
      'where recovery codes are taken too',
      '<label for=c>Two-factor code</label><input id=c><p>Or use one of your recovery codes.</p>',
    ],
    ['where the label offers both', '<label for=c>Authentication code or recovery code</label><input id=c>'],
    [
      'beside a link to recovery',
      `${twoStep}<label for=c>Code</label><input id=c name=code><a href=#>Use a recovery code</a>`,
    ],
    [
      'beside a name for the device',
      '<h1>Add authenticator app</h1><label for=n>Name</label><input id=n><label for=c>Code</label><input id=c autocomplete="one-time-code">',
    ],
    ['in German', '<h1>Zwei-Faktor-Authentifizierung</h1><input id=c name=code>'],
    ['in French', "<p>Saisissez le code de votre application d'authentification.</p><input id=c name=code>"],
    ['in Spanish', '<label for=c>Código de verificación</label><input id=c>'],
    ['in Portuguese', '<h1>Verificação em duas etapas</h1><input id=c>'],
    ['in Italian', '<h1>Verifica in due passaggi</h1><input id=c name=code>'],
    ['in Dutch', '<label for=c>Verificatiecode</label><input id=c>'],
    ['in Polish', '<h1>Weryfikacja dwuetapowa</h1><input id=c>'],
    ['in Russian', '<h1>Двухфакторная аутентификация</h1><input id=c>'],
    ['in Ukrainian', '<label for=c>Код перевірки</label><input id=c>'],
    ['in Turkish', '<label for=c>Doğrulama kodu</label><input id=c>'],
    ['in Greek', '<label for=c>Κωδικός επαλήθευσης</label><input id=c>'],
    ['in Japanese', '<h1>2段階認証</h1><input id=c>'],
    ['in Chinese', '<p>请输入身份验证器中的验证码</p><input id=c name=code>'],
    ['in Korean', '<label for=c>인증 코드</label><input id=c>'],
    ['in Arabic', '<h1>التحقق من خطوتين</h1><input id=c>'],
    ['in Hebrew', '<label for=c>קוד אימות</label><input id=c>'],
    ['in Persian', '<label for=c>کد تایید</label><input id=c>'],
    ['in Hindi', '<label for=c>सत्यापन कोड</label><input id=c>'],
    ['in Thai', '<label for=c>รหัสการตรวจสอบ</label><input id=c>'],
    ['in Vietnamese', '<label for=c>Mã xác thực</label><input id=c>'],
    ['in Indonesian', '<label for=c>Kode verifikasi</label><input id=c>'],
    ['in Finnish', '<label for=c>Todennuskoodi</label><input id=c>'],
    ['in Hungarian', '<label for=c>Hitelesítési kód</label><input id=c>'],
    ['in Czech', '<label for=c>Ověřovací kód</label><input id=c>'],
    ['in Swedish', '<label for=c>Verifieringskod</label><input id=c>'],
  ])('%s', (_, html) => {
    show(html);
    const { winner, field } = look();
    expect(field).toBe('totp');
    expect(['c', 'userid']).toContain(winner?.cells[0]?.element.id);
    expect(winner?.cells).toHaveLength(1);
  });
});

describe('another class is told apart', () => {
  test.each([
    [
      'recovery',
      'by its label',
      `${twoStep}<label for=c>Recovery code</label><input id=c autocomplete="one-time-code">`,
    ],
    ['recovery', 'by its name', `${twoStep}<input name=recovery_code autocomplete="one-time-code">`],
    [
      'recovery',
      'by the heading',
      '<h1>Two-factor recovery</h1><label for=c>Code</label><input id=c name=code>',
    ],
    [
      'recovery',
      'by the text, though it mentions the app',
      `<h1>Enter a backup code</h1><p>The code you saved when you set up your authenticator app.</p><input name=code>`,
    ],
    [
      'recovery',
      'in a label with a word for two-step',
      '<label for=c>Two-factor recovery code</label><input id=c name=twofa>',
    ],
    [
      'recovery',
      'in German',
      '<h1>Backup-Code eingeben</h1><p>Zwei-Faktor-Authentifizierung</p><input name=code autocomplete=one-time-code>',
    ],
    ['recovery', 'in Russian', '<h1>Введите резервный код</h1><input name=code autocomplete=one-time-code>'],
    [
      'recovery',
      'in Japanese',
      '<h1>バックアップコードを入力</h1><input name=code autocomplete=one-time-code>',
    ],
    [
      'out-of-band',
      'by a text about mail',
      '<p>A code has been sent to your e-mail address.</p><input name=code autocomplete=one-time-code>',
    ],
    [
      'out-of-band',
      'by a masked number',
      '<p>Enter the code for ***-1234.</p><input autocomplete=one-time-code>',
    ],
    ['out-of-band', 'by its name', '<input name=sms_code autocomplete=one-time-code>'],
    [
      'out-of-band',
      'by a button to send it again',
      `${twoStep}<input name=code autocomplete=one-time-code><button>Resend code</button>`,
    ],
    [
      'out-of-band',
      'in French',
      '<p>Un code a été envoyé par SMS.</p><label for=c>Code de vérification</label><input id=c>',
    ],
    ['out-of-band', 'in Chinese', '<p>验证码已发送至您的手机</p><input autocomplete=one-time-code>'],
    [
      'static-pin',
      'by its words',
      '<h1>Set up PIN code</h1><label for=c>New PIN</label><input id=c inputmode=numeric maxlength=6 autocomplete=one-time-code>',
    ],
  ])('%s %s', (field, _, html) => {
    show(html);
    expect(look().field).toBe(field);
  });
});

describe('nothing is found', () => {
  test.each([
    ['on an empty page', ''],
    [
      'in a sign-in form',
      '<label>Username <input name=user autocomplete=username></label><label>Password <input type=password name=password></label>',
    ],
    ['in a password field on a code page', `${twoStep}<label>Password <input type=password></label>`],
    [
      'for a card code',
      '<label>Card number <input name=num></label><label>Security code <input name=code></label>',
    ],
    ['for a card code by its token', '<label>Security code <input autocomplete=cc-csc></label>'],
    ['for a coupon', '<h2>Apply coupon</h2><input name=code placeholder="Enter your code">'],
    ['for a coupon in German', '<label>Gutscheincode <input name=code></label>'],
    [
      'for a voucher that uses the token',
      '<label>Voucher code <input name=code autocomplete=one-time-code></label>',
    ],
    ['for a postcode', '<label>Zip code <input name=code maxlength=6 inputmode=numeric></label>'],
    [
      'for a birth year that uses the token',
      '<label>Year of birth <input autocomplete=one-time-code maxlength=4></label>',
    ],
    [
      'for a phone number that uses the token',
      '<label>Mobile number <input type=tel autocomplete=one-time-code></label>',
    ],
    ['for a puzzle', '<img src="/captcha.png"><label>Confirmation code <input name=code></label>'],
    [
      'for a puzzle told in words',
      '<p>Enter the code exactly as it appears.</p><label>Verification code <input name=code></label>',
    ],
    ['for an invitation', '<p>Enter your invitation code to register.</p><input name=code>'],
    ['for a device to pair', '<h1>Link a device</h1><label>Code <input name=code></label>'],
    ['for a developer', '<label>API token <input name=token></label>'],
    ['for a search', '<input type=search name=code><input name=q placeholder="Search codes">'],
    ['for a language', '<label>Name <input name=name></label><label>Code <input name=code></label>'],
    ['for an amount', '<label>Amount <input type=number name=amount></label>'],
    ['for a hardware key', `${twoStep}<input name=token placeholder="Touch your YubiKey">`],
    ['for a name of a device', `${twoStep}<label>Device name <input name=device></label>`],
    ['in a hidden field', '<div hidden><input name=totp></div>'],
    ['in a disabled field', '<input name=totp disabled>'],
    ['in a read-only field', '<input name=totp readonly>'],
    ['in a disabled fieldset', '<fieldset disabled><input name=totp></fieldset>'],
    ['in an inert part', '<div inert><input name=totp></div>'],
    ['in a mirror', '<div aria-hidden=true><input name=totp tabindex=-1></div>'],
    ['where the pattern takes no code', '<input name=totp pattern="[a-z0-9]{16}">'],
    ['where four characters fit', '<input name=totp maxlength=4>'],
    ['where a secret is shown to be copied', '<input name=totp value="JBSWY3DPEHPK3PXP">'],
    ['for two forms that want it alike', '<form><input name=otp></form><form><input name=otp></form>'],
  ])('%s', (_, html) => {
    show(html);
    expect(look().winner).toBeUndefined();
  });
});

describe('a row of cells', () => {
  test.each([
    ['of six without any attribute', row(6)],
    ['of six with the token on each', row(6, 'autocomplete=one-time-code maxlength=1')],
    ['of eight', row(8, 'maxlength=1')],
    [
      'whose first cell takes the whole code',
      row(1, 'autocomplete=one-time-code maxlength=6') + row(6).slice(row(1).length),
    ],
    ['of numbers', row(6, 'name=code_# inputmode=numeric', 'number')],
    ['with a label of its own', `<label for=x1>Authentication code</label>${row(6, 'id=x#')}`],
    ['numbered for screen readers', row(6, 'aria-label="Digit # of 6"')],
    ['split in the middle', `${row(3)}<span>-</span>${row(6).slice(row(3).length)}`],
  ])('%s is one target', (_, html) => {
    show(`${twoStep}<div>${html}</div>`);
    const { winner, field } = look();
    expect(winner?.cells).toHaveLength([...document.querySelectorAll('input')].length);
    expect(field).toBe('totp');
  });

  test.each([
    ['of more rows', [0, 40, 80].map((top) => row(6, 'maxlength=1', 'text', top)).join('')],
    ['with colons between all', row(6, 'maxlength=2').replaceAll('><', '>:<')],
    ['of long parts', row(5, 'maxlength=5')],
    ['for a static PIN', `<h2>Enter PIN code</h2>${row(6, 'aria-label="PIN digit # of 6"', 'password')}`],
    ['for a day, a month and a year', row(4, 'placeholder=YYYY')],
    ['of nine', row(9, 'maxlength=1')],
    ['of unequal sizes', row(6, 'maxlength=1').replace('192,0,40,40', '192,0,80,40')],
  ])('%s is none', (_, html) => {
    show(`<div>${html}</div>`);
    expect(['other', 'static-pin']).toContain(look().field);
  });

  test('of another length than the code at hand is not for it', () => {
    show(`${twoStep}<div>${row(6)}</div>`);
    expect(look(6).winner?.cells).toHaveLength(6);
    expect(look(8).winner).toBeUndefined();
  });
});

describe('the focus', () => {
  test('wins over a better field', () => {
    show('<input id=a name=code><input id=b name=totp>');
    expect(chosen()).toEqual(['b']);
    document.querySelector<HTMLInputElement>('#a')?.focus();
    expect(chosen()).toEqual(['a']);
    expect(look().winner?.focused).toBe(true);
  });

  test.each([
    ['a search', '<input id=a placeholder=Search>'],
    ['a password', '<input id=a type=password autocomplete=current-password>'],
    ['a card number', '<label>Card number <input id=a></label>'],
    ['an e-mail address', '<input id=a type=email>'],
    ['a recovery code', '<label>Recovery code <input id=a></label>'],
  ])('on %s does not win', (_, html) => {
    show(`${html}<form><input id=b name=totp></form>`);
    document.querySelector<HTMLInputElement>('#a')?.focus();
    expect(chosen()).toEqual(['b']);
  });
});

describe('shadow trees', () => {
  const attach = (parent: Element | ShadowRoot, mode: 'open' | 'closed'): ShadowRoot => {
    const host = document.createElement('x-part');
    parent.append(host);
    return host.attachShadow({ mode });
  };

  test('that are open are looked into, however deep', () => {
    let root = attach(document.body, 'open');
    for (let depth = 0; depth < 20; depth += 1) root = attach(root, 'open');
    root.innerHTML = '<label for=c>Authentication code</label><input id=c>';
    expect(chosen()).toEqual(['c']);
  });

  test('that are closed are looked into where the browser allows it', () => {
    const root = attach(document.body, 'closed');
    root.innerHTML = '<input id=c name=totp>';
    expect(look().winner).toBeUndefined();
    const opened = detect(document, {
      layout,
      openRoot: (host) => (host.localName === 'x-part' ? root : null),
    });
    expect(opened.winner?.cells[0]?.element.id).toBe('c');
  });
});

describe('a page that turns two-step sign-in on', () => {
  const field = '<label>Authentication code <input name=code></label>';
  test.each([
    ['by a link', `<a href="otpauth://totp/x?secret=JBSWY3DPEHPK3PXP">Open</a>${field}`, true],
    [
      'by a link in an attribute',
      `<div data-url="otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"></div>${field}`,
      true,
    ],
    ['by a picture and its words', `<p>Scan the QR code.</p><img data-box="0,0,180,180">${field}`, true],
    ['by a shown secret', `<code>JBSW Y3DP EHPK 3PXP</code>${field}`, true],
    ['by a secret to copy', `<input readonly value="JBSWY3DPEHPK3PXP">${field}`, true],
    ['not by a logo', `<img data-box="0,0,180,180">${field}`, false],
    ['not by a code field alone', field, false],
    ['not by a picture without a code', '<p>Scan the QR code to pay.</p><img data-box="0,0,180,180">', false],
  ])('is recognised %s', (_, html, expected) => {
    show(html);
    expect(look().enrolment).toBe(expected);
  });
});

describe('a page that makes it hard', () => {
  test('with forms whose inputs are named like properties is read all the same', () => {
    const names = [
      'id',
      'parentNode',
      'getAttribute',
      'localName',
      'textContent',
      'childNodes',
      'matches',
      'action',
      'closest',
    ];
    show(
      `<form>${names.map((name) => `<input type=hidden name=${name}>`).join('')}<label for=c>2FA code</label><input id=c></form>`,
    );
    expect(chosen()).toEqual(['c']);
  });

  test('with thousands of fields shows only what says by itself that it is a code', () => {
    const many = '<input name=otp>'.repeat(300);
    show(`<form>${many}<input id=c autocomplete=one-time-code>${many}</form>`);
    expect(chosen()).toEqual(['c']);
  });

  test('leaves a word that does not fit a code in place, and says so', () => {
    show('<input id=c name=totp value=alice>');
    expect(look().winner?.occupied).toBe(true);
    show('<input id=c name=totp value="012 345">');
    expect(look().winner?.occupied).toBe(false);
  });
});
