/** What a field and its surroundings say, weighed: is it for a one-time code at all, and for which kind? */
import type { Around } from './around';
import type { Own } from './describe';
import type { FieldClass } from './report';
import { asksForCode, count, mentions, names, says, TOPICS, type Topic, without } from './words';

/** Points of each sign, tuned on pages; a sign says what was seen, so that a user can be told. */
const WEIGHTS = {
  'code-token': 60,
  'strong-id': 45,
  'weak-id': 12,
  'strong-label': 45,
  'app-label': 40,
  'code-label': 8,
  'pattern-shape': 18,
  'length-shape': 12,
  'number-shape': 6,
  'example-placeholder': 15,
  'code-heading': 30,
  'code-title': 20,
  'code-text': 15,
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
  'long-field': -20,
  occupied: -15,
} as const;

export type Sign = keyof typeof WEIGHTS;

/** The attributes and place of a field, or what the cells of a row have in common. */
export interface Shape {
  readonly type: 'text' | 'tel' | 'number' | 'password' | 'editable';
  readonly autocomplete: string;
  readonly inputmode: string;
  readonly pattern: string;
  readonly placeholder: string;
  readonly maxLength: number | undefined;
  readonly minLength: number | undefined;
  /** Inputs that share the code. */
  readonly cells: number;
  readonly value: string;
  readonly occupied: boolean;
  /** Nothing else on the page takes one line of text. */
  readonly alone: boolean;
}

export interface Verdict {
  readonly field: FieldClass;
  readonly score: number;
  /** It certainly wants something else: it is not filled even when the user put the focus there. */
  readonly veto: boolean;
  readonly reasons: readonly string[];
}

export function judge(shape: Shape, own: Own, around: Around): Verdict {
  const topic = vetoTopic(shape, own, around);
  if (topic !== undefined) return { field: 'other', score: 0, veto: true, reasons: [`not: ${topic}`] };
  const signs = [...ownSigns(shape, own), ...shapeSigns(shape), ...aroundSigns(shape, own, around)];
  const score = signs.reduce((sum, sign) => sum + WEIGHTS[sign], 0);
  const field = classify(shape, own, around);
  return {
    field,
    score,
    veto: field === 'recovery' || field === 'static-pin',
    reasons: [...signs, `class: ${field}`],
  };
}

const FOREIGN_AUTOCOMPLETE =
  /^(?:cc-.*|username|email|tel.*|postal-code|street-address|address-.*|country.*|bday.*|name|.*-name|organization.*|transaction-.*|url|impp|sex|language|photo)$/;

function vetoTopic(shape: Shape, own: Own, around: Around): string | undefined {
  const strong = isStrong(own);
  if (FOREIGN_AUTOCOMPLETE.test(shape.autocomplete)) return 'autocomplete';
  if (shape.type === 'password' && !strong) return 'password';
  if (shape.autocomplete === 'new-password' || (shape.autocomplete === 'current-password' && !strong))
    return 'password';
  if (!acceptsCode(shape)) return 'shape';
  if (/^[A-Z2-7]{16,}=*$/i.test(shape.value.replace(/[ -]/g, '')) || shape.value.startsWith('otpauth:'))
    return 'secret';
  return TOPICS.find((topic) => isAbout(topic, own, around));
}

/** Topics whose words also occur beside "code": only without any word for a one-time code they say something else. */
const SHARED: ReadonlySet<Topic> = new Set([
  'contact',
  'password',
  'account',
  'identity',
  'developer',
  'text',
  'address',
  'quantity',
]);
/** Own topics that a strong word for two-step sign-in does not outweigh. */
const FIRM: ReadonlySet<Topic> = new Set(['captcha', 'hardware', 'date', 'name', 'shop']);

function isAbout(topic: Topic, own: Own, around: Around): boolean {
  if (mentions(topic, 'own', own.label) && !isOutweighed(topic, own.label))
    return !isCodeByMail(topic, own.label);
  if ((topic === 'card' || topic === 'captcha') && isNear(topic, around) && !isForSignIn(own)) return true;
  // Ids lie: a user id may take the code, and a strong word beside another one decides.
  if (topic === 'account' || names('strong', own.ids)) return false;
  return names(topic, own.ids) && !isCodeByMail(topic, own.ids.join(' '));
}

function isOutweighed(topic: Topic, label: string): boolean {
  return (SHARED.has(topic) && asksForCode(label)) || (!FIRM.has(topic) && says('step', label));
}

/** "E-mail code" is a code, "E-mail" is an address. */
function isCodeByMail(topic: Topic, text: string): boolean {
  return topic === 'contact' && says('code', text);
}

/** Whether the browser would take a code here: by length, and by the pattern that the page gives. */
function acceptsCode({ maxLength, minLength, pattern, cells }: Shape): boolean {
  if (cells > 1) return matches(pattern, ['1', '123456']);
  if (maxLength !== undefined && maxLength < 5) return false;
  if (minLength !== undefined && minLength > 8) return false;
  return matches(pattern, ['123456', '1234567', '12345678', '2B3C4', '123 456']);
}

function matches(pattern: string, examples: readonly string[]): boolean {
  if (pattern === '' || pattern.length > 100) return true;
  try {
    const expression = new RegExp(`^(?:${pattern})$`, 'u');
    return examples.some((example) => expression.test(example));
  } catch {
    return true;
  }
}

function isStrong(own: Own): boolean {
  return names('strong', own.ids) || asksForCode(own.label) || says('app', own.label);
}

/** Named by a word that only two-step sign-in has: "confirmation code" is also a puzzle's. */
function isForSignIn({ ids, label }: Own): boolean {
  return names('page', ids) || says('step', label) || says('app', label);
}

function ownSigns({ autocomplete }: Shape, { ids, label }: Own): Sign[] {
  const signs: Sign[] = [];
  if (autocomplete === 'one-time-code') signs.push('code-token');
  if (names('strong', ids)) signs.push('strong-id');
  else if (names('weak', ids)) signs.push('weak-id');
  if (asksForCode(label)) signs.push('strong-label');
  else if (says('app', label)) signs.push('app-label');
  else if (says('code', label)) signs.push('code-label');
  return signs;
}

function shapeSigns({
  type,
  inputmode,
  pattern,
  placeholder,
  maxLength,
  minLength,
  cells,
  occupied,
}: Shape): Sign[] {
  const signs: Sign[] = [];
  const exact = /^(?:\\d|\[0-9 ?\])\{(?:\d,)?[678]\}$/.test(pattern);
  if (cells > 1) signs.push(cells === 4 ? 'short-row' : 'row');
  if (exact) signs.push('pattern-shape');
  if (cells === 1 && (isCodeLength(maxLength) || isCodeLength(minLength))) signs.push('length-shape');
  if (type === 'tel' || type === 'number' || /^(?:numeric|decimal)$/.test(inputmode) || isDigits(pattern)) {
    signs.push('number-shape');
  }
  if (/^(?:\d{3}[ -]?\d{3}|0{4,8}|x{6,8}|[•·●○_*-]{6}|([•·●○_*-] ){5}[•·●○_*-])$/i.test(placeholder.trim())) {
    signs.push('example-placeholder');
  }
  if (cells === 1 && maxLength !== undefined && maxLength > 40) signs.push('long-field');
  if (occupied) signs.push('occupied');
  return signs;
}

const isCodeLength = (length: number | undefined): boolean =>
  length !== undefined && length >= 6 && length <= 8;
const isDigits = (pattern: string): boolean => /^(?:\\d|\[0-9\\?s? ?\])[*+]?$/.test(pattern);

/** Near topics that make a code of another kind likely. */
const NEAR: readonly Topic[] = ['shop', 'invite', 'developer'];

function aroundSigns({ alone, cells }: Shape, own: Own, around: Around): Sign[] {
  const signs: Sign[] = [];
  const heading = asksForCode(around.headings) || says('app', around.headings);
  const title = asksForCode(around.title);
  const text = asksForCode(around.text);
  const app = says('app', around.text);
  const ids = names('page', around.ids);
  if (heading) signs.push('code-heading');
  if (title) signs.push('code-title');
  if (text) signs.push('code-text');
  if (app) signs.push('app-text');
  if (ids) signs.push('code-around');
  if (alone) signs.push('only-field');
  if (alone && (heading || title || text || app || ids)) signs.push('only-field-on-code-page');
  if (cells > 1 && says('code', own.label)) signs.push('row-named');
  if (NEAR.some((topic) => isNear(topic, around)) && !isStrong(own)) signs.push('other-topic-near');
  if (says('sent', around.text) && (says('code', own.label) || names('weak', own.ids)))
    signs.push('sent-text');
  if (names('account', own.ids)) signs.push('other-id');
  return signs;
}

function isNear(topic: Topic, { headings, text, labels, actions, ids, images }: Around): boolean {
  if (mentions(topic, 'near', `${headings}. ${text}. ${actions}`)) return true;
  if (topic === 'card') return mentions(topic, 'near', labels);
  return names(topic, topic === 'captcha' ? [...ids, ...images] : ids);
}

/** The nearest text decides: the field's own name, then the heading, then the paragraph. */
function classify(shape: Shape, own: Own, around: Around): FieldClass {
  const nearest = classOfOwn(own);
  if (nearest !== undefined) return nearest;
  const heading = classOfText(around.headings, around.actions);
  if (heading === 'recovery') return heading;
  if (isStaticPin(shape, own, around)) return 'static-pin';
  const text = classOfText(around.text, around.actions);
  // A field named for two-step sign-in takes recovery codes besides.
  if (text === 'recovery' && (asksForCode(own.label) || says('app', own.label))) return 'totp';
  return text ?? heading ?? 'totp';
}

function classOfOwn({ ids, label }: Own): FieldClass | undefined {
  const asks = says('app', label) || asksForCode(without('recovery', label));
  if (!says('app', label) && isRecovery(label)) return 'recovery';
  if (names('recovery', ids) && !asks) return 'recovery';
  if (says('sent', label) || mentions('contact', 'own', label)) return 'out-of-band';
  if (names('outOfBand', ids)) return 'out-of-band';
  return undefined;
}

function classOfText(text: string, actions: string): FieldClass | undefined {
  if (isRecovery(text)) return 'recovery';
  if (says('app', text)) return undefined;
  if (says('sent', text) || says('again', text) || says('again', actions) || MASKED.test(text))
    return 'out-of-band';
  return undefined;
}

/** Says of one code that it is for recovery; "a code from the app or a recovery code" speaks of two. */
function isRecovery(text: string): boolean {
  if (!says('recovery', text)) return false;
  return count('code', text) < 2 || !(says('app', text) || asksForCode(without('recovery', text)));
}

/** Part of an address or number, the rest hidden: where a code was sent. */
const MASKED = /\p{L}[*•.]{2,}\S*@|[*•x]{2,}[ -]?\d{2,4}\b/u;

function isStaticPin({ type, cells }: Shape, own: Own, around: Around): boolean {
  const said = /\bpin\b/.test(own.label) || names('pin', own.ids);
  if (!said || asksForCode(own.label)) return false;
  const changed = /\b(?:new|confirm|set ?up|create|change|reset|forgot|neue?r?|nouveau|nuevo)\b/;
  if (changed.test(own.label) || changed.test(around.headings)) return true;
  return type === 'password' || cells === 4;
}
