/** `npm run bench`: tables on the screen; `--json FILE` writes them, `--only NAME` runs one group, `--runs N` as often. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { fields } from './fields';
import type { Group } from './group';
import { growth } from './growth';
import { heap } from './heap';
import { popup } from './popup';
import { scan } from './scan';
import { sizes } from './sizes';
import { unlock } from './unlock';
import { vault } from './vault';
import { table, type Figure } from './report';

const groups: Readonly<Record<string, Group>> = { popup, unlock, scan, fields, vault, heap, growth, sizes };

const { values } = parseArgs({
  options: { json: { type: 'string' }, only: { type: 'string' }, runs: { type: 'string' } },
});
const { json, only } = values;
const runs = values.runs === undefined ? undefined : Number(values.runs);
if (runs !== undefined && !(Number.isInteger(runs) && runs > 0))
  throw new Error('--runs takes a whole number.');
if (only !== undefined && !Object.hasOwn(groups, only))
  throw new Error(`--only takes one of ${Object.keys(groups).join(', ')}.`);

const startedAt = Date.now();
const results: Record<string, readonly Figure[]> = {};
for (const [name, measure] of Object.entries(groups)) {
  if (only !== undefined && name !== only) continue;
  try {
    results[name] = await measure(runs);
    console.log(`${table(name, results[name])}\n`);
  } catch (error) {
    // One group's failure is no reason to measure nothing else.
    process.exitCode = 1;
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
const seconds = Math.round((Date.now() - startedAt) / 1000);
console.log(`${cpus().length} processors, Node ${process.versions.node}, ${seconds} s`);
if (json !== undefined) writeFileSync(json, `${JSON.stringify({ seconds, groups: results }, null, 2)}\n`);
