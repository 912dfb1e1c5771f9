/** All set-up on a bare clone, with nothing but Node's own modules. Says nothing when there is nothing to do. */
import './node-version.mjs';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findBrowser, NO_BROWSER } from './browsers.mjs';
import { root, tool } from './root.mjs';
import { run, seconds } from './run.mjs';

const APT_OPTIONS = ['-qq', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];

/** @param {{ browser: boolean }} needs  Throws a sentence for the user where it cannot go on. */
export async function bootstrap({ browser }) {
  await installPackages();
  if (!existsSync(path.join(root, '.wxt/wxt.d.ts')))
    await step('Preparing types', [...tool('wxt'), 'prepare']);
  if (browser && !findBrowser()) await installBrowser();
}

async function installPackages() {
  const stamp = path.join(root, 'node_modules/.lockstep-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step('Installing packages', [...npm(), 'ci', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

/** npm is a batch file on Windows, which cannot be run like a program: its script is run instead. */
function npm() {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js')) return [process.execPath, script];
  if (process.platform !== 'win32') return ['npm'];
  return [process.execPath, path.join(path.dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js')];
}

async function installBrowser() {
  const admin = mayInstall();
  if (process.env['CHROMIUM_PATH'] || !admin) throw new Error(NO_BROWSER);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await step('Asking Debian for its packages', [...admin, 'apt-get', 'update', '-qq'], env);
  const install = [...admin, 'apt-get', 'install', ...APT_OPTIONS, 'chromium', 'fonts-dejavu-core'];
  await step('Installing Chromium (about 700 MB; takes a few minutes)', install, env);
  if (!findBrowser()) throw new Error(NO_BROWSER);
}

/** What to put before apt-get, or nothing where we may not use it. */
function mayInstall() {
  if (process.platform !== 'linux' || !succeeds('apt-get', '--version')) return undefined;
  if (process.getuid() === 0) return [];
  return succeeds('sudo', '-n', 'true') ? ['sudo', '-n'] : undefined;
}

function succeeds(program, ...args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

async function step(title, command, env = {}) {
  console.log(`${title} ...`);
  const { ok, ms, output } = await run(command, { quiet: true, env });
  if (!ok) throw new Error(`${title} failed:\n${output.trimEnd()}`);
  console.log(`${title}: ${seconds(ms)}`);
}

/** For the scripts that begin with it: a sentence instead of a stack trace. */
export async function bootstrapOrExit(needs) {
  try {
    await bootstrap(needs);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
