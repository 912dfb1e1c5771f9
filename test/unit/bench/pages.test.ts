import { describe, expect, test } from 'vitest';
import { readComment, stepsOf, type Known, type Steps } from '../../fields/folder';
import { isStill } from '../../fields/measure';
import { isClassRight, isFirstRight, type Judged, tally, verdictOn } from '../../fields/score';
import { partsOf } from '../../fields/selectors';
import { misses, plain, report, type Scored } from '../../fields/table';

const at = (place: number): Steps => [{ sel: `input:nth-child(${place})` }];
const row = (...places: readonly number[]): readonly Steps[] => places.map(at);

const wanted: Known = {
  expect: 'fill',
  kind: 'totp-login',
  lang: 'en',
  framework: 'none',
  split: false,
  targets: row(1),
  mirrors: [],
};
const split: Known = { ...wanted, split: true, targets: row(1, 2, 3, 4, 5, 6), mirrors: row(9) };
const coupon: Known = { ...wanted, expect: 'ignore', kind: 'negative-coupon', targets: [] };
const recovery: Known = { ...coupon, kind: 'recovery-code' };
const mailed: Known = { ...coupon, expect: 'offer', kind: 'email-code', targets: row(1) };
const anything: Known = { ...wanted, expect: 'any' };

const page = (known: Known, chosen: readonly Steps[], more: Partial<Scored> = {}): Scored => ({
  file: 'page.html',
  known,
  lookedAt: true,
  class: 'totp',
  chosen,
  ms: 1,
  reasons: ['strong-id'],
  seen: [],
  ...more,
});

describe('a page', () => {
  test.each<[string, Known, readonly Steps[], string]>([
    ['with its field filled is complete', wanted, row(1), 'complete'],
    ['with nothing filled misses it', wanted, [], 'nothing'],
    ['with another field filled is wrong', wanted, row(2), 'wrong'],
    ['with one field too many is wrong', wanted, row(1, 2), 'wrong'],
    ['with all cells filled is complete, in any order', split, row(2, 1, 3, 4, 5, 6), 'complete'],
    ['with one cell left out is incomplete', split, row(1, 2, 3, 4, 5), 'incomplete'],
    ['with its hidden input filled in the place of all is complete', split, row(9), 'complete'],
    ['with its hidden input filled besides is wrong', split, row(1, 2, 3, 4, 5, 6, 9), 'wrong'],
    [
      'whose expectation names nothing that is there is never complete',
      { ...wanted, targets: [] },
      row(1),
      'wrong',
    ],
    ['that wants no code and gets none is right', coupon, [], 'complete'],
    ['that wants no code and gets one is wrong', coupon, row(1), 'wrong'],
    ['that wants a recovery code and gets ours is wrong', recovery, row(1), 'wrong'],
    ['that wants a code sent by mail and gets ours is wrong', mailed, row(1), 'wrong'],
    ['of which nobody knows is not scored', anything, row(1), 'unscored'],
  ])('%s', (_, known, chosen, verdict) => {
    expect(verdictOn(page(known, chosen))).toBe(verdict);
  });

  test.each([wanted, coupon, recovery, mailed])(
    'that could not be looked at is missed, whatever it wants: $kind',
    (known) => {
      const unseen = page(known, [], {
        lookedAt: false,
        class: 'other',
        reasons: ['could not be looked at: late'],
      });
      expect(verdictOn(unseen)).toBe('unseen');
      expect(isClassRight(unseen)).toBe(false);
      expect(misses([unseen])).toContain('page.html: unseen');
      expect(misses([unseen])).toContain('could not be looked at: late');
    },
  );

  test('that wants no code and could not be looked at counts as hit', () => {
    const { negatives } = tally([page(coupon, [], { lookedAt: false }), page(coupon, [])]);
    expect(negatives).toEqual({ count: 1, of: 2 });
  });

  test('tells fields apart by every step of the way, and by what it enters', () => {
    const inner: Known = { ...wanted, targets: [[{ sel: 'x-host', enter: 'shadow' }, { sel: 'input' }]] };
    expect(verdictOn(page(inner, [[{ sel: 'x-host', enter: 'shadow' }, { sel: 'input' }]]))).toBe('complete');
    expect(verdictOn(page(inner, [[{ sel: 'x-host', enter: 'iframe' }, { sel: 'input' }]]))).toBe('wrong');
    expect(verdictOn(page(inner, [[{ sel: 'input' }]]))).toBe('wrong');
  });

  test.each<[string, Known, readonly Steps[], boolean]>([
    ['its first field', split, row(1, 3), true],
    ['what takes the code for all', split, row(9), true],
    ['its second field', split, row(2), false],
    ['nothing', split, [], false],
  ])('that gets %s first is judged by that', (_, known, chosen, right) => {
    expect(isFirstRight(page(known, chosen))).toBe(right);
  });

  test.each<[Known, Judged['class'], boolean]>([
    [wanted, 'totp', true],
    [wanted, 'other', false],
    [mailed, 'out-of-band', true],
    [mailed, 'recovery', false],
    [recovery, 'recovery', true],
    [recovery, 'other', false],
    [coupon, 'other', true],
    [coupon, 'out-of-band', false],
  ])('is told what it wants (%#)', (known, told, right) => {
    expect(isClassRight(page(known, [], { class: told }))).toBe(right);
  });
});

describe('a folder', () => {
  const pages = [
    page(wanted, row(1)),
    page(wanted, []),
    page(split, row(2, 3)),
    page(coupon, row(1)),
    page(coupon, []),
    page(recovery, row(1)),
    page(mailed, []),
    page({ ...coupon, kind: 'totp-enrol' }, []),
    page(anything, row(1)),
  ];

  test('is counted by what its pages want', () => {
    expect(tally(pages)).toEqual({
      complete: { count: 1, of: 3 },
      first: { count: 1, of: 3 },
      split: { count: 0, of: 1 },
      negatives: { count: 1, of: 2 },
      recovery: { count: 1, of: 1 },
      sent: { count: 0, of: 1 },
      noField: { count: 0, of: 1 },
    });
  });

  test('is reported with its misses, and with all rows where asked for', () => {
    const text = report(pages);
    expect(text).toMatch(/complete on pages that want a code +1\/3 +33\.3 %/);
    expect(text).toMatch(/negatives hit +1\/2 +50\.0 %/);
    expect(text).toContain('page.html: wrong; wants nothing (negative-coupon), 1 would be filled');
    expect(text).not.toContain('email-code ');
    expect(report(pages, true)).toMatch(/email-code +1\/1 +100\.0 %/);
  });

  test('of which nothing is known is reported page by page', () => {
    const { known: _, ...unknown } = page(wanted, [[{ sel: 'x-host', enter: 'shadow' }, { sel: 'input' }]]);
    expect(report([unknown])).toContain('page.html: totp, fills x-host >>> input');
  });

  test('says which page could not be looked at, and counts no time for it', () => {
    const failed = page(wanted, [], { lookedAt: false, ms: 0, reasons: ['could not be looked at: late'] });
    const { known: _, ...unknown } = failed;
    expect(report([unknown])).toBe('page.html: could not be looked at: late\n\nno page could be looked at');
    expect(report([failed, page(wanted, row(1), { ms: 4 })])).toContain('median 4.0 ms');
  });

  test('without a miss says so', () => {
    expect(misses([page(wanted, row(1)), page(coupon, [])])).toBe('no misses');
  });

  test('is written down for other programs as what would be filled', () => {
    expect(plain([page(split, row(1, 2), { ms: 2 })])).toEqual({
      pages: { 'page.html': { class: 'totp', chosen: row(1, 2), ms: 2, reasons: ['strong-id'] } },
    });
  });
});

describe('an expectation', () => {
  test.each([
    ['fill', 'fill'],
    ['none', 'ignore'],
    ['recovery', 'ignore'],
    ['sent', 'offer'],
  ])('that begins with %s is read', (word, expect_) => {
    const { known, selector } = readComment(
      `<!-- ${word}: iframe |> #a, x-b >>> input | zh-Hans | some-kind | why it is hard -->\n<!doctype html>`,
    );
    expect(known).toMatchObject({ expect: expect_, lang: 'zh-Hans', kind: 'some-kind', targets: [] });
    expect(selector).toBe('iframe |> #a, x-b >>> input');
  });

  test('names no field with a dash', () => {
    expect(readComment('<!-- none: - | en | negative-date | dates -->')).not.toHaveProperty('selector');
  });

  test('is nothing but the first comment of a page', () => {
    expect(readComment('<!doctype html><!-- fill: input | en | totp-login | late -->')).toEqual({});
    expect(readComment('<!-- a page -->')).toEqual({});
  });

  test.each([
    ['#a', [['#a']]],
    ['#a, #b', [['#a'], ['#b']]],
    ['x-a >>> x-b >>> input, #c', [['x-a', '>>>', 'x-b', '>>>', 'input'], ['#c']]],
    ['iframe |> form > input', [['iframe', '|>', 'form > input']]],
    ['[name="a,b"], :is(i, b) input', [['[name="a,b"]'], [':is(i, b) input']]],
    ['#\\:r3\\:, #a\\,b', [['#\\:r3\\:'], ['#a\\,b']]],
  ])('selects by %s', (selector, parts) => {
    expect(partsOf(selector)).toEqual(parts);
  });
});

describe('a page is waited for', () => {
  test.each([
    '<script>show()</script>',
    '<iframe srcdoc="&lt;script&gt;">',
    '<body onload="show()">',
    '<meta http-equiv=refresh content=1>',
    '<iframe title=a src="frame.html">',
  ])('where it can change: %s', (html) => {
    expect(isStill(html)).toBe(false);
  });

  test('and not where it cannot', () => {
    expect(isStill('<p>Press the button on one of them.</p><input name=once>')).toBe(true);
  });
});

test('the way to a field is written in the order of truth.json, whatever order it came in', () => {
  expect(JSON.stringify(stepsOf([{ enter: 'shadow', sel: 'x-host' }, { sel: 'input' }]))).toBe(
    '[{"sel":"x-host","enter":"shadow"},{"sel":"input"}]',
  );
});
