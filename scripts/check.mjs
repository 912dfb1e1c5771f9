/** `npm run check`: format, lint, types, both builds. One line each; the full output only of what failed. */
import path from 'node:path';
import { bootstrapOrExit } from './support/bootstrap.mjs';
import { output, tool } from './support/root.mjs';
import { run, seconds } from './support/run.mjs';

await bootstrapOrExit({ browser: false });

const firefox = path.join(output, 'firefox-mv3');
/** Two lanes for two cores. Within a lane each waits for the one before: the linter reads what the build wrote. */
const lanes = [
  [
    ['format', [...tool('prettier'), '--check', '--log-level=warn', '.']],
    ['lint', [...tool('eslint'), '--cache', '--cache-strategy=content', '--max-warnings=0', '.']],
  ],
  [
    ['build for Chromium', [...tool('wxt'), 'build']],
    ['build for Firefox', [...tool('wxt'), 'build', '-b', 'firefox', '--mv3']],
    ['lint of the Firefox build', [...tool('web-ext'), 'lint', '-s', firefox, '--warnings-as-errors']],
    ['types', [...tool('svelte-check'), '--fail-on-warnings', '--output=human']],
  ],
];

const results = await Promise.all(lanes.map(runLane));
process.exitCode = results.flat().every((ok) => ok) ? 0 : 1;

async function runLane(lane) {
  const passed = [];
  for (const [title, command] of lane) {
    const result = await run(command, { quiet: true });
    console.log(`${result.ok ? 'ok    ' : 'FAILED'}  ${title} (${seconds(result.ms)})`);
    if (!result.ok) console.log(`\n${result.output.trimEnd()}\n`);
    passed.push(result.ok);
  }
  return passed;
}
