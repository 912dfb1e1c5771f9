/** Notices that a page goes on by itself: what was typed is taken then, and nothing more is done to it. */
import { lineage } from './deep';
import { attributeOf, viewOf } from './dom';
import { type Field, isUsable } from './field';

export interface Course {
  /** A form was sent, or the document is being left. */
  hasLeft(): boolean;
  /** Also when the fields are gone, closed to typing, or in a part that has become busy. */
  hasTaken(fields: readonly Field[]): boolean;
  stop(): void;
}

const LEAVING = ['submit', 'beforeunload', 'pagehide'];

/** The event of a form in a shadow root is seen in that root alone, so the fields to be typed into are needed. */
export function follow(document: Document, fields: readonly Field[]): Course {
  let left = false;
  const [first] = fields;
  const wasBusy = isBusy(first);
  const places = [viewOf(document), first?.element.getRootNode()];
  const note = (): void => {
    left = true;
  };
  for (const type of LEAVING) places.forEach((place) => place?.addEventListener(type, note, true));
  const hasLeft = (): boolean => left || viewOf(document) === null;
  return {
    hasLeft,
    hasTaken: (now) =>
      hasLeft() ||
      now.some((field) => !field.element.isConnected || !isOpen(field)) ||
      (!wasBusy && isBusy(now[0])),
    stop: () => {
      for (const type of LEAVING) places.forEach((place) => place?.removeEventListener(type, note, true));
    },
  };
}

/** Can still be typed into. Rows with one tab stop hide their other cells from readers, by turns. */
export const isOpen = ({ element }: Field): boolean => isUsable(element, true);

function isBusy(field: Field | undefined): boolean {
  if (field === undefined) return false;
  for (const ancestor of lineage(field.element))
    if (attributeOf(ancestor, 'aria-busy') === 'true') return true;
  return false;
}
