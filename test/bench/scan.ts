/**
 * From the click on "Scan this tab" to the preview of the account, on a tab of 1920x1080 with one ordinary QR code;
 * and the decoding of a picture of that tab alone, in the product's own worker: just started (cold), and asked again.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { startHostile } from '../sites/hostile';
import type { Group } from './group';
import { timed } from './report';
import { CHEAP, NOWHERE, sealVault } from './scene';
import { withStage, type Stage } from './stage';
import { interleave } from './stats';

const KEY_URI =
  'otpauth://totp/Example:alice@mail.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example';
const SIZE = { width: 1920, height: 1080 };
/** The browser allows two pictures a second. */
const BETWEEN_PICTURES_MS = 700;

export const scan: Group = async (runs = 12) => {
  const site = await startHostile();
  try {
    return await withStage({ attach: true }, async (stage) => {
      await stage.load(await sealVault(10, NOWHERE, CHEAP));
      await stage.unlock();
      const page = await stage.extension.openTab(
        `${site.origin}/qr?text=${encodeURIComponent(KEY_URI)}&at=900,400`,
      );
      await resize(stage, page);
      const picture = (await page.screenshot()).toString('base64');
      const popup = await stage.extension.openPopup(page);
      const { whole, cold, warm } = await interleave(
        { runs, warmUp: 1 },
        {
          whole: () => scanOnce(popup),
          cold: () => decodeCold(stage.desk, picture),
          warm: () => decodeWarm(stage.desk, picture),
        },
      );
      return [
        timed('click to preview', whole),
        timed('decoding alone, cold', cold, { note: 'worker started for it' }),
        timed('decoding alone, warm', warm),
      ];
    });
  } finally {
    await site.stop();
  }
};

/** Makes the page, not the window, as large as wanted. */
async function resize({ extension, root }: Stage, page: Page): Promise<void> {
  const session = await extension.context.newCDPSession(page);
  const { windowId, bounds } = await session.send('Browser.getWindowForTarget');
  await session.detach();
  const inner = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  const width = bounds.width! + SIZE.width - inner.width;
  const height = bounds.height! + SIZE.height - inner.height;
  await root.send('Browser.setWindowBounds', { windowId, bounds: { width, height } });
  await page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, SIZE);
}

async function scanOnce(popup: Page): Promise<number> {
  await popup.getByRole('button', { name: 'Add account' }).click();
  const start = popup.getByRole('button', { name: 'Scan this tab' });
  await start.waitFor();
  await new Promise((resolve) => setTimeout(resolve, BETWEEN_PICTURES_MS));
  const took = await start.evaluate(
    (button) =>
      new Promise<number>((resolve) => {
        const startedAt = performance.now();
        new MutationObserver((_, observer) => {
          if (!document.querySelector('form [type=submit]')) return;
          observer.disconnect();
          resolve(performance.now() - startedAt);
        }).observe(document.body, { childList: true, subtree: true });
        (button as HTMLElement).click();
      }),
  );
  await popup.getByRole('button', { name: 'Back' }).click();
  await popup.getByRole('button', { name: 'Back' }).click();
  return took;
}

async function decodeCold(desk: Page, picture: string): Promise<number> {
  await desk.reload();
  await desk.evaluate(readFileSync(path.join(import.meta.dirname, 'probe/decode.js'), 'utf8'));
  return decodeWarm(desk, picture);
}

interface Decoding {
  decodePicture(base64: string): Promise<number>;
}

function decodeWarm(desk: Page, picture: string): Promise<number> {
  return desk.evaluate((base64) => (globalThis as unknown as Decoding).decodePicture(base64), picture);
}
