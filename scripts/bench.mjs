/** `npm run bench`: measures a fresh build; arguments go to the runner. */
import { bootstrapOrExit } from './support/bootstrap.mjs';
import { tool } from './support/root.mjs';
import { run } from './support/run.mjs';

await bootstrapOrExit({ browser: true });

const build = await run([...tool('wxt'), 'build'], { quiet: true });
if (!build.ok) console.error(build.output);
const bench = build.ok && (await run([...tool('tsx'), 'test/bench/run.ts', ...process.argv.slice(2)]));
process.exitCode = bench.ok ? 0 : 1;
