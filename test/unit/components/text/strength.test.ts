import { describe, expect, it } from 'vitest';
import { guessesFor } from '../../../../components/text/guesses';
import { generatePassphrase } from '../../../../components/text/passphrase';
import { attackTime, verdictOn } from '../../../../components/text/strength';

describe('the verdict on a passphrase', () => {
  it.each([
    ['refuses what is shorter than ten characters, however rare', 'kq#9!Zx*w', 1e15, 'too-short'],
    ['counts ten characters as people do, not as they are stored', '𝒶'.repeat(9), 1e15, 'too-short'],
    ['counts after normalising, as the vault does', 'ﬁ'.repeat(5), 1e15, 'strong'],
    ['refuses fewer than ten thousand million guesses', 'ten letters', 9.9e9, 'refused'],
    ['warns below a million million', 'ten letters', 1e10, 'weak'],
    ['is content with a million million', 'ten letters', 1e12, 'strong'],
  ])('%s', (_, passphrase, guesses, verdict) => {
    expect(verdictOn(passphrase, guesses)).toBe(verdict);
  });

  it('rests on guesses that common words do not pass and unrelated ones do', () => {
    expect(verdictOn('password123', guessesFor('password123'))).toBe('refused');
    expect(verdictOn('qwertyuiop1', guessesFor('qwertyuiop1'))).toBe('refused');
    const words = 'walnut orbit cradle mimic ferry tonic';
    expect(verdictOn(words, guessesFor(words))).toBe('strong');
  });
});

describe('the time of an attack', () => {
  it.each([
    [1, '1 second'],
    [1e6, '1 minute'],
    [1e10, '11 days'],
    [1e12, '3 years'],
    [1e30, '> 1,000,000 years'],
  ])('of %s guesses is %s', (guesses, words) => {
    expect(attackTime(guesses, 'en')).toBe(words);
  });
});

describe('a generated passphrase', () => {
  it('has six words, each chosen by eleven bits of its number', () => {
    const words = (numbers: readonly number[]): string => generatePassphrase((target) => target.set(numbers));
    expect(words([0, 1, 2047, 2048, 2049, 65_535])).toBe('abandon ability zoo abandon ability zoo');
  });

  it('is stronger than asked for', () => {
    const passphrase = generatePassphrase((numbers) => crypto.getRandomValues(numbers));
    expect(passphrase).toMatch(/^([a-z]+ ){5}[a-z]+$/);
    expect(verdictOn(passphrase, guessesFor(passphrase))).toBe('strong');
  });
});
