import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { step } from './step.mjs';

/** Installs what the lockfile of a folder names, where that has not been done yet. */
export async function installPackages(title, folder) {
  const stamp = path.join(folder, 'node_modules/.lockstep-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step(title, [...npm(), 'ci', '--loglevel=error', `--prefix=${folder}`]);
  writeFileSync(stamp, wanted);
}

/** npm is a batch file on Windows, which cannot be run like a program: its script is run instead. */
function npm() {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js')) return [process.execPath, script];
  if (process.platform !== 'win32') return ['npm'];
  return [process.execPath, path.join(path.dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js')];
}
