import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { filesUnder, read } from './files';

const localeSchema = v.record(
  v.string(),
  v.strictObject({
    message: v.pipe(v.string(), v.minLength(1)),
    description: v.optional(v.string()),
    placeholders: v.optional(v.record(v.string(), v.object({ content: v.string() }))),
  }),
);

const locales = filesUnder('public/_locales', /^messages\.json$/);
const messagesOf = (locale: string) => v.parse(localeSchema, JSON.parse(read(locale)));
const keysOf = (locale: string): readonly string[] => Object.keys(messagesOf(locale)).sort();

const code = ['components', 'entrypoints', 'lib']
  .flatMap((folder) => filesUnder(folder, /\.(ts|svelte|html)$/))
  .concat('wxt.config.ts')
  .map(read)
  .join('\n');

describe('the default locale', () => {
  it('has no text that nothing shows', () => {
    const unused = keysOf('public/_locales/en/messages.json').filter(
      (key) => !new RegExp(`['"\`]${key}['"\`]|__MSG_${key}__`).test(code),
    );
    expect(unused).toEqual([]);
  });

  it('has every text that the manifest names', () => {
    const named = [...code.matchAll(/__MSG_(\w+)__/g)].map(([, key]) => key);
    expect(named.length).toBeGreaterThan(0);
    expect(keysOf('public/_locales/en/messages.json')).toEqual(expect.arrayContaining(named));
  });
});

describe('every locale', () => {
  it.each(locales)('has the same keys as the default one: %s', (locale) => {
    expect(keysOf(locale)).toEqual(keysOf('public/_locales/en/messages.json'));
  });

  it.each(locales)('puts in the same places what it is given: %s', (locale) => {
    const places = (of: string) =>
      Object.entries(messagesOf(of)).map(([key, { message }]) => [
        key,
        [...message.matchAll(/\$\w+/g)].join().split(',').sort(),
      ]);
    expect(Object.fromEntries(places(locale))).toEqual(
      Object.fromEntries(places('public/_locales/en/messages.json')),
    );
  });
});
