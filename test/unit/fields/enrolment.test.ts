// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { detect } from '../../../lib/fields/detect';
import { layout, show } from './page';

const look = () => detect(document, { layout });

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
    [
      'by a secret without spaces around it',
      `<b>Key</b><code>JBSW Y3DP EHPK 3PXP</code><b>Copy</b>${field}`,
      true,
    ],
    ['by a secret to copy', `<input readonly value="JBSWY3DPEHPK3PXP">${field}`, true],
    ['not by a logo', `<img data-box="0,0,180,180">${field}`, false],
    ['not by a code field alone', field, false],
    ['not by a picture without a code', '<p>Scan the QR code to pay.</p><img data-box="0,0,180,180">', false],
  ])('is recognised %s', (_, html, expected) => {
    show(html);
    expect(look().enrolment).toBe(expected);
  });
});
