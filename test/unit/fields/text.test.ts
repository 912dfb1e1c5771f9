import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identifier, normalise } from '../../../lib/fields/text';

describe('normalise', () => {
  test.each([
    ['  Two-Factor \n Code ', 'two factor code'],
    ['Código de verificação', 'codigo de verificacao'],
    ['Код двухэтапной', 'kod dvuhetapnoi'],
    ['Κωδικός ΕΠΑΛΉΘΕΥΣΗΣ', 'kodikos epaliteisis'],
    ['İki adımlı doğrulama', 'iki adimli dogrulama'],
    ['Włącz nødkode', 'wlacz nodkode'],
    ['कोड', 'kod'],
    ['কোড', 'kod'],
    ['ಕೋಡ್', 'kodx'],
    ['６‑桁のコード', '6 桁のコード'],
    ['l’application', "l'application"],
    ['2단계 인증', '2단계 인증'],
    ['รหัส', 'รหัส'],
  ])('spells %j as %j', (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  test('changes nothing in what it has spelled', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const once = normalise(text);
        expect(normalise(once)).toBe(once);
      }),
    );
  });

  test('reads no more than a short text', () => {
    expect(normalise('a'.repeat(100_000))).toHaveLength(2000);
  });
});

describe('identifier', () => {
  test.each([
    ['user[otp_attempt]', 'user-otp-attempt'],
    ['totpCode_0', 'totp-code-0'],
    ['TOTPModal', 'totp-modal'],
    ['_code_2FA', 'code-2fa'],
    ['Input.TwoFactorCode', 'input-two-factor-code'],
    [':r1:-2', 'r1-2'],
    ['', ''],
  ])('takes %j apart', (text, expected) => {
    expect(identifier(text)).toBe(expected);
  });
});
