/** Sends a filled form as a person would: by its own button, once, and not where the page goes on by itself. */
import { findButton, type FoundButton } from './buttons';
import { rootsOf } from './deep';
import { matches, viewOf } from './dom';
import { isUsable } from './field';
import type { Submit } from './ways';

const STEP_MS = 50;
/** What a page gets to send the form by itself, and to open a button that it had closed. */
const SETTLE_STEPS = 8;
const ENABLE_STEPS = 20;

/** Inputs that keep the browser from sending a form on Enter when there is more than one. */
const ASKS = 'input:not([type=hidden],[type=checkbox],[type=radio])';

export const submit: Submit = async (document, { element }, goesOn, { layout, openRoot, wait }) => {
  const find = (): FoundButton | undefined => {
    const view = viewOf(document);
    if (view === null) return undefined;
    return findButton(element, { roots: rootsOf(document, openRoot), layout: layout(view), openRoot });
  };
  const pass = async (steps: number, until: () => boolean): Promise<boolean> => {
    for (let step = 0; step < steps; step += 1) {
      if (until()) return true;
      await wait(STEP_MS);
    }
    return until();
  };
  const first = find()?.button;
  const wasOpen = first !== undefined && isUsable(first);
  /** A button that closes after it was open: the page is working. */
  const works = (): boolean => goesOn() || (wasOpen && first.isConnected && !isUsable(first));
  if (await pass(SETTLE_STEPS, works)) return 'page';
  const found = find();
  if (!found) return 'page';
  // Drawn anew meanwhile: what belongs to the old one does nothing.
  if (!element.isConnected) return 'no-button';
  const { button } = found;
  if (button !== undefined) {
    await pass(ENABLE_STEPS, () => goesOn() || isUsable(button));
    if (goesOn()) return 'page';
    if (!isUsable(button)) return 'no-button';
    button.click();
    return 'us';
  }
  if (found.hasSubmit) return 'no-button';
  if (pressEnter(element, found.form)) return 'us';
  return (await pass(SETTLE_STEPS, goesOn)) ? 'us' : 'no-button';
};

/**
 * Enter, with what the browser does after it where nobody minds: it sends a form without a button, unless it has more
 * fields than one. Whether the page or the form took it.
 */
function pressEnter(field: HTMLElement, form: HTMLFormElement | undefined): boolean {
  const key = { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true, cancelable: true, composed: true };
  const press = (type: string): boolean => field.dispatchEvent(new KeyboardEvent(type, key));
  const passed = press('keydown') && press('keypress');
  press('keyup');
  if (!passed || form === undefined) return !passed;
  const controls: Iterable<Element> = Reflect.get(HTMLFormElement.prototype, 'elements', form);
  if ([...controls].filter((each) => matches(each, ASKS)).length !== 1) return false;
  HTMLFormElement.prototype.requestSubmit.call(form);
  return true;
}
