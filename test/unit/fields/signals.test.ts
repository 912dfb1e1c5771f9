// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { detect } from '../../../lib/fields/detect';
import { layout, show } from './page';

const look = () => detect(document, { layout });
const twoStep = '<h1>Two-factor authentication</h1>';

describe('the number of its digits says that a code is meant', () => {
  test.each([
    ['by the label of a lone field', '<label>Enter the 6-digit code <input></label>', 'totp'],
    ['in French', '<label>Code à 6 chiffres <input></label>', 'totp'],
    ['in Japanese', '<label>6桁のコード <input></label>', 'totp'],
    ['not beside another field', '<input name=q><form><label>6-digit code <input></label></form>', 'other'],
    ['not where another number is meant', '<label>16-digit code <input></label>', 'other'],
    [
      'not where letters are taken too',
      '<label>6-digit code <input pattern="[A-Za-z0-9]+"></label>',
      'other',
    ],
    ['not where only digits are meant', '<p>The last 6 digits of your account.</p><input>', 'other'],
  ])('%s', (_, html, field) => {
    show(html);
    expect(look().field).toBe(field);
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
    ['in a password field without a name on a code page', `${twoStep}<input type=password name=code>`],
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
