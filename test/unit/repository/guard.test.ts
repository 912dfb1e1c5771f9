// @vitest-environment happy-dom
import { runInThisContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import messages from '../../../public/_locales/en/messages.json';
import { read } from './files';

const guard = read('public/guard.js');
const PAGES = ['popup', 'manager'].map((name) => `entrypoints/${name}/index.html`);
const wordsOf = (page: string): string => /<main id="cannot-start"[^]*?<\/main>/.exec(read(page))?.[0] ?? '';
const texts: Readonly<Record<string, { readonly message: string }>> = messages;

const isShown = (): boolean => document.getElementById('cannot-start')?.hidden === false;
const start = (): boolean => document.documentElement.toggleAttribute('data-started', true);
const fail = (name: string): boolean =>
  document.body.appendChild(document.createElement(name)).dispatchEvent(new Event('error'));

describe.each(PAGES)('the page %s', (page) => {
  it('has the guard before every other script, and holds up nothing for it', () => {
    expect(read(page).match(/<script[^>]*>/g)?.[0]).toBe('<script defer src="/guard.js">');
  });

  it('holds the words itself, in English, each with the key of its translation', () => {
    const said = [...wordsOf(page).matchAll(/data-text="(\w+)"\s*>([^<]+)</g)].map(([, key, text]) => [
      key,
      text,
    ]);
    expect(said.length).toBe(4);
    expect(said).toEqual(said.map(([key = '']) => [key, texts[key]?.message]));
    expect(wordsOf(page)).toContain('href="/recovery.html"');
  });

  it('says when it has started', () => {
    expect(read(page.replace('index.html', 'main.ts'))).toContain("toggleAttribute('data-started', true)");
  });
});

describe('the guard', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    document.documentElement.removeAttribute('data-started');
    const page = new DOMParser().parseFromString(wordsOf(PAGES[0] ?? ''), 'text/html');
    document.body.replaceChildren(...page.body.children);
    runInThisContext(guard);
  });
  afterEach(() => {
    start(); // The listeners of this test are still there in the next one.
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is smaller than 1.5 kB', () => {
    expect(new TextEncoder().encode(guard).length).toBeLessThan(1500);
  });

  it.each<[string, () => void]>([
    ['throws', () => window.dispatchEvent(new Event('error'))],
    ['rejects', () => window.dispatchEvent(new Event('unhandledrejection'))],
    ['has a script that does not load', () => fail('script')],
    ['shows nothing for ten seconds', () => vi.advanceTimersByTime(10_000)],
  ])('speaks for a page that %s', (_, happen) => {
    expect(isShown()).toBe(false);
    happen();
    expect(isShown()).toBe(true);
  });

  it.each<[string, () => void]>([
    ['throws', () => window.dispatchEvent(new Event('error'))],
    ['rejects', () => window.dispatchEvent(new Event('unhandledrejection'))],
    ['shows nothing new for ten seconds', () => vi.advanceTimersByTime(10_000)],
  ])('leaves it to a page that has started and %s', (_, happen) => {
    start();
    happen();
    expect(isShown()).toBe(false);
  });

  it('does not mind a picture that does not load', () => {
    fail('img');
    expect(isShown()).toBe(false);
  });

  it('gives a slow page nearly ten seconds', () => {
    vi.advanceTimersByTime(9900);
    expect(isShown()).toBe(false);
  });

  it('speaks the language of the browser where that is there', () => {
    vi.stubGlobal('chrome', {
      i18n: { getMessage: (key: string) => (key === 'cannot_start_what' ? 'Nichts geht' : '') },
    });
    window.dispatchEvent(new Event('error'));
    expect(document.querySelector('h1')?.textContent).toBe('Nichts geht');
    expect(document.querySelector('p')?.textContent).toBe(messages.cannot_start_safe.message);
  });
});
