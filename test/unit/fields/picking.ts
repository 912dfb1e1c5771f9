import { vi } from 'vitest';

/** happy-dom has no top layer, and no events of a user's own. */
export function preparePicking(): void {
  for (const name of ['showPopover', 'hidePopover']) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value: vi.fn() });
  }
}

/** As if the user had done it: `isTrusted` is what tells. */
export function byUser(event: Event): Event {
  Object.defineProperty(event, 'isTrusted', { value: true });
  return event;
}

const POINTER = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];

/** Everything that a click consists of; returns what the page could have seen of it. */
export function click(
  element: Element,
  at: { readonly x: number; readonly y: number } = { x: 500, y: 500 },
): readonly string[] {
  return dispatch(element, POINTER, (type) => {
    return new MouseEvent(type, {
      bubbles: true,
      composed: true,
      cancelable: true,
      clientX: at.x,
      clientY: at.y,
      detail: 1,
    });
  });
}

export function press(element: Element, key: string): readonly string[] {
  return dispatch(element, ['keydown', 'keyup'], (type) => {
    return new KeyboardEvent(type, { key, bubbles: true, composed: true, cancelable: true });
  });
}

function dispatch(
  element: Element,
  types: readonly string[],
  make: (type: string) => Event,
): readonly string[] {
  const seen: string[] = [];
  for (const type of types) {
    const note = () => seen.push(type);
    document.addEventListener(type, note, { once: true });
    element.dispatchEvent(byUser(make(type)));
    document.removeEventListener(type, note);
  }
  return seen;
}
