import { describe, expect, test } from 'vitest';
import { isKnown, redactLabel } from '../../../lib/fields/redact-label';

describe('a label is left as it is', () => {
  test.each([
    'Enter the 6-digit code from your app',
    'Authentication Code',
    'Enter Your Two-Factor Verification Code',
    'AUTHENTICATION CODE',
    'VERIFICATION CODE',
    'Auth-Code',
    'Enter token',
    'Code from Google Authenticator',
    'Ihr Sicherheitscode',
    'Bestätigungscode aus der Authentifizierungs-App',
    'Code de vérification',
    '认证应用生成的验证码',
    'Code or recovery code',
  ])('when it says %s', (text) => {
    expect(redactLabel(text)).toBe(text);
  });
});

describe('left out of a label is', () => {
  test.each([
    ['a recovery code of letters', 'like abcd-efgh', 'like …'],
    ['one of more groups', 'abcde-fghij-klmno', '…'],
    ['one with spaces, alone', 'abcde fghij', '…'],
    ['one with spaces, at the end', 'Your code: qwert zuiop', 'Your code: …'],
    ['a short secret', 'Key JBSWYDPE', 'Key …'],
    ['a long number', 'Code 123456', 'Code …'],
    ['who is greeted', 'Hello Jane Doe', 'Hello …'],
    ['who is greeted by one name', 'Welcome back, Jane! Enter the code', 'Welcome back, …! Enter the code'],
    ['who is signed in', 'Log out Jane Doe', 'Log out …'],
    ['who is asked', 'Not you, Jane?', 'Not you, …?'],
    ['whose code it is', 'Code for Zoë', 'Code for …'],
    ['a name of three parts', 'Sent to Ada B. O’Neil today', 'Sent to … today'],
    ['a name before words of ours', 'Enter Jane Doe Code', 'Enter … Code'],
  ])('%s', (_, text, expected) => {
    expect(redactLabel(text)).toBe(expected);
  });

  test('nothing twice', () => {
    const once = redactLabel('Hello Jane Doe, your code: abcde fghij');
    expect(redactLabel(once)).toBe(once);
  });

  test('done at once, however long a text is', () => {
    for (const part of ['Ab ', 'abcd-', 'abcd ', 'a, B ', 'hello ', 'A'])
      expect(redactLabel(part.repeat(2000 / part.length)).length).toBeLessThanOrEqual(2000);
  });
});

test('words of forms are known, names are not', () => {
  expect(['Code', '2FA', 'verify'].every(isKnown)).toBe(true);
  expect(['Jane', 'doe', ''].some(isKnown)).toBe(false);
});
