// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { detect } from '../../../lib/fields/detect';
import { explain } from '../../../lib/fields/explain';
import { layout, row, show } from './page';

const frame = { origin: 'https://site.test', ancestors: ['https://around.test'], opaque: false };
const explained = () => explain(document, { frame, detection: detect(document, { layout }) }, { layout });
const states = () => explained().fields.map(({ name, state }) => [name, state]);

beforeEach(() => {
  (document.activeElement as HTMLElement | null)?.blur();
});

describe('an explanation', () => {
  test('puts the chosen field first, with its class, score and reasons', () => {
    show(`<h1>Two-factor authentication</h1>
      <label>Device name <input name=device></label><label>Authentication code <input name=totp></label>`);
    const { fields, ...rest } = explained();
    expect(rest).toMatchObject({ ...frame, enrolment: false });
    expect(rest.outline).toMatch(/input.*totp/);
    expect(fields[0]).toMatchObject({
      name: 'Authentication code',
      state: 'chosen',
      field: 'totp',
      cells: 1,
    });
    expect(fields[0]?.score).toBeGreaterThan(60);
    expect(fields[0]?.reasons).toContain('strong-label');
    expect(fields[1]).toMatchObject({ name: 'Device name', state: 'beside' });
  });

  test('puts it first also where another one scored higher', () => {
    show('<label>Authentication code <input></label><label>Code <input></label>');
    const detection = detect(document, { layout });
    const [better, worse] = detection.seen;
    if (!better || !worse) throw new Error('Both fields of this test are seen.');
    expect(better.score).toBeGreaterThan(worse.score);
    const { fields } = explain(document, { frame, detection: { ...detection, winner: worse } }, { layout });
    expect(fields.map(({ name, state }) => [name, state])).toEqual([
      ['Code', 'chosen'],
      ['Authentication code', 'beside'],
    ]);
  });

  test('gives the way to each cell of a row', () => {
    show(`<h1>Two-factor authentication</h1><div>${row(6)}</div>`);
    const [first] = explained().fields;
    expect(first?.cells).toBe(6);
    expect(first?.steps.map((steps) => steps.at(-1)?.sel.split(' > ').at(-1))).toEqual(
      [1, 2, 3, 4, 5, 6].map((place) => `input:nth-child(${place})`),
    );
  });

  test('names what was not weighed, the nearer to a place for a code the earlier', () => {
    show(`<div hidden><input name=trap></div><input name=locked disabled><input name=told readonly>
      <input type=email name=mail><textarea name=words></textarea><input name=code>
      <input type=hidden name=csrf><input type=checkbox name=remember><button name=go>Go</button>`);
    expect(states()).toEqual([
      ['code', expect.stringMatching(/chosen|beside/) as string],
      ['mail', 'other-type'],
      ['words', 'other-type'],
      ['locked', 'disabled'],
      ['told', 'disabled'],
      ['trap', 'hidden'],
    ]);
  });

  test.each([
    ['its label', '<label>Code <input aria-label=a placeholder=b name=c></label>', 'Code'],
    ['what it is called for those who do not see', '<input aria-label=Code placeholder=b name=c>', 'Code'],
    ['its placeholder', '<input placeholder="Your code" name=c>', 'Your code'],
    ['its name', '<input name=c id=d>', 'c'],
    ['its id', '<input id=d>', 'd'],
    ['a placeholder that says nothing last', '<input placeholder="• • •" name=c>', 'c'],
    ['nothing, where there is nothing', '<input>', ''],
  ])('calls a field by %s', (_, html, name) => {
    show(html);
    expect(explained().fields[0]?.name).toBe(name);
  });

  test('shortens a name and takes out what would change how it is read', () => {
    show(`<label>One\u202E\n two\u0000 ${'🙂'.repeat(100)} <input></label>`);
    const name = explained().fields[0]?.name ?? '';
    expect(name).toMatch(/^One two 🙂+…$/u);
    expect(Array.from(name)).toHaveLength(60);
  });

  test('holds nothing of what fields hold, wherever the page repeats it', () => {
    show(`<label>Secret words <input name=code value="private words"></label>
      <label>Sent to ada@site.test, code 481516 <input value=481516 name=b></label>
      <div contenteditable id=own aria-labelledby=own>481517</div><input disabled value=private name=x>
      <label>Note <textarea>private thoughts</textarea></label>
      <div contenteditable id=me aria-labelledby=me>private letter</div>`);
    const text = JSON.stringify(explained());
    for (const each of ['private', '481516', '481517', 'ada@']) expect(text).not.toContain(each);
    expect(text).toContain('Secret words');
  });

  test('ends at forty fields, whatever the page has', () => {
    show(Array.from({ length: 3000 }, (_, index) => `<input name=f${index}>`).join(''));
    expect(explained().fields).toHaveLength(40);
  });

  test('changes nothing in the page', () => {
    show('<form><input name=parentNode><label>Code <input></label></form>');
    const before = document.documentElement.outerHTML;
    explained();
    expect(document.documentElement.outerHTML).toBe(before);
  });
});
