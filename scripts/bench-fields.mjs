/** `npm run bench:fields -- DIR`: measures a fresh build on a folder of pages; arguments go to the runner. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bootstrapOrExit } from './support/bootstrap.mjs';
import { output, tool } from './support/root.mjs';
import { run } from './support/run.mjs';

await bootstrapOrExit({ browser: true });

// A stale build measures what is not there any more; whoever names a folder of builds sees to it.
const isGiven =
  process.env['LOCKSTEP_OUT'] !== undefined && existsSync(path.join(output, 'chrome-mv3/manifest.json'));
const build = isGiven ? undefined : await run([...tool('wxt'), 'build'], { quiet: true });
if (build?.ok === false) console.error(build.output);
const bench =
  build?.ok !== false && (await run([...tool('tsx'), 'test/fields/run.ts', ...process.argv.slice(2)]));
process.exitCode = bench.ok ? 0 : 1;
