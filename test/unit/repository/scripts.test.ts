import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../../scripts/support/browsers.mjs';
import { countEndToEnd, countUnit, line, sum } from '../../../scripts/support/reports.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'lockstep-'));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: object): string {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('the closing line', () => {
  it.each([
    [{ passed: 3, failed: 0, skipped: 0 }, '3 passed, 0 failed'],
    [{ passed: 3, failed: 1, skipped: 2 }, '3 passed, 1 failed, 2 skipped'],
  ])('says how many tests did what', (count, text) => {
    expect(line(count)).toBe(text);
  });

  it('adds up all parts', () => {
    const counts = [
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ];
    expect(sum(counts)).toEqual({ passed: 11, failed: 22, skipped: 33 });
  });

  it('counts a test file that could not be loaded as a failure', () => {
    const file = report({
      numPassedTests: 4,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'failed', assertionResults: [] },
      ],
    });
    expect(countUnit(file)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });

  it('counts a flaky test and an error outside any test as failures', () => {
    const file = report({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] });
    expect(countEndToEnd(file)).toEqual({ passed: 5, failed: 3, skipped: 2 });
  });

  it('counts nothing where there is no report', () => {
    expect(countUnit(path.join(folder, 'none.json'))).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});

describe('finding a browser', () => {
  const only = (place: string) => (candidate: string) => candidate === place;

  it.each([
    ['linux', '/usr/bin/chromium', { PATH: '' }],
    ['linux', '/opt/bin/brave-browser', { PATH: '/opt/bin' }],
    [
      'darwin',
      '/Users/sam/Applications/Brave Browser.app/Contents/MacOS/Brave Browser',
      { HOME: '/Users/sam' },
    ],
    ['win32', 'C:\\Programs\\Microsoft\\Edge\\Application\\msedge.exe', { ProgramFiles: 'C:\\Programs' }],
  ] as const)('looks in the usual places of %s: %s', (platform, place, env) => {
    expect(findBrowser(env, platform, only(place))).toBe(place);
    expect(findBrowser(env, platform, () => false)).toBeUndefined();
  });

  it('takes the one that CHROMIUM_PATH names, or none', () => {
    const env = { CHROMIUM_PATH: '/somewhere/chromium', PATH: '/usr/bin' };
    expect(findBrowser(env, 'linux', () => true)).toBe('/somewhere/chromium');
    expect(findBrowser(env, 'linux', only('/usr/bin/chromium'))).toBeUndefined();
  });
});
