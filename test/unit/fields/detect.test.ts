// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { detect } from '../../../lib/fields/detect';
import { locate } from '../../../lib/fields/locator';
import { layout, row, show } from './page';

const look = () => detect(document, { layout });
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

describe('the focus', () => {
  test('wins over a better field', () => {
    show('<input id=a name=otp><input id=b name=totp autocomplete=one-time-code>');
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

describe('a focused field that merely lacks a sign', () => {
  const page = '<input id=a name=field7><form><input id=b name=totp></form>';
  const focus = () => document.querySelector<HTMLInputElement>('#a')?.focus();

  test('does not stand before one that is sure', () => {
    show(page);
    focus();
    expect(chosen()).toEqual(['b']);
  });

  test('does where the user pointed at it', () => {
    show(page);
    focus();
    const { winner } = detect(document, { layout, pointed: true });
    expect(winner?.cells[0]?.element.id).toBe('a');
  });

  test('is the one where there is no other', () => {
    show('<input id=a name=field7>');
    focus();
    expect(chosen()).toEqual(['a']);
    expect(look().field).toBe('other');
  });
});

describe('without a word of a code', () => {
  test.each([
    ['cells are any number', `<div>${row(6, 'inputmode=numeric')}</div>`],
    ['a code is any code', '<label>Enter code <input name=code maxlength=6></label>'],
    [
      'a page of two-step sign-in may ask for something else',
      '<h2>Two-step sign-in</h2><label>Reason <input></label><label>Remark <input></label>',
    ],
    [
      'a text behind says nothing of a filter',
      '<label>Event code <input name=event_code></label><p>One-time password checked.</p><input name=user>',
    ],
  ])('%s', (_, html) => {
    show(html);
    expect(look().field).toBe('other');
  });

  test('a text before the field is enough, other fields or not', () => {
    show('<input name=q><p>Two-factor authentication</p><input id=c name=code placeholder=Code>');
    expect(chosen()).toEqual(['c']);
  });
});

describe('the field that the user showed', () => {
  const locator = { traits: ['id=room', 'name=room', 'type=text', 'judged=not: invite'], cells: 1 };

  test('wins over any other, whatever it looks like', () => {
    show('<label>Room <input id=room name=room></label><input id=c name=totp>');
    const { winner, field } = detect(document, { layout, locate, locator });
    expect(winner?.cells[0]?.element.id).toBe('room');
    expect(winner).toMatchObject({ picked: true, veto: false, field: 'totp' });
    expect(field).toBe('totp');
  });

  test('wins over the one that has the focus, unless the user points at that', () => {
    show('<label>Room <input id=room name=room></label><input id=c name=totp>');
    document.querySelector<HTMLInputElement>('#c')!.focus();
    const chosen = (pointed: boolean) =>
      detect(document, { layout, locate, locator, pointed }).winner?.cells[0]?.element.id;
    expect([chosen(false), chosen(true)]).toEqual(['room', 'c']);
  });

  test('is not overwritten when it holds something else', () => {
    show('<input id=room name=room value=alice>');
    expect(detect(document, { layout, locate, locator }).winner?.occupied).toBe(true);
  });

  test('brings the row that it is part of', () => {
    show(`<div>${row(6, 'id=digit#')}</div>`);
    const one = { traits: ['id=digit1', 'type=text'], cells: 6 };
    expect(detect(document, { layout, locate, locator: one }).winner?.cells).toHaveLength(6);
  });

  test.each([
    ['a recovery code', '<label>Recovery code <input id=answer name=answer></label>'],
    ['a coupon', '<label>Coupon code <input id=answer name=answer></label>'],
    ['a security question', '<label>Answer to your security question <input id=answer name=answer></label>'],
    ['the number of a card', '<input id=answer name=answer autocomplete=cc-csc>'],
  ])('is not believed to be the one for %s', (_, html) => {
    show(html);
    const answer = { traits: ['id=answer', 'name=answer', 'type=text', 'judged=other'], cells: 1 };
    const { seen } = detect(document, { layout, locate, locator: answer });
    expect(seen.map(({ picked, veto }) => [picked, veto])).toEqual([[false, true]]);
  });

  test('is one for a coupon where that was shown', () => {
    show('<label>Coupon code <input id=room name=room></label>');
    const shop = { ...locator, traits: [...locator.traits, 'judged=not: shop'] };
    expect(detect(document, { layout, locate, locator: shop }).winner).toMatchObject({
      picked: true,
      veto: false,
    });
  });

  test('is no longer looked for when it is gone', () => {
    show('<input id=c name=totp>');
    expect(detect(document, { layout, locate, locator }).winner).toMatchObject({ picked: false });
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
