/** Which button sends the form that a field belongs to, in whatever language. */
import { type Saying, sayingOf } from './button-words';
import { lineage } from './deep';
import { attributeOf, findAll, matches, nameOf } from './dom';
import type { Look } from './field';

export interface FoundButton {
  readonly button?: HTMLElement;
  readonly form?: HTMLFormElement;
  /** The form has a button that sends it, whether or not it is the right one. */
  readonly hasSubmit: boolean;
}

const BUTTONS = 'button,input[type=submit],input[type=button],input[type=image],[role=button]';
/** Past the form's checks, back to its beginning, or a menu or switch. */
const OTHER = '[formnovalidate],[type=reset],[aria-haspopup],[aria-expanded],[aria-pressed]';
/** A page must not choose what ranking its buttons costs. */
const MAX_BUTTONS = 2000;
const MAX_RANKED = 100;

/** Points of what speaks for a button: its words, that it sends the form, that it stands behind the field. */
const GOES = 4;
const SENDS = 2;
const FOLLOWS = 1;

interface Ranked extends Saying {
  readonly button: HTMLElement;
  readonly sends: boolean;
  readonly points: number;
}

type Rank = (buttons: readonly HTMLElement[]) => readonly Ranked[];

/**
 * The best button of the form; else the nearest one around that says that it goes on. One whose words are not
 * understood is taken only as the single way to send the form, and none where two could be meant.
 */
export function findButton(field: HTMLElement, { roots, layout }: Look): FoundButton {
  const path = [...lineage(field)];
  const form = formAround(field);
  const all = roots.flatMap((root) => findAll(root, BUTTONS)).slice(0, MAX_BUTTONS);
  const ours = form ? all.filter((button) => belongsTo(button, form)) : [];
  const rank: Rank = (buttons) =>
    buttons
      .slice(0, MAX_RANKED)
      .filter((button) => !matches(button, OTHER) && layout.shown(button))
      .map((button) => weigh(button, field))
      .filter(({ harmless }) => harmless)
      .toSorted((a, b) => b.points - a.points);
  const ranked = rank(ours);
  const [only, ...others] = ranked.filter((each) => each.sends);
  const goes = ranked.some((each) => each.goes);
  const single = others.length === 0 ? only?.button : undefined;
  const button = goes ? chosenOf(ranked) : (single ?? nearest(path, all, rank));
  return { ...(button && { button }), ...(form && { form }), hasSubmit: ours.some(sends) };
}

function weigh(button: HTMLElement, field: Node): Ranked {
  const saying = sayingOf(button);
  const isSender = sends(button);
  const points = (saying.goes ? GOES : 0) + (isSender ? SENDS : 0) + (follows(field, button) ? FOLLOWS : 0);
  return { ...saying, button, sends: isSender, points };
}

/**
 * The one that goes on. Of several, that which says nothing besides and is the best of these; or, where all say more,
 * the only one that sends the form.
 */
function chosenOf(ranked: readonly Ranked[]): HTMLElement | undefined {
  const going = ranked.filter(({ goes }) => goes);
  const [best, rival] = going;
  if (best === undefined || rival === undefined) return best?.button;
  const [plain, other] = going.filter(({ plainly }) => plainly);
  if (plain === undefined) return best.points - rival.points >= SENDS ? best.button : undefined;
  return best.points === plain.points && plain.points !== other?.points ? plain.button : undefined;
}

/** Block by block outwards, but not out of a dialog, and not into another form or the page's own bar. */
function nearest(path: readonly Element[], all: readonly HTMLElement[], rank: Rank): HTMLElement | undefined {
  const levels = new Map(path.map((element, level) => [element, level]));
  const edge = path.findIndex((element) => matches(element, 'dialog,[role=dialog],[aria-modal=true]'));
  const around = new Map<number, HTMLElement[]>();
  for (const button of all) {
    const level = levelOf(button, levels);
    if (level === undefined || (edge >= 0 && level > edge)) continue;
    around.set(level, [...(around.get(level) ?? []), button]);
  }
  for (const level of [...around.keys()].toSorted((a, b) => a - b)) {
    const ranked = rank(around.get(level) ?? []);
    if (ranked.some(({ goes }) => goes)) return chosenOf(ranked);
  }
  return undefined;
}

/** How far out the block is that holds both; nothing for a button that belongs elsewhere. */
function levelOf(button: HTMLElement, levels: ReadonlyMap<Element, number>): number | undefined {
  if (attributeOf(button, 'form') !== '' || formAround(button) !== undefined) return undefined;
  for (const element of lineage(button)) {
    const level = levels.get(element);
    if (level !== undefined) return level;
    if (/^(?:nav|header)$/.test(nameOf(element))) return undefined;
  }
  return undefined;
}

const isForm = (element: Element): element is HTMLFormElement => nameOf(element) === 'form';

function sends(button: HTMLElement): boolean {
  return /^(?:submit|image)$/.test((button as Partial<HTMLButtonElement>).type ?? '');
}

/** By `form=`, which may name one elsewhere; else by its place, shadow roots included. */
function belongsTo(button: HTMLElement, form: Element): boolean {
  const named = attributeOf(button, 'form');
  return named === '' ? formAround(button) === form : named === attributeOf(form, 'id');
}

const formAround = (element: Element): HTMLFormElement | undefined => [...lineage(element)].find(isForm);

function follows(field: Node, button: Node): boolean {
  return (field.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
