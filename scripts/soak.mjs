/** `npm run soak`: properties tried a hundred times longer, hunts at full length, and every end-to-end test twenty times over. */
import { bootstrapOrExit } from './support/bootstrap.mjs';
import { tool } from './support/root.mjs';
import { run } from './support/run.mjs';

await bootstrapOrExit({ browser: true });

/** Given, a run is repeated; else it is a new one. */
const seed = process.env['LOCKSTEP_SOAK'] ?? String(Date.now() % 2 ** 31);
console.log(`Properties and hunts begin with seed ${seed}; LOCKSTEP_SOAK=${seed} repeats this run.`);
/** A share of the full length, such as 20%, is taken too. */
const hunt = process.env['LOCKSTEP_HUNT'] ?? 'full';
const env = { LOCKSTEP_SOAK: seed, LOCKSTEP_HUNT: hunt };
const filters = process.argv.slice(2);
const steps = [
  [...tool('wxt'), 'build'],
  [...tool('vitest'), 'run', '--passWithNoTests', '--testTimeout=0', ...filters],
  [
    ...tool('@playwright/test', 'playwright'),
    'test',
    '--config=test/hunts',
    '--pass-with-no-tests',
    ...filters,
  ],
  [...tool('@playwright/test', 'playwright'), 'test', '--pass-with-no-tests', '--repeat-each=20', ...filters],
];
for (const step of steps) {
  const { ok } = await run(step, { env });
  if (!ok) process.exitCode = 1;
}
