/** Texts of a page without what could be a secret, a code, or an address of its user. */

/** Left out wherever it stands: anything with an `@`, hex from eight characters on, four digits in any grouping. */
const PRIVATE =
  /(?<!\S)\S*?@\S*|(?<![a-f\d])(?=[a-f]*\d)[\da-f]{8,}(?![a-z\d])|\p{N}(?:[\s().*-]{0,3}\p{N}){3,}/giu;
/** How secrets are shown for typing: words of four Base32 letters. */
const GROUPS = /(?<![a-z\d])[a-z2-7]{4}(?:[\s-][a-z2-7]{4}){3,}(?:[\s-][a-z2-7]{1,3})?(?![a-z\d])/gi;
/** Long enough for a secret or a key; words of people and names of fields are that long too. */
const LONG = /[a-z\d+/]{16,}=*/gi;
const LONG_WITH_DASHES = /[\w-]{24,}/g;
/** Base32 with a digit in it, and what Steam makes codes of: no word of capitals looks so. */
const SHORT = /(?<![A-Za-z\d])(?:(?=[A-Z]*[2-7])[A-Z2-7]{8,15}|[2-9BCDFGHJKMNPQRTVWXY]{5})(?![A-Za-z\d])/g;

/** What is long first: what is left out of the middle of it must not leave its ends. */
export const redact = (text: string): string =>
  text
    .replace(GROUPS, '…')
    .replace(LONG, (run) => (/[\d+=]/.test(run) || isMostlyCapitals(run) ? '…' : run))
    .replace(LONG_WITH_DASHES, (run) =>
      (/\d/.test(run) && /[A-Z]/.test(run)) || isMostlyCapitals(run) ? '…' : run,
    )
    .replace(SHORT, '…')
    .replace(PRIVATE, '…');

/** More than where words of an identifier begin. */
const isMostlyCapitals = (run: string): boolean => run.replace(/[^A-Z]/g, '').length * 4 > run.length;
