/**
 * `npm run bench:fields -- DIR`: what would be filled on each page of a folder; where something is known of the pages, how
 * often that is right. `--json FILE` writes the elements, `--all` shows every row, `--only TEXT` takes some files.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measure } from './measure';
import { plain, report } from './table';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, all: { type: 'boolean' }, only: { type: 'string' } },
});
/** npm runs in the project's folder, whatever folder the user is in. */
const from = process.env['INIT_CWD'] ?? process.cwd();

try {
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0)
    throw new Error('Say one folder of pages: npm run bench:fields -- DIR');
  const startedAt = Date.now();
  const outcomes = await measure(path.resolve(from, folder), values.only);
  console.log(report(outcomes, values.all));
  console.log(`${outcomes.length} pages, ${Math.round((Date.now() - startedAt) / 1000)} s`);
  if (values.json !== undefined) {
    writeFileSync(path.resolve(from, values.json), `${JSON.stringify(plain(outcomes), null, 1)}\n`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
