/** What a field certainly is instead of one for a one-time code. */
import type { Around } from './around';
import type { Own } from './describe';
import { acceptsCode, type Shape } from './shape';
import { asksForCode, mentions, names, says, TOPICS, type Topic } from './words';

const FOREIGN_AUTOCOMPLETE =
  /^(?:cc-.*|username|email|tel.*|postal-code|street-address|address-.*|country.*|bday.*|name|.*-name|organization.*|transaction-.*|url|language)$/;

/** @returns What it is, for the list of reasons. */
export function vetoTopic(shape: Shape, own: Own, around: Around): string | undefined {
  const { autocomplete, placeholder, value } = shape;
  if (FOREIGN_AUTOCOMPLETE.test(autocomplete)) return 'autocomplete';
  if (placeholder.includes('@')) return 'contact';
  if (isPassword(shape, own, around)) return 'password';
  if (!acceptsCode(shape)) return 'shape';
  if (/^[A-Z2-7]{16,}=*$/i.test(value.replace(/[ -]/g, '')) || value.startsWith('otpauth:')) return 'secret';
  if (around.puzzle && !speaksOfTwoSteps(own.label)) return 'captcha';
  // Codes of five are rare, and named; beside a password it is a picture's, however that is drawn.
  if (shape.maxLength === 5 && !shape.alone && autocomplete !== 'one-time-code' && !isForSignIn(own))
    return 'captcha';
  if (names('setting', own.ids)) return 'setting';
  // The token says more than an id: what a hardware key answers may stand in the same field.
  const token = autocomplete === 'one-time-code';
  return TOPICS.find((topic) =>
    isAbout(topic, token && topic === 'hardware' ? { ...own, ids: [] } : own, around),
  );
}

/** A code may be typed unseen, where a word says that it is one; or as all that a page of two-step sign-in wants. */
function isPassword({ type, autocomplete, cells, alone }: Shape, own: Own, around: Around): boolean {
  if (asksForCode(own.label) || says('app', own.label)) return false;
  if (autocomplete === 'new-password') return true;
  if (type === 'password' && mentions('password', 'own', own.label)) return true;
  if (names('strong', own.ids) || autocomplete === 'one-time-code') return false;
  const isCode = alone && says('code', own.label) && !mentions('password', 'own', own.label);
  if ((cells > 4 || isCode) && speaksOfTwoSteps(pageOf(around))) return false;
  return type === 'password' || autocomplete === 'current-password';
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
/** Topics that make a page one of another kind of code, where nothing on it speaks of two-step sign-in. */
const NEAR: readonly Topic[] = ['shop', 'invite', 'developer', 'document'];

function isAbout(topic: Topic, own: Own, around: Around): boolean {
  if (mentions(topic, 'own', own.label) && !isOutweighed(topic, own)) return !isCodeByMail(topic, own.label);
  if ((topic === 'card' || topic === 'captcha') && isNear(topic, around) && !isForSignIn(own)) return true;
  if (NEAR.includes(topic) && isPageOf(topic, own, around)) return true;
  // Ids lie: a user id may take the code, and a strong word beside another one decides.
  if (topic === 'account' || (isStrong(own) && !FIRM.has(topic))) return false;
  // In India a "PIN code" is an address, elsewhere it is one to sign in with.
  if (topic === 'postal' && speaksOfTwoSteps(pageOf(around))) return false;
  return mentions(topic, 'own', wordsOf(own.ids)) && !isCodeByMail(topic, wordsOf(own.ids));
}

function isOutweighed(topic: Topic, { ids, label }: Own): boolean {
  if (topic === 'password' && names('page', ids)) return true;
  return (SHARED.has(topic) && asksForCode(label)) || (!FIRM.has(topic) && says('step', label));
}

/** "E-mail code" is a code, "E-mail" is an address. */
function isCodeByMail(topic: Topic, text: string): boolean {
  return topic === 'contact' && says('code', text);
}

/** Named by a word that only two-step sign-in has: "confirmation code" is also a puzzle's. */
function isForSignIn({ ids, label }: Own): boolean {
  return names('page', ids) || speaksOfTwoSteps(label);
}

function isPageOf(topic: Topic, { label }: Own, around: Around): boolean {
  const all = pageOf(around);
  return (
    mentions(topic, 'near', `${all}. ${around.labels}`) &&
    !speaksOfTwoSteps(`${label}. ${around.title}. ${all}`)
  );
}

/** Identifiers as a text: each a sentence. */
export const wordsOf = (ids: readonly string[]): string => ids.join('. ').replaceAll('-', ' ');

/** Named so that hardly anything else is meant. */
export const isStrong = ({ ids, label }: Own): boolean =>
  names('strong', ids) || asksForCode(label) || says('app', label);

export const pageOf = ({ headings, text }: Around): string => `${headings}. ${text}`;

export const speaksOfTwoSteps = (text: string): boolean => says('step', text) || says('app', text);

/** @returns Whether words or pictures around the field are about this. */
export function isNear(topic: Topic, around: Around): boolean {
  const { labels, actions, ids, images } = around;
  if (mentions(topic, 'near', `${pageOf(around)}. ${actions}`)) return true;
  if (topic === 'card') return mentions(topic, 'near', labels);
  return mentions(topic, 'near', wordsOf(topic === 'captcha' ? [...ids, ...images] : ids));
}

/** Whether another kind of code is likely, though the page speaks of two-step sign-in too. */
export const isNearOther = (around: Around): boolean => NEAR.some((topic) => isNear(topic, around));
