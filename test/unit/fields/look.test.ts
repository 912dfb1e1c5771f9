// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { look } from '../../../lib/fields/look';
import { layout, row, setOrigin, show } from './page';

test('a document with a code field says so, as plain data', () => {
  setOrigin('https://site.test');
  show(`<h1>Two-factor authentication</h1><div>${row(6)}</div>`);
  const report = look(document, { layout });
  expect(report).toMatchObject({
    origin: 'https://site.test',
    ancestors: [],
    opaque: false,
    field: 'totp',
    focused: false,
    cells: 6,
    occupied: false,
    enrolment: false,
  });
  expect(report.score).toBeGreaterThan(60);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test('a document without one says that, and nothing of what it holds', () => {
  show('<input name=comment value="private words">');
  const report = look(document, { layout });
  expect(report).toMatchObject({ field: 'other', score: 0, cells: 0, reasons: [] });
  expect(JSON.stringify(report)).not.toContain('private');
});

test('looking changes nothing in the page', () => {
  show('<label>Authentication code <input></label>');
  const before = document.documentElement.outerHTML;
  look(document, { layout });
  expect(document.documentElement.outerHTML).toBe(before);
  expect(document.activeElement).toBe(document.body);
});
