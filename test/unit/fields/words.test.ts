import { describe, expect, test } from 'vitest';
import { normalise } from '../../../lib/fields/text';
import { asksForCode, count, mentions, names, says, without } from '../../../lib/fields/words';
import identifiers from '../../../lib/fields/words/identifiers.json';
import languages from '../../../lib/fields/words/languages.json';
import topics from '../../../lib/fields/words/topics.json';

describe('the lists', () => {
  const entries = [...Object.values(languages), ...Object.values(topics)].flatMap((lists) =>
    Object.values(lists).flatMap((words) => words.split(', ')),
  );

  test('cover at least forty languages', () => {
    expect(Object.keys(languages).filter((name) => name !== 'shared').length).toBeGreaterThanOrEqual(40);
  });

  test('are spelled as texts are', () => {
    expect(
      entries.filter((entry) => normalise(entry.replace(/^~|\|$/g, '')) !== entry.replace(/^~|\|$/g, '')),
    ).toEqual([]);
  });

  test('hold no entry of nothing, which every text would have', () => {
    expect([...entries, ...Object.values(identifiers).flatMap((words) => words.split(', '))]).not.toContain(
      '',
    );
  });
});

describe('a text asks for a code', () => {
  test.each([
    ['Authentication code', true],
    ['One-time password', true],
    ['2FA', true],
    ['OTP', true],
    ['Bestätigungscode', true],
    ['Code de vérification', true],
    ['Ověřovací kód', true],
    ['Код подтверждения', true],
    ['認証コード', true],
    ['验证码', true],
    ['رمز التحقق', true],
    ['Code', false],
    ['Verify your e-mail address. Enter a discount code.', false],
    ['Scan the QR code to verify', false],
    ['Password', false],
    ['Laptop hotplug optin', false],
  ])('%s: %s', (text, expected) => {
    expect(asksForCode(normalise(text))).toBe(expected);
  });
});

test('a word of another kind can be taken out of a text', () => {
  expect(says('recovery', 'a recovery code')).toBe(true);
  expect(says('recovery', without('recovery', 'a recovery code'))).toBe(false);
  expect(says('code', without('recovery', 'a recovery code'))).toBe(true);
});

test('words inside one another are counted once', () => {
  expect(count('code', 'the passcode or a recovery code')).toBe(2);
});

test('a topic is told by the name of a field, and by clearer words around it', () => {
  expect(mentions('address', 'own', 'zip code')).toBe(true);
  expect(mentions('address', 'near', 'zip code')).toBe(false);
  expect(mentions('shop', 'near', 'add a gift card')).toBe(true);
});

describe('an identifier is a token', () => {
  test.each([
    ['strong', 'otp', true],
    ['strong', 'user-otp-attempt', true],
    ['strong', 'two-factor-code', true],
    ['strong', 'mfacode', true],
    ['strong', 'inputotp', true],
    ['strong', 'otp-1', true],
    ['strong', 'laptop', false],
    ['strong', 'hotplug', false],
    ['weak', 'code', true],
    ['weak', 'encoder', false],
    ['card', 'payment-cc-cid', true],
    ['captcha', 'captcha-code', true],
  ] as const)('%s: %s is %s', (token, id, expected) => {
    expect(names(token, [id])).toBe(expected);
  });
});
