/** `npm start`: Lockstep in a browser of its own, beside demo sites to try it on. */
import path from 'node:path';
import { bootstrapOrExit } from './support/bootstrap.mjs';
import { root } from './support/root.mjs';
import { run } from './support/run.mjs';

await bootstrapOrExit({ browser: true });

const main = path.join(root, 'scripts/start/main.ts');
const { ok } = await run([process.execPath, '--import', 'tsx', main, ...process.argv.slice(2)]);
process.exitCode = ok ? 0 : 1;
