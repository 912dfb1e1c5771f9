import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatRecoveryKey,
  makeRecoveryKey,
  parseRecoveryKey,
} from '../../../../lib/vault/ways/recovery-key';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const anyKey = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => Uint8Array.from(bytes));
// Key bytes 0 to 19, worked out with another SHA-256 and Base32 (Python's).
const SAMPLE = Uint8Array.from({ length: 20 }, (_, i) => i);
const SPELLED = 'AAAQ-EAYE-AUDA-OCAJ-BIFQ-YDIO-B4IB-CEQT-46';

describe('a recovery key', () => {
  test('is 160 random bits', () => {
    expect(makeRecoveryKey((bytes) => bytes.fill(7))).toEqual(new Uint8Array(20).fill(7));
  });

  test('is spelled in groups of four, its check at the end', async () => {
    expect(await formatRecoveryKey(SAMPLE)).toBe(SPELLED);
  });

  test('is read as it was spelled', async () => {
    await fc.assert(
      fc.asyncProperty(anyKey, async (key) => {
        expect(await parseRecoveryKey(await formatRecoveryKey(key))).toEqual(key);
      }),
    );
  });

  test.each([
    ['in small letters', SPELLED.toLowerCase()],
    ['without groups', SPELLED.replaceAll('-', '')],
    [
      'in groups of its own, on two lines',
      ` ${SPELLED.replaceAll('-', ' – ')}\n`.replace('OCAJ', 'OCAJ\r\n'),
    ],
    ['with what comes along unseen', `\u200b${SPELLED}\ufeff`],
    [
      'with nought for O, one for I and eight for B',
      SPELLED.replaceAll('O', '0').replaceAll('I', '1').replaceAll('B', '8'),
    ],
  ])('is read %s', async (_, text) => {
    expect(await parseRecoveryKey(text)).toEqual(SAMPLE);
  });

  test.each([
    ['nothing', ''],
    ['one character less', SPELLED.slice(0, -1)],
    ['one character more', `${SPELLED}A`],
    ['no check', SPELLED.slice(0, -3)],
    ['a wrong check', SPELLED.replace('46', '47')],
    ['a digit that looks like no letter', SPELLED.replace('Q', '9')],
    ['a letter of another script that capitals make a Latin one', SPELLED.replace('-YDIO', '-YDıO')],
    ['padding', `${SPELLED.slice(0, -1)}=`],
  ])('is none with %s', async (_, text) => {
    expect(await parseRecoveryKey(text)).toBeUndefined();
  });

  // Ten check bits let one slip in 1,024 pass. Over this many, more than 1 in 300 can't be chance.
  async function missed(slips: (text: string) => string[]): Promise<{ tried: number; passed: number }> {
    let [tried, passed] = [0, 0];
    for (let n = 0; n < 5; n++) {
      const key = Uint8Array.from({ length: 20 }, (_, i) => (n * 53 + i * 101 + 17) & 255);
      const text = (await formatRecoveryKey(key)).replaceAll('-', '');
      for (const slip of slips(text)) {
        tried += 1;
        if (await parseRecoveryKey(slip)) passed += 1;
      }
    }
    return { tried, passed };
  }

  test('with one character mistaken for another is noticed but for one in about a thousand', async () => {
    const { tried, passed } = await missed((text) =>
      Array.from(text).flatMap((given, at) =>
        Array.from(ALPHABET)
          .filter((symbol) => symbol !== given)
          .map((symbol) => text.slice(0, at) + symbol + text.slice(at + 1)),
      ),
    );
    expect(tried).toBe(5 * 34 * 31);
    expect(passed / tried).toBeLessThan(1 / 300);
  });

  test('with two neighbours swapped is noticed but for one in about a thousand', async () => {
    const { tried, passed } = await missed((text) =>
      Array.from({ length: 33 }, (_, at) => {
        const [one = '', two = ''] = text.slice(at, at + 2);
        return text.slice(0, at) + two + one + text.slice(at + 2);
      }).filter((slip) => slip !== text),
    );
    expect(tried).toBeGreaterThan(140);
    expect(passed / tried).toBeLessThan(1 / 100);
  });
});
