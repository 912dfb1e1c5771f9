import { steps } from '../../scripts/start/journey';
import { expect, test } from './fixtures';

test('from nothing to a filled code: what `npm start` shows works in every step', async ({
  extension,
  sites,
}) => {
  test.setTimeout(120_000); // It waits for the next code, as a person has to.
  const scene = { extension, sites, tab: await extension.openTab(sites.s2) };
  for (const { title, run } of steps) await test.step(title, () => run(scene));
});

test('the same with the worker stopped before every step', async ({ extension, sites }) => {
  test.setTimeout(120_000);
  const scene = { extension, sites, tab: await extension.openTab(sites.s2) };
  for (const { title, run } of steps) {
    await test.step(title, async () => {
      await (await extension.worker()).evaluate(() => true);
      await extension.stopServiceWorker();
      await run(scene);
    });
  }
  await expect(scene.tab.getByRole('heading', { name: 'Positions' })).toBeVisible();
});
