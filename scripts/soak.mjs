/** `npm run soak`: the same tests at full length, for hours; LOCKSTEP_SOAK tells them so. */
import { bootstrapOrExit } from './support/bootstrap.mjs';
import { tool } from './support/root.mjs';
import { run } from './support/run.mjs';

await bootstrapOrExit({ browser: true });

const env = { LOCKSTEP_SOAK: '1' };
const filters = process.argv.slice(2);
const steps = [
  [...tool('wxt'), 'build'],
  [...tool('vitest'), 'run', '--passWithNoTests', '--testTimeout=0', ...filters],
  [...tool('@playwright/test', 'playwright'), 'test', '--pass-with-no-tests', '--timeout=0', ...filters],
];
for (const step of steps) {
  const { ok } = await run(step, { env });
  if (!ok) process.exitCode = 1;
}
