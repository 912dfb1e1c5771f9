/** Which kind of code a field wants. */
import type { Around } from './around';
import type { Own } from './describe';
import type { FieldClass } from './report';
import type { Shape } from './shape';
import { pageOf, speaksOfTwoSteps } from './veto';
import { asksForCode, count, mentions, names, says, without } from './words';

/**
 * The nearest text decides: the field's own name, then the heading, then the paragraph.
 * @param enrols Whether the page shows a secret: then only the field itself can say that it wants something else.
 */
export function classify(shape: Shape, own: Own, around: Around, enrols: () => boolean): FieldClass {
  const nearest = classOfOwn(own, around);
  if (nearest !== undefined) return nearest;
  if (isStaticPin(shape, own, around)) return 'static-pin';
  const heading = classOfText(around.headings, around.actions) ?? classOfProof(own, around);
  const text = heading === 'recovery' ? heading : (classOfText(around.text, around.actions) ?? heading);
  return text === undefined || takesBesides(text, own, around) || enrols() ? 'totp' : text;
}

/** "Confirm your e-mail address" and "Reset your password" ask for what was sent there. */
function classOfProof(own: Own, around: Around): FieldClass | undefined {
  const { headings } = around;
  const isOther = mentions('contact', 'own', headings) || mentions('password', 'own', headings);
  return isOther && !speaksOfTwoSteps(`${own.label}. ${pageOf(around)}`) && !names('page', own.ids)
    ? 'out-of-band'
    : undefined;
}

/** A field named for two-step sign-in takes recovery codes besides, if they are spoken of behind it or beside an app. */
function takesBesides(text: FieldClass, { label }: Own, { lead }: Around): boolean {
  if (text !== 'recovery' || !asksForCode(label)) return false;
  const before = lead();
  return !isRecovery(before) || (says('app', before) && says('step', label));
}

function classOfOwn({ ids, label }: Own, { headings }: Around): FieldClass | undefined {
  const app = says('app', label);
  if (!app && isRecovery(label)) return 'recovery';
  if (names('recovery', ids) && !app && !asksForCode(without('recovery', label))) return 'recovery';
  if (app && !says('sent', label)) return 'totp';
  if (says('sent', label) || mentions('contact', 'own', label)) return 'out-of-band';
  // Ids lie where one template serves both.
  if (names('outOfBand', ids) && !says('app', headings)) return 'out-of-band';
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
  // "OTP" is a code too, where it is not what is recovered: a short word stands between.
  const codes = count('code', text.replace(/\bt?otp (?=\S{1,3} )/g, 'code '));
  return codes < 2 || !(says('app', text) || asksForCode(without('recovery', text)));
}

/** Part of an address or number, the rest hidden: where a code was sent. */
const MASKED = /\p{L}[*•.]{2,}\S*@|[*•x]{2,}[ -]?\d{2,4}\b/u;
const PIN = /\bpin\b/;
const CHANGED = /\b(?:new|confirm|set ?up|create|choose|change|reset|forgot|neue?r?|nouveau|nuevo)\b/;

function isStaticPin({ type, cells }: Shape, own: Own, around: Around): boolean {
  const page = pageOf(around);
  if (!(PIN.test(own.label) || names('pin', own.ids) || (cells > 1 && PIN.test(page)))) return false;
  if (asksForCode(own.label)) return false;
  const twoSteps = speaksOfTwoSteps(page);
  if (CHANGED.test(own.label) || (CHANGED.test(around.headings) && !twoSteps)) return true;
  return type === 'password' || cells === 4 || (PIN.test(page) && !twoSteps);
}
