/** One spelling for texts and identifiers, so that word lists need only one. */

/** Longer texts say no more about a field, and a page must not choose what reading it costs. */
const MAX_TEXT = 2000;
const MAX_IDENTIFIER = 200;

/**
 * Latin letters for those of other alphabets, by their first code point: languages borrowed the same words, and a word
 * list needs each once. Letters that Unicode does not take apart stand first.
 */
const ALPHABETS: readonly (readonly [number, string])[] = [
  [0x900, 'nnnhaaaiiuurleeeeooookkggnccjjnttddnttddnnpfbbmyrrlllvssshoaxxaiiuurreeeeoooox'],
  [0x430, 'abvgdezziiklmnoprstufhccssaijeuaeedgesiijlnckiud'],
  [0x3b1, 'avgdezitiklmnxoprsstifhpo'],
];
const APART = 'øæßłđıəðþ';
const LATIN = 'oasldiedt';

/** Lower case, in Latin letters where there are such, without accents, dashes and white space as one space. */
export function normalise(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u0900-\u0d7føæßłđıəðþα-ωа-џ]/g, fold)
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[-\s\u2010-\u2015\u2212]+/g, ' ')
    .trim();
}

function fold(letter: string): string {
  const code = letter.charCodeAt(0);
  // The scripts of India stand in blocks of one order.
  const index = code < 0x900 ? code : 0x900 + (code % 128);
  const alphabet = ALPHABETS.find(([first]) => index >= first);
  return LATIN[APART.indexOf(letter)] ?? (alphabet?.[1].charAt(index - alphabet[0]) || letter);
}

/** Words of an id, name or class joined by dashes: `user[otpAttempt]` becomes `user-otp-attempt`. */
export function identifier(text: string): string {
  return text
    .slice(0, MAX_IDENTIFIER)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1-$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1-$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
