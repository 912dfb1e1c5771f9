// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { detect } from '../../../lib/fields/detect';
import { layout, row, show } from './page';

const twoStep = '<h1>Two-factor authentication</h1>';
const otc = '<input id=c name=code autocomplete=one-time-code>';

describe('the nearest text decides', () => {
  test.each([
    [
      'totp',
      'a label for the app, whatever is said of messages below',
      `${twoStep}<label for=c>Code from your authenticator app</label>${otc}<p>Else a code is sent by SMS.</p>`,
    ],
    [
      'totp',
      'a label that names a mobile app',
      `<label for=c>Code from the app on your mobile phone</label>${otc}`,
    ],
    [
      'totp',
      'recovery spoken of only behind a named field',
      `<label for=c>Two-factor code</label>${otc}<p>Or use one of your recovery codes.</p>`,
    ],
    [
      'totp',
      'a secret to scan, whatever the next step wants',
      `<p>Backup codes come last.</p><a href="otpauth://totp/x?secret=JBSWY3DPEHPK3PXP">Open</a>${otc}`,
    ],
    [
      'totp',
      'a label that offers a recovery code besides',
      '<label for=c>OTP or recovery code</label><input id=c>',
    ],
    [
      'recovery',
      'a label that names one code by two words',
      '<label for=c>OTP recovery code</label><input id=c>',
    ],
    [
      'recovery',
      'recovery spoken of before a named field',
      `${twoStep}<p>Enter one of your recovery codes.</p><input name=code placeholder="Verification code">`,
    ],
    [
      'recovery',
      'recovery in the description of a named field',
      `<label for=d>Two-factor code</label><input id=d aria-describedby=h><p id=h>Enter a recovery code.</p>`,
    ],
    ['static-pin', 'a PIN of a page about PINs', `<h1>PIN check</h1><label for=c>PIN</label>${otc}`],
    [
      'static-pin',
      'a row on a page about a PIN',
      `<h1>Choose a PIN</h1><div>${row(6, 'autocomplete=one-time-code')}</div>`,
    ],
    [
      'out-of-band',
      'a code that proves an address',
      '<h1>Confirm your e-mail address</h1><label for=c>Verification code</label><input id=c name=code>',
    ],
    [
      'out-of-band',
      'a code that resets a password',
      '<h1>Reset your password</h1><label for=c>Verification code</label><input id=c name=code>',
    ],
    [
      'recovery',
      'words that speak of nothing else',
      '<p>Enter a backup code.</p><input name=code maxlength=8>',
    ],
    [
      'totp',
      'an id of messages under a heading of the app',
      '<h1>Open your authenticator app</h1><label for=sms_code>Security code</label><input id=sms_code>',
    ],
    [
      'out-of-band',
      'an id of messages',
      '<h1>Check your phone</h1><label for=sms_code>Security code</label><input id=sms_code>',
    ],
    [
      'totp',
      'boxes called "pin input", to confirm with the app',
      `<h1>Confirm sign in</h1><p>Use your authenticator app.</p><div>${row(6, 'autocomplete=one-time-code aria-label="pin input # of 6"')}</div>`,
    ],
    ['totp', 'a lone PIN field of six', '<input maxlength=6 placeholder="Pin code">'],
  ])('%s: %s', (field, _, html) => {
    show(html);
    expect(detect(document, { layout }).field).toBe(field);
  });
});
