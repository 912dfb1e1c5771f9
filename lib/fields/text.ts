/** One spelling for texts and identifiers, so that word lists need only one. */

/** Longer texts say no more about a field, and a page must not choose what reading it costs. */
const MAX_TEXT = 2000;
const MAX_IDENTIFIER = 200;

/** Lower case, without accents on letters, dashes and runs of white space as one space, plain apostrophes. */
export function normalise(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[-\s\u2010-\u2015\u2212]+/g, ' ')
    .trim();
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
