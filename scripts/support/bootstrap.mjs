/** All set-up on a bare clone, with nothing but Node's own modules. Says nothing when there is nothing to do. */
import './node-version.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findBrowser, NO_BROWSER } from './browsers.mjs';
import { installPackages } from './packages.mjs';
import { root, tool } from './root.mjs';
import { step } from './step.mjs';
import { prepareWidgets } from './widgets.mjs';

const APT_OPTIONS = ['-qq', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];

/** @param {{ browser: boolean, widgets?: boolean }} needs  Throws a sentence for the user where it cannot go on. */
export async function bootstrap({ browser, widgets = false }) {
  await installPackages('Installing packages', root);
  if (!existsSync(path.join(root, '.wxt/wxt.d.ts')))
    await step('Preparing types', [...tool('wxt'), 'prepare']);
  if (browser && !findBrowser()) await installBrowser();
  if (widgets) await prepareWidgets();
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

/** For the scripts that begin with it: a sentence instead of a stack trace. */
export async function bootstrapOrExit(needs) {
  try {
    await bootstrap(needs);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
