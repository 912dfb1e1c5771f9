/** Finds the one place of a document that wants a one-time code, says which kind, and why. */
import { type Around, createSurveyor } from './around';
import { focusedElement, type OpenRoot, rootsOf, within } from './deep';
import { viewOf } from './dom';
import { isEnrolment, offersSecret, textOfPage } from './enrolment';
import { type Field, findFields } from './field';
import { createLayout, type Layout } from './layout';
import type { FieldClass, Locator } from './report';
import { judge, type Verdict } from './signals';
import { ownOf, shapeOf, type Unit, unitsOf } from './units';

export interface DetectOptions {
  readonly layout?: Layout;
  readonly openRoot?: OpenRoot;
  /** Length of the code at hand, when it is known: a row of another length is not for it. */
  readonly digits?: number;
  /** The user pointed at the field that has the focus, as in its context menu. */
  readonly pointed?: boolean;
  /** Of a field that the user showed on this site. */
  readonly locator?: Locator | undefined;
  /** Knows it again; without it, no field counts as shown. */
  readonly locate?: Locate | undefined;
}

/** Kept apart from the detector: few sites need it. */
export type Locate = <Seen extends Weighed>(locator: Locator, targets: readonly Seen[]) => Seen | undefined;

/** A field, or a row of one-character fields, with what was found out about it. */
export interface Target extends Verdict {
  readonly cells: readonly Field[];
  readonly focused: boolean;
  readonly occupied: boolean;
  /** The user showed it once. */
  readonly picked: boolean;
}

export interface Detection {
  readonly winner?: Target;
  readonly field: FieldClass;
  readonly enrolment: boolean;
  /** Everything that was weighed, best first. */
  readonly seen: readonly Target[];
}

/** From here on a field is taken for a code field, once the user asks for it. */
const THRESHOLD = 30;
/** How much better the winner must be than a field of another form. */
const MARGIN = 1.25;
/** More than any field reaches by itself. */
const PICKED = 1000;

/** Looks at a document as a user's gesture asks for it; the focused field wins unless it certainly wants something else. */
export function detect(document: Document, options: DetectOptions = {}): Detection {
  const view = viewOf(document);
  if (view === null) return { field: 'other', enrolment: false, seen: [] };
  const { layout = createLayout(view), openRoot = closed, locator, digits } = options;
  const focused = focusedElement(document, openRoot);
  const look = { roots: rootsOf(document, options.openRoot), layout, openRoot };
  const { fields, others } = findFields(look, focused);
  const survey = createSurveyor(document, fields, look);
  const units = unitsOf(fields, layout, digits);
  const alone = units.length + others.length === 1;
  let offer: boolean | undefined;
  const enrols = (): boolean => (offer ??= offersSecret(look));
  const weighed = units.map((unit) => weigh(unit, survey(unit[0].field.element), { alone, digits, enrols }));
  const shown = locator && options.locate?.(locator, weighed);
  const seen = weighed.map((target) => ({ ...target, ...placeOf(target, focused, target === shown) }));
  const winner = choose(seen, options.pointed ?? false);
  // Taken only because the user stands in it: nothing says what it is for.
  const unsaid = winner === undefined || (winner.score < THRESHOLD && !winner.veto);
  const field = unsaid ? 'other' : winner.field;
  const text = winner ? textAround(survey(winner.cells[0]?.element ?? document.body)) : textOfPage(document);
  return {
    ...(winner && { winner }),
    field,
    enrolment: enrols() || isEnrolment(look, text, field === 'totp'),
    seen: seen.toSorted((a, b) => b.score - a.score),
  };
}

const closed: OpenRoot = () => null;

const textAround = ({ title, headings, text, actions }: Around): string =>
  `${title}. ${headings}. ${text}. ${actions}`;

export type Weighed = Omit<Target, 'focused' | 'picked'>;

function weigh(
  unit: Unit,
  around: Around,
  page: {
    readonly alone: boolean;
    readonly digits: number | undefined;
    readonly enrols: () => boolean;
  },
): Weighed {
  const shape = shapeOf(unit, page.alone);
  const tooShort = unit.length === 1 && (shape.maxLength ?? Infinity) < (page.digits ?? 0);
  return {
    ...judge(shape, ownOf(unit), around, page.enrols),
    ...(tooShort && { veto: true, score: 0, reasons: ['not: shape'] }),
    cells: unit.map(({ field }) => field),
    occupied: shape.occupied,
  };
}

/** What the user says of a field counts for more than all that the page says. */
function placeOf(
  { cells }: Weighed,
  focused: Element | undefined,
  picked: boolean,
): Partial<Verdict> & Pick<Target, 'focused' | 'picked'> {
  return {
    focused: focused !== undefined && cells.some(({ element }) => within(element, focused)),
    picked,
    ...(picked && { field: 'totp', score: PICKED, veto: false, reasons: ['picked'] }),
  };
}

/**
 * One winner, or none where two forms want it equally. Where the user stands in a field, it is that one: but one that
 * merely lacks a sign does not stand before one that is sure, unless the user pointed at it.
 */
function choose(seen: readonly Target[], pointed: boolean): Target | undefined {
  const focused = seen.find((target) => target.focused && !target.veto);
  if (focused && (pointed || (focused.score >= THRESHOLD && !seen.some(({ picked }) => picked))))
    return focused;
  const best = surest(seen);
  return best && rank(best) === 2 ? best : (focused ?? best);
}

function surest(seen: readonly Target[]): Target | undefined {
  const able = seen.filter(({ veto, score, field }) => score >= THRESHOLD && (!veto || field !== 'other'));
  const best = able.toSorted((a, b) => rank(b) - rank(a) || b.score - a.score)[0];
  if (best === undefined) return undefined;
  const rival = able.find((target) => {
    return (
      target !== best &&
      rank(target) === rank(best) &&
      !sameForm(target, best) &&
      target.score * MARGIN > best.score
    );
  });
  return rival === undefined ? best : undefined;
}

/** What a stored secret can make comes before what it can't. */
function rank({ field }: Target): number {
  return field === 'totp' ? 2 : field === 'out-of-band' ? 1 : 0;
}

function sameForm(a: Target, b: Target): boolean {
  return a.cells[0]?.element.closest('form') === b.cells[0]?.element.closest('form');
}
