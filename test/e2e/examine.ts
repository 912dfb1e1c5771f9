/** How a view is looked at: by axe in light and dark, and by a person in the pictures left behind. */
import AxeBuilder from '@axe-core/playwright';
import type { Page, TestInfo } from '@playwright/test';
import { expect } from './fixtures';

/** Legacy mode, because the other one opens a page and so closes the popup. */
export async function examine(view: Page, name: string, info: TestInfo): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: a colour on its way from one theme to the other has no contrast to measure.
    await view.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page: view }).setLegacyMode(true).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      `${name}, ${colorScheme}`,
    ).toEqual([]);
    await view.screenshot({ path: info.outputPath(`${name}-${colorScheme}.png`) });
  }
  await view.emulateMedia({ forcedColors: 'active' });
  await view.screenshot({ path: info.outputPath(`${name}-forced.png`) });
  await view.emulateMedia({ forcedColors: null });
  expect(
    await view.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    `${name} fits its width`,
  ).toBe(true);
}
