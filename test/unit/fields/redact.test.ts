import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '../../../lib/fields/redact';

describe('a text is left as it is', () => {
  test.each([
    'Enter the 6-digit code from your app',
    'Authentifizierungscode eingeben',
    'Verification code (2FA)',
    'user[otp_attempt]',
    'verificationCodeInputField',
    'two-factor-authentication-code-1',
    'Digit 1 of 6',
    '认证应用生成的验证码',
  ])('when it says %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('left out is', () => {
  test.each([
    ['an e-mail address', 'Sent to ada.l+x@mail.site.test, now', 'Sent to … now'],
    ['a masked address', 'to a***@g***.test', 'to …'],
    ['a telephone number', 'call +49 (171) 12-34 55', 'call +…'],
    ['a code', 'for example 123456', 'for example …'],
    ['a code in groups', 'it is 123 456', 'it is …'],
    ['a UUID', 'c0ffee12-0b1d-4c3a-9e8f-1234567890ab', '…-0b1d-4c3a-9e8f-…'],
    ['a number of a session, behind a word', 'user_4f3a2b1c9d row_', 'user_… row_'],
    ['a secret in groups, behind a word', 'key_jbsw y3dp ehpk 3pxp', 'key_…'],
    ['a secret', 'key JBSWY3DPEHPK3PXP', 'key …'],
    ['a secret with a number in it', 'key ABCD2345ABCDEFGHIJKL', 'key …'],
    ['a secret without digits', 'key JBSWYODPEHPKIPXP', 'key …'],
    ['a secret in groups', 'key jbsw y3dp ehpk 3pxp', 'key …'],
    ['a secret in groups, the first all digits', 'key 5 2222 ABCD EFGH IJKL MN', 'key 5 …'],
    ['a short secret', 'key ABCD2345', 'key …'],
    ['a code of Steam', 'like K7QWR or BDFGH', 'like … or …'],
    ['a code in other digits', 'رمز ١٢٣٤٥٦', 'رمز …'],
    ['a code in wide digits', 'コード １２３ ４５６', 'コード …'],
    ['Base64', 'aGVsbG8gd29ybGQhISE=', '…'],
    ['a token of an address', 'eyJhbGciOi-JIUzI1NiIs_InR5cCI6', '…'],
  ])('%s', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  const alphabet = (letters: string, length: number) =>
    fc.string({ unit: fc.constantFrom(...Array.from(letters)), minLength: length, maxLength: 64 });

  test('every secret in Base32, every key in hex, and every number, in the middle of anything', () => {
    const secret = fc.oneof(
      alphabet('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16),
      alphabet('0123456789abcdef', 16),
      alphabet('0123456789', 4),
    );
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, kept, after) => {
        fc.pre(!/^[a-f]+$/.test(kept));
        expect(redact(`${before} ${kept} ${after}`)).not.toContain(kept);
      }),
    );
  });
});
