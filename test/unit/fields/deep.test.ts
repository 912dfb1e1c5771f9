// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { rootsOf } from '../../../lib/fields/deep';
import { detect } from '../../../lib/fields/detect';
import { layout, show } from './page';

const look = () => detect(document, { layout });
const chosen = () => look().winner?.cells.map(({ element }) => element.id);

describe('shadow trees', () => {
  const attach = (parent: Element | ShadowRoot): ShadowRoot => {
    const host = document.createElement('x-part');
    parent.append(host);
    return host.attachShadow({ mode: 'open' });
  };

  test('that are open are looked into, however deep', () => {
    let root = attach(document.body);
    for (let depth = 0; depth < 20; depth += 1) root = attach(root);
    root.innerHTML = '<label for=c>Authentication code</label><input id=c>';
    expect(chosen()).toEqual(['c']);
  });

  test('that are closed are looked into where the browser allows it', () => {
    show('<x-part></x-part><div></div>');
    const hidden = attach(document.createElement('div'));
    hidden.innerHTML = '<input id=c name=totp>';
    const found = (name: string) =>
      detect(document, { layout, openRoot: (host) => (host.localName === name ? hidden : null) }).winner;
    expect(found('none')).toBeUndefined();
    expect(found('x-part')?.cells[0]?.element.id).toBe('c');
    expect(found('div')?.cells[0]?.element.id).toBe('c');
  });

  test('are counted, so that a page can not make them endless', () => {
    show('<x-part></x-part>');
    const loop = attach(document.createElement('div'));
    loop.innerHTML = '<x-part></x-part>';
    expect(rootsOf(document, () => loop).length).toBeLessThanOrEqual(500);
  });
});
