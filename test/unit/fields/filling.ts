import { beforeEach } from 'vitest';
import { fill } from '../../../lib/fields/fill';
import { layout, setOrigin } from './page';

/** What the tests of filling share: a code with a leading zero, an empty page before each, and an ear on its events. */
export const CODE = '012345';
export const origin = setOrigin('https://site.test');
export const pause = () => new Promise<void>((resolve) => void setTimeout(resolve));
export const run = () =>
  fill(document, { code: CODE, origin, ancestors: [] }, { layout: () => layout, pause });

export const inputs = () => [...document.querySelectorAll('input')];
export const values = () => inputs().map(({ value }) => value);
export const at = (index: number): HTMLInputElement => inputs()[index]!;

/** Every event that reaches the page, as `type:index of the field`. */
export function record(...types: string[]): string[] {
  const seen: string[] = [];
  for (const type of types) {
    document.body.addEventListener(
      type,
      (event) => seen.push(`${type}:${inputs().indexOf(event.target as HTMLInputElement)}`),
      true,
    );
  }
  return seen;
}

beforeEach(() => {
  document.body.replaceWith(document.createElement('body'));
});
