import { steps } from '../../scripts/start/journey';
import { test } from './fixtures';

test('from nothing to a filled code: what `npm start` shows works in every step', async ({
  extension,
  sites,
}) => {
  test.setTimeout(120_000); // It waits for the next code, as a person has to.
  const scene = { extension, sites, tab: await extension.openTab(sites.s2) };
  for (const { title, run } of steps) await test.step(title, () => run(scene));
});
