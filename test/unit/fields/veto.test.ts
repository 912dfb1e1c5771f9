// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { detect } from '../../../lib/fields/detect';
import { layout, row, show } from './page';

const reasons = (html: string) => {
  show(html);
  return detect(document, { layout }).seen.find(({ veto }) => veto)?.reasons ?? [];
};
const twoStep = '<h1>Two-factor authentication</h1>';

describe('a field is certainly for something else', () => {
  test.each([
    ['setting', 'a setting of codes', '<label>OTP length <input name=otp_length></label>'],
    ['contact', 'an address, by its example', '<input name=otp_test_to placeholder="you@example.org">'],
    ['postal', 'a postcode in India', '<label>Verify your pincode <input name=code maxlength=6></label>'],
    ['captcha', 'a puzzle, by its id', '<label>Verify code <input name=verify_code id=captcha_txt></label>'],
    [
      'captcha',
      'a puzzle in a picture beside it',
      '<canvas data-box="0,0,120,30"></canvas><input data-box="0,40,200,30" name=security_code>',
    ],
    [
      'document',
      'the number of a certificate',
      '<p>Check a certificate.</p><label>Verification code <input name=verification_code></label>',
    ],
    ['invite', 'a television', '<h1>Activate</h1><p>Enter the code shown on your TV.</p><input name=otp1>'],
    ['developer', 'a webhook', '<h1>Webhook</h1><label>Verification token <input name=token></label>'],
    ['shop', 'a coupon', '<h2>Coupon</h2><label>Verification code <input></label>'],
    ['password', 'a row of a PIN', `<div>${row(6, 'maxlength=1', 'password')}</div>`],
    [
      'captcha',
      'five characters',
      '<label>Security code <input name=securitycode maxlength=5></label><input type=password>',
    ],
    ['invite', 'a list of those present', '<h1>Attendance</h1><label>6-digit code <input></label>'],
    ['password', 'a code typed unseen, elsewhere', '<label>Access code <input type=password></label>'],
    [
      'password',
      'a password on a page about two steps',
      `${twoStep}<label>Password <input type=password></label>`,
    ],
    [
      'password',
      'a code typed unseen beside another field',
      `${twoStep}<label>Remark <input></label><label>Code <input type=password></label>`,
    ],
    [
      'password',
      'the password that turns two steps off',
      `${twoStep}<label>Password <input type=password id=mfa-password></label>`,
    ],
    [
      'hardware',
      'what a hardware key answers',
      `${twoStep}<label>Token <input name=yubikey_response></label>`,
    ],
    ['password', 'a new password', '<label>Password <input autocomplete=new-password></label>'],
  ])('%s: %s', (topic, _, html) => {
    expect(reasons(html)).toEqual([`not: ${topic}`]);
  });
});

describe('a field is not taken for something else', () => {
  test.each([
    [
      'for its password id',
      '<label>Authenticator code <input id=password1 autocomplete=new-password></label>',
    ],
    ['where a shop speaks of two steps', `${twoStep}<p>Your coupon waits.</p><input name=otp>`],
    ['where cells hide a code', `${twoStep}<div>${row(6, 'maxlength=1', 'password')}</div>`],
    ['where all that is wanted is typed unseen', `${twoStep}<label>Token <input type=password></label>`],
    [
      'where the browser is told that a code is typed unseen',
      `${twoStep}<input name=user><input type=password autocomplete=one-time-code>`,
    ],
    ['where a pincode is one of two steps', `${twoStep}<input id=pincode name=pincode>`],
    ['for five characters of two steps', '<label>2FA code <input maxlength=5></label><input>'],
    ['for five characters alone', '<label>Security code <input maxlength=5></label>'],
    [
      'for an id of hardware keys, where the browser is told of a code',
      `<input name=yubikey_response autocomplete=one-time-code placeholder=Token>`,
    ],
    ['for what the browser calls a passkey', '<input name=otp autocomplete="one-time-code webauthn">'],
    ['where its label says password but its name otp', '<label>Senha <input name=otp></label>'],
  ])('%s', (_, html) => {
    expect(reasons(html)).toEqual([]);
    expect(detect(document, { layout }).field).toBe('totp');
  });
});
