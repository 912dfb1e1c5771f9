/** A browser window for a person: no automation, the extension installed, a profile that stays. */
import { spawn } from 'node:child_process';
import { PLACES } from './places';
import { installOverPipe } from './pipe';

export interface Window {
  /** Resolves when the browser has ended, whoever ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

export async function openWindow(browser: string, address: string): Promise<Window> {
  // Google's own Chrome ignores --load-extension and takes extensions from a debugger's pipe alone.
  const branded = /google[ -]chrome|google[\\/]chrome/i.test(browser);
  const child = spawn(browser, [...switches(branded), address], {
    stdio: branded ? ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] : 'ignore',
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
  if (branded) await Promise.race([installOverPipe(child, PLACES.extension), endedTooEarly(ended)]);
  return { ended, close: () => void child.kill('SIGTERM') };
}

function switches(branded: boolean): readonly string[] {
  return [
    `--user-data-dir=${PLACES.profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--hide-crash-restore-bubble',
    '--window-size=1280,860',
    ...(branded
      ? ['--remote-debugging-pipe', '--enable-unsafe-extension-debugging']
      : [`--load-extension=${PLACES.extension}`]),
    // Chromium refuses to run as root inside its sandbox.
    ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
  ];
}

async function endedTooEarly(ended: Promise<void>): Promise<never> {
  await ended;
  throw new Error('The browser ended at once: is it already open with this profile?');
}
