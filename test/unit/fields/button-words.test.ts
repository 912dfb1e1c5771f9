// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { type Saying, sayingOf } from '../../../lib/fields/button-words';
import { show } from './page';

function sayingOn(html: string): Saying {
  show(html);
  return sayingOf(document.body.firstElementChild as HTMLElement);
}
const saying = (text: string): Saying => sayingOn(`<button>${text}</button>`);

test.each([
  ['its text', '<button>Verify</button>'],
  ['its value', '<input type=submit value=Verify>'],
  ['its hidden name', '<button aria-label=Verify></button>'],
  ['what its picture shows', '<input type=image alt=Verify>'],
  ['its authors’ name for it', '<button id=btnSubmit></button>'],
])('a button says by %s that it goes on', (_, html) => {
  expect(sayingOn(html)).toEqual({ harmless: true, goes: true, plainly: true });
});

describe('nothing besides going on', () => {
  test.each([
    'Verify',
    'Verify code',
    'Confirm the code',
    'Sign in',
    'Log in now',
    'Verify and continue',
    'Enter your code',
    'Bestätigen und anmelden',
    'Se connecter',
    'Iniciar sesión',
    'Kinnita',
    'Подтвердить и войти',
    '確認する',
    '验证并登录',
    'जारी रखें',
  ])('is said by "%s"', (text) => {
    expect(saying(text)).toEqual({ harmless: true, goes: true, plainly: true });
  });

  test.each(['Sign in to Acme', 'Continue the tour', 'Confirm choice of seats', 'Weiter zum Angebot'])(
    'is not all that "%s" says',
    (text) => {
      expect(saying(text)).toEqual({ harmless: true, goes: true, plainly: false });
    },
  );
});

describe('what is not understood', () => {
  test.each(['→', 'Áfram', 'Halda áfram'])('may be pressed where it is a word or two: "%s"', (text) => {
    expect(saying(text)).toEqual({ harmless: true, goes: false, plainly: false });
  });

  test.each([
    ['a sentence', '<button>Skila til eiganda</button>'],
    ['an amount', '<button>Skila 500</button>'],
    ['a long word', '<button>Endurskoðunarskilmálarnir</button>'],
    ['a sentence, whatever its authors call it', '<button id=submit>Skila til eiganda</button>'],
  ])('is not, where it is %s', (_, html) => {
    expect(sayingOn(html).harmless).toBe(false);
  });
});

/** What must not be pressed for the user in each language: other ways, other people, what can't be taken back. */
const HARM: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Continue with Acme',
    'Continue without a code',
    'Sign in as someone else',
    'Continue as guest',
    'Trust this device and continue',
    'Remember this device',
    'Revoke all sessions',
    'Confirm removal',
    'Confirm deletion',
    'Delete account',
    'Pay 500 EUR',
    'Confirm payment',
    'Confirm and pay',
    'Place order',
    'Submit a report',
    'Report a problem',
    'Text me',
    'Send an SMS',
  ],
  de: [
    'Weiter mit Acme',
    'Weiter ohne Code',
    'Als Gast fortfahren',
    'Mit anderem Konto anmelden',
    'Gerät vertrauen und weiter',
    'Alle Sitzungen widerrufen',
    'Entfernen bestätigen',
    'Löschung bestätigen',
    'Jetzt bezahlen',
    'Zahlung bestätigen',
    'Problem melden',
  ],
  fr: [
    'Continuer avec Acme',
    'Continuer sans code',
    'Se connecter en tant que quelqu’un d’autre',
    'Faire confiance et continuer',
    'Révoquer les sessions',
    'Confirmer la suppression',
    'Confirmer le retrait',
    'Confirmer le paiement',
    'Signaler un problème',
  ],
  es: [
    'Continuar con Acme',
    'Continuar sin código',
    'Entrar como invitado',
    'Confiar en este equipo y continuar',
    'Revocar sesiones',
    'Confirmar eliminación',
    'Pagar ahora',
    'Confirmar pago',
    'Denunciar',
  ],
  it: [
    'Continua con Acme',
    'Continua senza codice',
    'Accedi come ospite',
    'Considera attendibile e continua',
    'Revoca',
    'Conferma rimozione',
    'Conferma pagamento',
    'Segnala un problema',
  ],
  pt: [
    'Continuar com Acme',
    'Continuar sem código',
    'Entrar como convidado',
    'Confiar e continuar',
    'Revogar',
    'Confirmar remoção',
    'Confirmar pagamento',
    'Relatar um problema',
  ],
  nl: [
    'Doorgaan met Acme',
    'Doorgaan zonder code',
    'Als gast doorgaan',
    'Apparaat vertrouwen en doorgaan',
    'Sessies intrekken',
    'Verwijderen bevestigen',
    'Betaling bevestigen',
    'Probleem melden',
  ],
  pl: [
    'Kontynuuj przez Acme',
    'Kontynuuj bez kodu',
    'Kontynuuj jako gość',
    'Zaufaj i kontynuuj',
    'Potwierdź usunięcie',
    'Zapłać',
    'Zgłoś problem',
  ],
  sv: [
    'Fortsätt med Acme',
    'Fortsätt utan kod',
    'Fortsätt som gäst',
    'Lita på enheten och fortsätt',
    'Återkalla',
    'Bekräfta betalning',
    'Ta bort',
  ],
  ru: [
    'Продолжить через Acme',
    'Продолжить без кода',
    'Войти как гость',
    'Доверять и продолжить',
    'Отозвать',
    'Подтвердить удаление',
    'Подтвердить оплату',
    'Сообщить о проблеме',
  ],
  tr: [
    'Acme ile devam et',
    'Kodsuz devam et',
    'Misafir olarak devam et',
    'Kaldırmayı onayla',
    'SMS gönder',
    'Ödemeyi onayla',
  ],
  ja: ['Acmeで続行', 'コードなしで続行', 'ゲストとして続行', '削除を確認', '支払いを確認', '問題を報告'],
  zh: [
    '使用 Acme 登录',
    '无需验证码继续',
    '以访客身份继续',
    '确认删除',
    '确认支付',
    '信任此设备并继续',
    '举报',
  ],
  ko: ['Acme로 계속', '코드 없이 계속', '삭제 확인', '결제 확인', '인증번호 받기'],
  ar: ['المتابعة باستخدام Acme', 'متابعة بدون رمز', 'تأكيد الحذف', 'تأكيد الدفع'],
};

describe.each(Object.entries(HARM))('in %s', (_, texts) => {
  test.each(texts)('"%s" is never pressed', (text) => {
    expect(saying(text).harmless).toBe(false);
  });
});
