/** The journey without a display: each step's time is printed, and a picture of it kept. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launch } from '../../test/e2e/extension';
import { startSites } from '../../test/sites/server';
import { steps } from './journey';
import { PLACES } from './places';

export async function rehearse(): Promise<void> {
  // Without it Playwright does not see the popup.
  process.env['PW_CHROMIUM_ATTACH_TO_OTHER'] = '1';
  console.log('No display here: the journey runs without a window.\n');
  rmSync(PLACES.screenshots, { recursive: true, force: true });
  mkdirSync(PLACES.screenshots, { recursive: true });
  const profile = mkdtempSync(path.join(tmpdir(), 'lockstep-'));
  const sites = await startSites({ ports: { s2: 0, s4: 0 } });
  const extension = await launch(profile, { folder: PLACES.extension, headless: true });
  try {
    const scene = { extension, sites, tab: await extension.openTab(sites.s2) };
    for (const [index, step] of steps.entries()) {
      const startedAt = Date.now();
      const shown = await step.run(scene);
      const time = `${Date.now() - startedAt} ms`.padStart(8);
      const picture = `${String(index + 1).padStart(2, '0')}-${step.name}.png`;
      await shown.screenshot({ path: path.join(PLACES.screenshots, picture) });
      console.log(`${time}  ${step.title}`);
    }
    console.log(`\nA picture of each step is in ${path.relative(process.cwd(), PLACES.screenshots)}.`);
  } finally {
    await extension.close();
    await sites.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
