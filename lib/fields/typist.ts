/**
 * The events of a person typing, one salvo per field.
 *
 * Values are set by the prototype's own setter: frameworks shadow `value` on the element to learn of changes, and
 * ignore what they believe they set themselves.
 */
import { activeIn, hasFocus, nameOf, viewOf } from './dom';
import { type Field, valueOf } from './field';

export interface Typist {
  focus(field: Field): Promise<void>;
  /** Whether the page took the paste; a constructed one inserts nothing by itself. */
  paste(field: Field, code: string): boolean;
  /**
   * Whether the field got the text, whatever the page then made of it.
   *
   * @param before What stays in front of it; nothing stays otherwise.
   */
  type(field: Field, text: string, before?: string): Promise<boolean>;
  /** The end of typing: what waits for a change or for the focus to leave, validates now. */
  leave(field: Field): void;
}

export function createTypist(document: Document, pause: () => Promise<void>): Typist {
  /** The field that was last told it has the focus. */
  let told: HTMLElement | undefined;
  let typed: HTMLElement | undefined;

  async function focus({ element }: Field): Promise<void> {
    const was = activeIn(element.getRootNode() as Document | ShadowRoot);
    element.focus({ preventScroll: true });
    // A popup or another window has the focus: `focus()` then moves it without telling anybody, ours and the page's.
    if (!hasFocus(document) && (told !== element || was !== element)) {
      const last = told === element ? was : told;
      if (last?.isConnected && nameOf(last) !== 'body') blur(last);
      element.dispatchEvent(new FocusEvent('focus', { composed: true }));
      element.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true }));
    }
    told = element;
    await Promise.resolve();
  }

  function paste({ element }: Field, code: string): boolean {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', code);
    const event = new ClipboardEvent('paste', {
      clipboardData,
      bubbles: true,
      cancelable: true,
      composed: true,
    });
    element.dispatchEvent(event);
    return event.defaultPrevented;
  }

  async function type(field: Field, text: string, before = ''): Promise<boolean> {
    const { element } = field;
    const value = before + text;
    const key = keyOf(text);
    const keyTaken = !element.dispatchEvent(new KeyboardEvent('keydown', key));
    if (keyTaken) await pause();
    if (isDone(field, value)) return element.isConnected;
    const input = { data: text, inputType: 'insertText', bubbles: true, composed: true };
    const inputTaken = !element.dispatchEvent(new InputEvent('beforeinput', { ...input, cancelable: true }));
    if (inputTaken) await pause();
    if (isDone(field, value)) return element.isConnected;
    setValue(field, value);
    element.dispatchEvent(new InputEvent('input', input));
    typed = element;
    if (element.isConnected) element.dispatchEvent(new KeyboardEvent('keyup', key));
    return true;
  }

  function leave({ element }: Field): void {
    if (typed !== undefined) element.dispatchEvent(new Event('change', { bubbles: true }));
    if (element.isConnected) blur(element);
  }

  return { focus, paste, type, leave };
}

/** The page may have typed it itself, or taken the field away. */
function isDone(field: Field, value: string): boolean {
  return !field.element.isConnected || valueOf(field) === value;
}

function blur(element: Element): void {
  element.dispatchEvent(new FocusEvent('blur', { composed: true }));
  element.dispatchEvent(new FocusEvent('focusout', { bubbles: true, composed: true }));
}

/** The key of the last character: with it, old handlers see a digit. */
function keyOf(text: string): KeyboardEventInit {
  const key = text.at(-1) ?? '';
  const code = /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
  const legacy = { keyCode: key.toUpperCase().charCodeAt(0) };
  return { ...legacy, key, code, bubbles: true, cancelable: true, composed: true };
}

function setValue({ element, type }: Field, text: string): void {
  const view = viewOf(element.ownerDocument) ?? globalThis;
  if (type === 'editable') replaceText(element, text);
  else Reflect.set(view.HTMLInputElement.prototype, 'value', text, element);
}

function replaceText(element: HTMLElement, text: string): void {
  const range = element.ownerDocument.createRange();
  range.selectNodeContents(element);
  range.deleteContents();
  range.insertNode(element.ownerDocument.createTextNode(text));
}
