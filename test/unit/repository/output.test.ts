import { describe, expect, it } from 'vitest';
import { built } from './files';

/** Names, not places: nothing is ever fetched from them. */
const NAMESPACES = [
  'http://www.w3.org/1998/Math/MathML',
  'http://www.w3.org/1999/xhtml',
  'http://www.w3.org/2000/svg',
  'http://www.w3.org/1999/xlink',
];
/** What Svelte calls its errors in messages. */
const ERROR_NAMES = /^https:\/\/svelte\.dev\/e\/[a-z_]+$/;

/** Licence texts name the places where the full text stands. */
const isText = (file: string): boolean => /\.(js|html|css|json|svg)$/.test(file);

describe.each(['chrome', 'firefox'] as const)('the build for %s', (browser) => {
  const files = [...built(browser)];

  it('names no address but those of namespaces', () => {
    const addresses = files
      .filter(([file]) => isText(file))
      .flatMap(([file, text]) =>
        [...text.matchAll(/\b(?:https?|wss?):\/\/[\w.-]+[^\s"'`<>)\\]*/g)].map(([address]) => [
          file,
          address,
        ]),
      )
      .filter(([, address = '']) => !NAMESPACES.includes(address) && !ERROR_NAMES.test(address));
    expect(addresses).toEqual([]);
  });

  it('turns no text into code', () => {
    const scripts = files.filter(([file]) => file.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter(([, text]) => /\beval\(|new Function\(/.test(text)).map(([file]) => file)).toEqual(
      [],
    );
  });

  it('holds no source map and no test', () => {
    expect(files.map(([file]) => file).filter((file) => /\.map$|\.test\.|\.spec\./.test(file))).toEqual([]);
  });
});
