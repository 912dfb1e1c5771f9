import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { tool } from '../support/root.mjs';
import { PLACES, ROOT } from './places';

const SOURCES = ['components', 'entrypoints', 'lib', 'public', 'wxt.config.ts', 'package-lock.json'];

/** Builds the extension where its sources are newer than the last build. */
export async function buildIfStale(): Promise<void> {
  const manifest = path.join(PLACES.extension, 'manifest.json');
  const newest = Math.max(...SOURCES.map((source) => newestUnder(path.join(ROOT, source))));
  if (existsSync(manifest) && statSync(manifest).mtimeMs > newest) return;
  console.log('Building Lockstep ...');
  const [program, ...args] = tool('wxt');
  const env = { ...process.env, LOCKSTEP_OUT: PLACES.builds };
  await promisify(execFile)(program, [...args, 'build'], { cwd: ROOT, env });
}

/** Folders count too: deleting a file changes nothing but its folder. */
function newestUnder(place: string): number {
  const stat = statSync(place);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(place).map((name) => newestUnder(path.join(place, name))));
}
