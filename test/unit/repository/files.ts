/** The repository as its own tests see it: files by their paths from the root, with `/` on every system. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
const OUTPUT = path.resolve(ROOT, process.env['LOCKSTEP_OUT'] ?? '.output');

export function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

/** All files under a folder, those that do not exist yet included as none. */
export function filesUnder(folder: string, suffix: RegExp): readonly string[] {
  return list(path.join(ROOT, folder), suffix).map((file) => `${folder}/${file}`);
}

/** The build for a browser, as files by their paths in it. `npm run check` leaves both. */
export function built(browser: 'chrome' | 'firefox'): ReadonlyMap<string, string> {
  const folder = path.join(OUTPUT, `${browser}-mv3`);
  if (!existsSync(path.join(folder, 'manifest.json'))) {
    throw new Error('There is no build to look at: run `npm run build` and `npm run build:firefox` first.');
  }
  return new Map(list(folder, /./).map((file) => [file, readFileSync(path.join(folder, file), 'latin1')]));
}

/** The first cell of each row of the README's table under a heading, with the rest of the row. */
export function readmeTable(heading: string): ReadonlyMap<string, string> {
  const section = read('README.md').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0];
  if (section === undefined) throw new Error(`The README has no section "${heading}".`);
  const rows = section.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm);
  return new Map([...rows].map(([, name = '', rest = '']) => [name, rest]));
}

function list(folder: string, suffix: RegExp): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && suffix.test(entry.name) && !isInstalled(entry.parentPath))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** What others have written: the widgets of the tests are a package of their own. */
function isInstalled(folder: string): boolean {
  return folder.split(path.sep).includes('node_modules');
}
