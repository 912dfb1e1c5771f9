import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortened, visible } from '../../../../components/text/visible';

describe('a name from outside, made visible', () => {
  it.each([
    ['plain text', 'GitHub', 'GitHub'],
    ['accents, other scripts and emoji', 'Ünïcode 银行 👩‍💻 می‌خواهم', 'Ünïcode 银行 👩‍💻 می‌خواهم'],
    ['a right-to-left override', 'moc\u202Eevil', 'moc‹U+202E›evil'],
    ['a null byte', 'a\u0000b', 'a‹U+0000›b'],
    ['a line break', 'a\nb', 'a‹U+000A›b'],
    ['a zero-width space', 'Git\u200BHub', 'Git‹U+200B›Hub'],
    ['a joiner between ASCII letters', 'Git\u200DHub', 'Git‹U+200D›Hub'],
    ['a joiner at the end', 'é\u200D', 'é‹U+200D›'],
    ['half of a surrogate pair', 'a\uD800b', 'a‹U+D800›b'],
    ['a filler that looks like nothing', 'a\u3164b', 'a‹U+3164›b'],
    ['mark-up, which is only text', '<img src=x>', '<img src=x>'],
  ])('shows %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('holds no character that reorders or hides its surroundings', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(
          /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\u200B\u200E\u200F\uFEFF]/u,
        );
      }),
    );
  });

  it('is different for different ASCII names with controls in them', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '\u0000', '\u202E', '\u200B') });
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(visible(a) === visible(b)).toBe(a === b);
      }),
    );
  });
});

describe('a shortened name', () => {
  it('is left whole up to the length', () => {
    expect(shortened('x'.repeat(80))).toBe('x'.repeat(80));
  });

  it('ends in an ellipsis beyond it', () => {
    expect(shortened('x'.repeat(81))).toBe(`${'x'.repeat(80)}…`);
  });

  it('is cut between what a reader takes for characters', () => {
    expect(shortened('👩‍💻👩‍💻👩‍💻', 2)).toBe('👩‍💻👩‍💻…');
  });

  it('costs nothing to make from the longest text', () => {
    expect(shortened('e\u0301'.repeat(32_000)).length).toBeLessThan(200);
  });
});
