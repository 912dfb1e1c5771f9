/** What this page is built from. No framework: it has to work where everything else does not. */
import { failureText } from '../../components/text/problems';

type Attributes = Readonly<Record<string, string>>;
type Children = readonly (Node | string | undefined)[];

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Children
): HTMLElementTagNameMap[Name] {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

export type ButtonKind = 'primary' | 'plain' | 'danger' | 'bare';

export function button(text: string, kind: ButtonKind = 'plain'): HTMLButtonElement {
  return element('button', { type: 'button', class: kind }, text);
}

/** One thing to know or do: a heading and what belongs to it. */
export function card(title: string, says: string, ...children: Children): HTMLElement {
  return element(
    'section',
    { class: 'card' },
    element('h3', {}, title),
    element('p', { class: 'quiet' }, says),
    ...children,
  );
}

export interface OutcomeLine {
  readonly node: HTMLElement;
  readonly tell: (...children: Children) => void;
  readonly fail: (error: unknown) => void;
}

/** Where an act says how it ended. */
export function outcomeLine(): OutcomeLine {
  const node = element('p', { role: 'status' });
  const show = (failed: boolean, children: Children): void => {
    node.classList.toggle('failed', failed);
    node.replaceChildren(...children.filter((child) => child !== undefined));
  };
  return {
    node,
    tell: (...children) => show(false, children),
    fail: (error) => show(true, [failureText(error)]),
  };
}

/** Runs one act of a control at a time; how it fails stands in the outcome line. */
export async function run(
  control: HTMLElement,
  outcome: OutcomeLine,
  act: () => Promise<void> | void,
): Promise<void> {
  if (control.ariaDisabled === 'true') return;
  control.ariaDisabled = 'true';
  outcome.tell();
  try {
    await act();
  } catch (error) {
    outcome.fail(error);
  } finally {
    control.ariaDisabled = null;
  }
}

export interface WordGate {
  readonly node: HTMLElement;
  readonly input: HTMLInputElement;
  readonly open: () => boolean;
}

/** For what must not happen by a click alone: open when this word is typed. */
export function wordGate(label: string, word: string): WordGate {
  const { node, input } = field(label, { autocapitalize: 'characters' });
  return { node, input, open: () => input.value.trim() === word };
}

let fields = 0;

export function field(label: string, attributes: Attributes): { node: HTMLElement; input: HTMLInputElement } {
  fields += 1;
  const id = `field-${fields}`;
  const input = element('input', { id, autocomplete: 'off', spellcheck: 'false', ...attributes });
  const node = element('div', { class: 'field' }, element('label', { for: id }, label), input);
  return { node, input };
}
