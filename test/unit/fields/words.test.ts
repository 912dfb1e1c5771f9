import { describe, expect, test } from 'vitest';
import { listOf } from '../../../lib/fields/lexicon';
import { normalise } from '../../../lib/fields/text';
import { asksForCode, count, mentions, names, says, without } from '../../../lib/fields/words';
import identifiers from '../../../lib/fields/words/identifiers.json';
import languages from '../../../lib/fields/words/languages.json';
import topics from '../../../lib/fields/words/topics.json';

const MARKS = /^\*?~?|\|$/g;

describe('the lists', () => {
  const kinds = Object.values(languages).flatMap((words) => Object.entries(words));
  const entries = [...kinds.map(([, words]) => words), ...Object.values(topics)].flatMap(listOf);

  test('cover at least forty-five languages', () => {
    expect(Object.keys(languages).filter((name) => name !== 'shared').length).toBeGreaterThanOrEqual(45);
  });

  test('are spelled as texts are', () => {
    const words = entries.map((entry) => entry.replace(MARKS, ''));
    expect(words.filter((word) => normalise(word) !== word)).toEqual([]);
  });

  test('hold no entry of nothing, which every text would have', () => {
    const bare = entries.map((entry) => entry.replace(MARKS, ''));
    expect([...bare, ...Object.values(identifiers).flatMap((words) => words.split('|'))]).not.toContain('');
  });

  test('hold no entry whose beginning is an entry of the same kind', () => {
    // Of pairs, the end counts too.
    const alone = ['code', 'factor', 'step', 'app', 'recovery', 'sent', 'again', 'setup'];
    const needless = alone.flatMap((kind) => {
      const words = kinds.filter(([name]) => name === kind).flatMap(([, list]) => listOf(list));
      return words.filter((word) => words.some((other) => other !== word && word.startsWith(other)));
    });
    expect(needless).toEqual([]);
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
  expect(mentions('postal', 'own', 'zip code')).toBe(true);
  expect(mentions('postal', 'near', 'zip code')).toBe(false);
  expect(mentions('shop', 'near', 'add a gift card')).toBe(true);
  expect(mentions('shop', 'own', 'gift card')).toBe(true);
});

describe('two words together', () => {
  test.each([
    ['app', 'Code from the authentication app', true],
    ['app', "Saisissez le code de l'application d'authentification", true],
    ['app', 'Введите код из приложения для аутентификации', true],
    ['app', 'Kod z aplikacji uwierzytelniającej', true],
    ['app', 'Enter the code. Verify. Apps', false],
    ['app', 'Verify your order, then open the shop with our app', false],
    ['app', 'Verify via WhatsApp', false],
    ['step', 'Zwei-Faktor-Anmeldung', true],
    ['step', 'Verificación en dos pasos', true],
    ['step', 'Двухфакторная', true],
    ['step', 'İki adımlı doğrulama', true],
    ['step', 'Step 2', false],
    ['step', 'Go to step three', false],
    ['step', 'Scale factor', false],
    ['sent', 'We texted you: by SMS', true],
    ['sent', 'Code per E-Mail', true],
    ['sent', 'SMS code', true],
    ['sent', 'E-mail address', false],
  ] as const)('say %s in %j: %s', (kind, text, expected) => {
    expect(says(kind, normalise(text))).toBe(expected);
  });
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
    ['strong', 'second-factor', true],
    ['weak', 'txtcode', true],
    ['recovery', 'backup-code', true],
    ['setting', 'otp-length', true],
  ] as const)('%s: %s is %s', (token, id, expected) => {
    expect(names(token, [id])).toBe(expected);
  });
});
