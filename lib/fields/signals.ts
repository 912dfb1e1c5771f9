/** What a field and its surroundings say, weighed: is it for a one-time code at all, and for which kind? */
import type { Around } from './around';
import { classify } from './classify';
import type { Own } from './describe';
import type { FieldClass } from './report';
import { type Shape, shapeSigns } from './shape';
import { isNearOther, isStrong, speaksOfTwoSteps, vetoTopic, wordsOf } from './veto';
import { asksForCode, names, says, without } from './words';

/** Points of each sign, tuned on pages; a sign says what was seen, so that a user can be told. */
const WEIGHTS = {
  'code-token': 60,
  'strong-id': 45,
  'weak-id': 12,
  'strong-label': 45,
  'app-label': 40,
  'code-label': 8,
  'bare-label': 15,
  'pattern-shape': 18,
  'length-shape': 12,
  'number-shape': 6,
  'example-placeholder': 15,
  'code-heading': 30,
  'code-title': 20,
  'code-text': 15,
  'code-before': 10,
  'app-text': 20,
  'code-around': 20,
  'sent-text': 20,
  'only-field': 12,
  'only-field-on-code-page': 15,
  row: 35,
  'row-named': 15,
  'short-row': -15,
  'other-topic-near': -40,
  'other-id': -30,
  'other-label': -25,
  'other-example': -40,
  'long-field': -20,
  occupied: -15,
  unsaid: -40,
} as const;

export type Sign = keyof typeof WEIGHTS;
/** All that a reason can be, but for topics and classes. */
export const SIGNS: readonly string[] = [...Object.keys(WEIGHTS), 'picked'];

/** Without one of these, a field that looks as if it took a code takes any other number. */
const EVIDENCE: readonly Sign[] = [
  'code-token',
  'strong-id',
  'strong-label',
  'app-label',
  'code-heading',
  'code-title',
  'code-before',
  'app-text',
  'code-around',
  'only-field-on-code-page',
  'bare-label',
];

export interface Verdict {
  readonly field: FieldClass;
  readonly score: number;
  /** It certainly wants something else: it is not filled even when the user put the focus there. */
  readonly veto: boolean;
  readonly reasons: readonly string[];
}

/** @param enrols Whether the page shows the secret that the code is to be made of. */
export function judge(shape: Shape, own: Own, around: Around, enrols: () => boolean): Verdict {
  const topic = vetoTopic(shape, own, around);
  if (topic !== undefined) return { field: 'other', score: 0, veto: true, reasons: [`not: ${topic}`] };
  const signs: Sign[] = [...ownSigns(shape, own), ...shapeSigns(shape), ...aroundSigns(shape, own, around)];
  const field = classify(shape, own, around, enrols);
  if (field === 'totp' && !EVIDENCE.some((sign) => signs.includes(sign))) signs.push('unsaid');
  const score = signs.reduce((sum, sign) => sum + WEIGHTS[sign], 0);
  return {
    field,
    score,
    veto: field === 'recovery' || field === 'static-pin',
    reasons: [...signs, `class: ${field}`],
  };
}

function ownSigns({ autocomplete }: Shape, { ids, label }: Own): Sign[] {
  const signs: Sign[] = [];
  if (autocomplete === 'one-time-code') signs.push('code-token');
  if (names('strong', ids)) signs.push('strong-id');
  else if (names('weak', ids)) signs.push('weak-id');
  if (asksForCode(label)) signs.push('strong-label');
  else if (says('app', label)) signs.push('app-label');
  else if (says('code', label)) signs.push('code-label');
  else if (/\p{L}{3}/u.test(label) && !says('factor', label)) signs.push('other-label');
  return signs;
}

/** Its length or pattern is that of a code. */
const isFit = (shape: Shape): boolean => shapeSigns(shape).some((sign) => /^(?:length|pattern)/.test(sign));

/** Codes have six digits, or eight: what else does, names itself. In many languages the number stands before "digits". */
const SIX = /(?<!\d)[68](?! ?\d) ?[a-z]*/;

/** Nothing is said but that a code is wanted, and it has the length of one. */
function isBare(shape: Shape, { label }: Own, { headings, text }: Around): boolean {
  if (!shape.alone || /[a-z]/i.test(shape.pattern.replace(/\\d/g, ''))) return false;
  if (says('code', label) && isFit(shape) && !/\p{L}/u.test(without('code', label))) return true;
  return [label, headings, text].some((part) => SIX.test(part) && says('code', part.replace(SIX, '')));
}

function aroundSigns(shape: Shape, own: Own, around: Around): Sign[] {
  const { alone, cells } = shape;
  const heading = asksForCode(around.headings) || says('app', around.headings);
  const title = asksForCode(around.title);
  const text = asksForCode(around.text);
  const app = says('app', around.text);
  const ids = names('page', around.ids);
  const code = says('code', own.label);
  const said: [Sign, boolean][] = [
    ['code-heading', heading],
    ['code-title', title],
    ['code-text', text],
    ['code-before', text && (code || names('weak', own.ids)) && speaksOfTwoSteps(around.lead())],
    ['app-text', app],
    ['code-around', ids],
    ['only-field', alone],
    ['only-field-on-code-page', alone && (heading || title || text || app || ids)],
    ['bare-label', isBare(shape, own, around)],
    ['row-named', cells > 1 && code],
    ['other-topic-near', isNearOther(around) && !isStrong(own)],
    ['sent-text', says('sent', around.text) && (code || names('weak', own.ids))],
    ['other-id', /\buser ?(?:id|name)\b/.test(wordsOf(own.ids))],
  ];
  return said.flatMap(([sign, isSaid]) => (isSaid ? sign : []));
}
