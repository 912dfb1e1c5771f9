import { LIMITS } from '../../lib/limits';

/** Guesses a thief of the sealed vault needs on average, as estimated. */
export type Verdict = 'too-short' | 'refused' | 'weak' | 'strong';

const REFUSED_BELOW = 1e10;
const WARNED_BELOW = 1e12;
/** What a thief with a rack of graphics cards gets out of the key derivation, generously. */
const GUESSES_PER_SECOND = 1e4;

export function verdictOn(passphrase: string, guesses: number): Verdict {
  if (Array.from(passphrase.normalize('NFKC')).length < LIMITS.minPassphrase) return 'too-short';
  if (guesses < REFUSED_BELOW) return 'refused';
  return guesses < WARNED_BELOW ? 'weak' : 'strong';
}

const units = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;
const MOST_YEARS = 1_000_000;

/** How long such a thief would be busy, in the largest unit that fits; years are capped where they mean nothing more. */
export function attackTime(guesses: number, locale?: string): string {
  const seconds = guesses / GUESSES_PER_SECOND;
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? (['second', 1] as const);
  const count = Math.max(1, Math.floor(seconds / size));
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
  return count > MOST_YEARS ? `> ${format.format(MOST_YEARS)}` : format.format(count);
}
