import { existsSync, rmSync } from 'node:fs';
import { startSites } from '../../test/sites/server';
import { findBrowser, NO_BROWSER } from '../support/browsers.mjs';
import { buildIfStale } from './build';
import { guide } from './guide';
import { PLACES } from './places';
import { extensionId, pin } from './profile';
import { rehearse } from './rehearsal';
import { openWindow } from './window';

try {
  await buildIfStale();
  await (hasDisplay() ? live() : rehearse());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function live(): Promise<void> {
  const browser = findBrowser();
  if (!browser) throw new Error(NO_BROWSER);
  if (process.argv.includes('--fresh')) forget();
  const sites = await startSites({ stateFile: PLACES.sites });
  try {
    const again = existsSync(PLACES.profile);
    pin(extensionId());
    const window = await openWindow(browser, sites.s2);
    let last = 'The browser was closed; the demo sites have ended too.';
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        last = '\nStopped: the browser and the demo sites have ended.';
        window.close();
      });
    }
    console.log(guide(sites, again));
    await window.ended;
    console.log(last);
  } finally {
    await sites.stop();
  }
}

function forget(): void {
  for (const place of [PLACES.profile, PLACES.sites]) rmSync(place, { recursive: true, force: true });
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || !!process.env['DISPLAY'] || !!process.env['WAYLAND_DISPLAY'];
}
