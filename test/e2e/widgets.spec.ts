/**
 * Real libraries, filled by the real extension: what counts is what the page's own framework holds afterwards. One
 * browser and one vault serve all pages of a worker.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { widgetPages } from '../../scripts/support/widgets-folder.mjs';
import { startWidgets } from '../sites/widgets-site';
import { addAccounts, createVault, recentCode } from './actions';
import { launch, until, type Extension } from './extension';
import { createGuard, type Guard } from './guard';

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

interface Stage {
  readonly extension: Extension;
  readonly guard: Guard;
  readonly origin: string;
}

const test = base.extend<object, { stage: Stage }>({
  stage: [
    async ({}, use) => {
      const widgets = await startWidgets();
      const profile = mkdtempSync(path.join(tmpdir(), 'lockstep-'));
      const guard = createGuard();
      const extension = await launch(profile, { guard });
      const keyUri = `otpauth://totp/Desk:ada?secret=${SECRET}&issuer=Desk`;
      await addAccounts(await createVault(extension), [{ keyUri, site: new URL(widgets.origin).host }]);
      await use({ extension, guard, origin: widgets.origin });
      await extension.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      await widgets.stop();
    },
    { scope: 'worker' },
  ],
});

for (const name of Object.keys(widgetPages())) {
  for (const focused of [false, true]) {
    const where = focused ? 'as the page with the focus' : 'while the popup has the focus';
    test(`${name} takes the code ${where}`, async ({ stage: { extension, guard, origin } }) => {
      const page = await extension.openTab(`${origin}/${name}`);
      await expect(page.locator('#verify')).toBeDisabled();
      const popup = await extension.openPopup(page);
      if (focused) await emulateFocus(page);
      expect(await page.evaluate(() => document.hasFocus())).toBe(focused);
      await popup.getByRole('button', { name: 'Fill code' }).click();

      await expect(page.locator('#state')).toHaveText(recentCode(SECRET));
      // A click on the page would close it too: by itself it closes when the filler has read the code back.
      await until('the popup closes', () => Promise.resolve(popup.isClosed()));
      await (name.includes('autosubmit') ? expectSentOnce(page) : send(page));
      expect(await page.evaluate('globalThis.__complete'), 'how often it became complete').toBe(1);
      await page.close();
      expect(guard.verdict(), 'what the guard saw').toEqual([]);
    });
  }
}

async function send(page: Page): Promise<void> {
  await expect(page.locator('#verify')).toBeEnabled();
  await page.locator('#verify').click();
  await expect(page.locator('#sent')).toHaveText(recentCode(SECRET));
}

/** Such a page counts how often it has sent its code by itself. */
async function expectSentOnce(page: Page): Promise<void> {
  await expect(page.locator('#sent')).toHaveText('1');
}

/** As if the page's window were in front although the popup is: many pages are tested so, and so are some browsers. */
async function emulateFocus(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
}
