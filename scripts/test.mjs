/** `npm test`: everything that must hold, each part within its budget of time; the last line counts the tests. */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bootstrapOrExit } from './support/bootstrap.mjs';
import { countEndToEnd, countUnit, line, sum } from './support/reports.mjs';
import { output, root, tool } from './support/root.mjs';
import { run, seconds } from './support/run.mjs';

await bootstrapOrExit({ browser: true, widgets: true });

const unitReport = path.join(root, 'test-results/unit.json');
const endToEndReport = path.join(root, 'test-results/e2e.json');
const huntsReport = path.join(root, 'test-results/hunts.json');
for (const report of [unitReport, endToEndReport, huntsReport]) rmSync(report, { force: true });

const counts = [
  await part('check', 180_000, [process.execPath, path.join(root, 'scripts/check.mjs')]),
  await part('unit tests', 240_000, unitTests(), () => countUnit(unitReport)),
  await inBrowser('end-to-end tests', 600_000, [], endToEndReport),
  await inBrowser('hunts', 200_000, ['--config=test/hunts'], huntsReport),
];
const total = sum(counts);
console.log(`\n${line(total)}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

function unitTests() {
  return [
    ...tool('vitest'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${unitReport}`,
  ];
}

function inBrowser(name, budgetMs, args, report) {
  if (existsSync(path.join(output, 'chrome-mv3/manifest.json'))) {
    const command = [...tool('@playwright/test', 'playwright'), 'test', ...args];
    return part(name, budgetMs, command, () => countEndToEnd(report));
  }
  console.log(`\n${name}: FAILED, there is no build to test`);
  return { passed: 0, failed: 1, skipped: 0 };
}

/** A part that fails without a failing test in its report (a check, a crash, a spent budget) counts as one failure. */
async function part(name, budgetMs, command, count = () => ({ passed: 0, failed: 0, skipped: 0 })) {
  console.log(`\n${name}`);
  const result = await run(command, { budgetMs });
  const verdict = result.overBudget ? 'FAILED, over its budget' : result.ok ? 'ok' : 'FAILED';
  console.log(`${name}: ${verdict}, ${seconds(result.ms)} of ${seconds(budgetMs)}`);
  const counted = count();
  return result.ok || counted.failed > 0 ? counted : { ...counted, failed: counted.failed + 1 };
}
