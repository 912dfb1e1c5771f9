// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { findButton } from '../../../lib/fields/buttons';
import { rootsOf } from '../../../lib/fields/deep';
import { layout, show } from './page';

const openRoot = () => null;
function found(field: HTMLElement = document.querySelector('#code')!) {
  return findButton(field, { roots: rootsOf(document, openRoot), layout, openRoot });
}
const chosen = () => found().button?.id;

describe('in a form', () => {
  test.each([
    ['the one that sends it', '<input id=code><button id=right>Verify</button>'],
    ['an input', '<input id=code><input id=right type=submit value="Sign in">'],
    [
      'not the one before, which cancels',
      '<button>Cancel</button><input id=code><button id=right>Verify</button>',
    ],
    [
      'not the one that comes first and logs out',
      '<button>Log out</button><input id=code><button id=right>Confirm</button>',
    ],
    [
      'not the one that sends a new code',
      '<button>Resend code</button><input id=code><button id=right>Continue</button>',
    ],
    [
      'not the one that sends the code elsewhere',
      '<input id=code><button>Send code by SMS</button><button id=right>Next</button>',
    ],
    [
      'not one that goes past the checks',
      '<input id=code><button formnovalidate>Verify</button><button id=right>Next</button>',
    ],
    [
      'not one that empties it',
      '<input id=code><button type=reset>Verify</button><button id=right>Next</button>',
    ],
    ['not a menu', '<input id=code><button aria-haspopup=true>Next</button><button id=right>Next</button>'],
    ['not another way', '<input id=code><button>Use another method</button><button id=right>Log in</button>'],
    [
      'not a recovery code',
      '<input id=code><button>Use a recovery code</button><button id=right>Log in</button>',
    ],
    ['not a security key', '<input id=code><button>Security key</button><button id=right>Next</button>'],
    [
      'one that says so before one that only sends',
      '<input id=code><button>Blue</button><button id=right>Verify</button>',
    ],
    [
      'one that says so, though it sends nothing by itself',
      '<button>Logout</button><input id=code><button type=button id=right>Verify</button>',
    ],
    ['one that is not understood, as the only one', '<input id=code><button id=right>→</button>'],
    [
      'one known by its name alone',
      '<input id=code><button name=cancel>×</button><button id=right>→</button>',
    ],
    ['one drawn as a button', '<input id=code><div role=button id=right>Verify</div>'],
    ['one by its hidden name', '<input id=code><button type=button aria-label="Sign in" id=right></button>'],
    ['a closed one, to be waited for', '<input id=code><button disabled id=right>Verify</button>'],
  ])('%s', (_, html) => {
    show(`<form>${html}</form>`);
    expect(chosen()).toBe('right');
  });

  test.each([
    ['of two that are not understood', '<input id=code><button>→</button><button>×</button>'],
    ['that sends a code to the user', '<input id=code><button>Send code</button>'],
    ['that does so in another language', '<input id=code><button>Отправить код</button>'],
    ['that leads back, alone', '<input id=code><button>Back</button>'],
    ['that is hidden', '<input id=code><button hidden>Verify</button>'],
    ['of another form', '<input id=code></form><form><button>Sign in</button>'],
    ['that names another form', '<input id=code><button form=other>Verify</button>'],
    ['that turns the second step off', '<input id=code><button>Disable two-factor authentication</button>'],
    ['that signs in another way', '<input id=code><button type=button>Sign in with a passkey</button>'],
  ])('never one %s', (_, html) => {
    show(`<form id=other></form><form>${html}</form>`);
    expect(found().button).toBeUndefined();
  });

  test('also one outside that names it', () => {
    show('<form id=f><input id=code></form><button form=f id=right>Verify</button>');
    expect(chosen()).toBe('right');
  });

  test('also one beside it, where the form has none', () => {
    show(
      '<div><form><input id=code></form><footer><button type=button id=right>Verify</button></footer></div>',
    );
    expect(chosen()).toBe('right');
  });

  test('whether anything sends it is told', () => {
    show('<form><input id=code><button>Cancel</button></form>');
    expect(found()).toMatchObject({ hasSubmit: true });
    show('<form><input id=code><button type=button>Show</button></form>');
    expect(found()).toMatchObject({ hasSubmit: false });
  });

  test('also where the field is in a shadow root and the form around it', () => {
    show('<form><x-field></x-field><button id=right>Verify</button></form>');
    const root = document.querySelector('x-field')!.attachShadow({ mode: 'open' });
    root.innerHTML = '<input>';
    expect(found(root.querySelector('input')!).button?.id).toBe('right');
  });
});

/** What stands beside the right button, in each language: another way, another person, and more than going on. */
const BESIDES: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'en',
    'Verify',
    [
      'Continue with Acme',
      'Continue without a code',
      'Sign in as someone else',
      'Trust this device and continue',
      'Confirm removal',
      'Sign in to Acme',
    ],
  ],
  ['de', 'Bestätigen', ['Weiter mit Acme', 'Weiter ohne Code', 'Als Gast fortfahren', 'Bei Acme anmelden']],
  ['fr', 'Valider', ['Continuer avec Acme', 'Continuer sans code', 'Confirmer la suppression']],
  ['es', 'Verificar', ['Continuar con Acme', 'Continuar sin código', 'Confirmar pago']],
  ['it', 'Verifica', ['Continua con Acme', 'Continua senza codice', 'Conferma rimozione']],
  ['pt', 'Verificar', ['Continuar com Acme', 'Continuar sem código', 'Entrar como convidado']],
  ['nl', 'Bevestigen', ['Doorgaan met Acme', 'Doorgaan zonder code', 'Inloggen als gast']],
  ['ru', 'Подтвердить', ['Продолжить через Acme', 'Продолжить без кода', 'Подтвердить оплату']],
  ['ja', '確認', ['Acmeで続行', 'コードなしで続行', 'ゲストとしてログイン']],
  ['zh', '验证', ['使用 Acme 登录', '无需验证码继续', '以访客身份继续']],
];
const beside = BESIDES.flatMap(([language, right, wrongs]) =>
  wrongs.map((wrong) => [language, wrong, right] as const),
);

describe('of two that say that they go on', () => {
  test.each(beside)('%s: not "%s" but "%s", whichever is first', (_, wrong, right) => {
    show(`<form><input id=code><button>${wrong}</button><button id=right>${right}</button></form>`);
    expect(chosen()).toBe('right');
    show(`<form><input id=code><button id=right>${right}</button><button>${wrong}</button></form>`);
    expect(chosen()).toBe('right');
    show(`<div><input id=code><button>${wrong}</button><button id=right>${right}</button></div>`);
    expect(chosen()).toBe('right');
  });

  test.each([
    ['both say nothing besides', '<button>Verify</button><button>Sign in</button>'],
    ['both say more', '<button>Sign in to Acme</button><button>Continue the tour</button>'],
    [
      'the one that says more is the one that sends',
      '<button type=button>Verify</button><button>Sign in to Acme</button>',
    ],
  ])('neither is pressed where %s, and Enter neither', (_, html) => {
    show(`<form><input id=code>${html}</form>`);
    expect(found()).toMatchObject({ hasSubmit: true });
    expect(found().button).toBeUndefined();
  });

  test.each([
    ['behind the field', '<button>Sign in</button><input id=code><button id=right>Verify</button>'],
    [
      'that sends the form',
      '<input id=code><button type=button>Connect</button><button id=right>Verify</button>',
    ],
    [
      'that sends the form, though both say more',
      '<input id=code><button type=button>Continue the tour</button><button id=right>Sign in to Acme</button>',
    ],
  ])('the one %s is taken', (_, html) => {
    show(`<form>${html}</form>`);
    expect(chosen()).toBe('right');
  });

  test('where a nearer block has them, none further out is taken', () => {
    show(
      '<div><p><input id=code><button>Verify</button><button>Sign in</button></p><button>Continue</button></div>',
    );
    expect(found().button).toBeUndefined();
  });
});

describe('as the only way to send the form', () => {
  test.each(['Revoke all sessions', 'Confirm removal', 'Pay 500 EUR', 'Report a problem'])(
    '"%s" is not pressed, and Enter neither',
    (text) => {
      show(`<form><input id=code><button>${text}</button></form>`);
      expect(found()).toMatchObject({ hasSubmit: true });
      expect(found().button).toBeUndefined();
    },
  );

  test('one that is not understood is not pressed where another, understood as little, stands before the field', () => {
    show('<form><button>★</button><input id=code><button>→</button></form>');
    expect(found().button).toBeUndefined();
  });
});

describe('without a form', () => {
  test.each([
    [
      'the nearest that says so',
      '<button>Continue</button><div><input id=code><button id=right>Verify</button></div>',
    ],
    [
      'not the nearest that does something else',
      '<div><span><input id=code><button>×</button></span><button id=right>Verify</button></div>',
    ],
    [
      'not the bar of the page',
      '<header><button>Sign in</button></header><div><input id=code></div><p><button id=right>Verify</button></p>',
    ],
    [
      'not that of a form elsewhere',
      '<form><button>Sign in</button></form><input id=code><p><b><button id=right>Verify</button></b></p>',
    ],
  ])('%s', (_, html) => {
    show(html);
    expect(chosen()).toBe('right');
  });

  test.each(['header', 'nav'])('a %s is the page’s, not the field’s', (name) => {
    show(`<${name}><button>Sign in</button></${name}><input id=code>`);
    expect(found().button).toBeUndefined();
  });

  test('a dialog is not left', () => {
    show('<button>Continue</button><div role=dialog><input id=code></div>');
    expect(found().button).toBeUndefined();
  });
});

describe('in other languages', () => {
  test.each([
    ['de', 'Abbrechen', 'Bestätigen'],
    ['de', 'Code erneut senden', 'Weiter'],
    ['de', 'Andere Methode', 'Anmelden'],
    ['fr', 'Annuler', 'Se connecter'],
    ['fr', 'Renvoyer le code', 'Continuer'],
    ['es', 'Volver', 'Continuar'],
    ['es', 'Enviar código', 'Iniciar sesión'],
    ['it', 'Indietro', 'Conferma'],
    ['pt', 'Cancelar', 'Entrar'],
    ['nl', 'Terug', 'Bevestigen'],
    ['pl', 'Anuluj', 'Zaloguj się'],
    ['sv', 'Avbryt', 'Nästa'],
    ['da', 'Tilbage', 'Fortsæt'],
    ['fi', 'Peruuta', 'Jatka'],
    ['cs', 'Zrušit', 'Přihlásit se'],
    ['hu', 'Mégse', 'Tovább'],
    ['ro', 'Înapoi', 'Continuă'],
    ['ru', 'Отмена', 'Войти'],
    ['uk', 'Скасувати', 'Продовжити'],
    ['tr', 'İptal', 'Devam et'],
    ['el', 'Ακύρωση', 'Σύνδεση'],
    ['ja', 'キャンセル', '次へ'],
    ['ja', 'コードを再送信', 'ログイン'],
    ['zh', '取消', '登录'],
    ['zh', '获取验证码', '确定'],
    ['ko', '취소', '로그인'],
    ['ar', 'إلغاء', 'متابعة'],
    ['he', 'ביטול', 'המשך'],
    ['fa', 'لغو', 'ادامه'],
    ['hi', 'रद्द करें', 'जारी रखें'],
    ['th', 'ยกเลิก', 'ถัดไป'],
    ['vi', 'Hủy', 'Tiếp tục'],
    ['id', 'Batal', 'Lanjutkan'],
  ])('%s: not "%s" but "%s", wherever they stand', (_, wrong, right) => {
    show(`<form><button>${wrong}</button><input id=code><button id=right>${right}</button></form>`);
    expect(chosen()).toBe('right');
    show(
      `<form><input id=code><button id=right type=button>${right}</button><button>${wrong}</button></form>`,
    );
    expect(chosen()).toBe('right');
  });
});
