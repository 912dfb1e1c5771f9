/** The main job from nothing to a filled code, as `npm start` shows it and the end-to-end tests prove it. */
import { expect, type Page } from '@playwright/test';
import { until, type Extension } from '../../test/e2e/extension';
import type { Sites } from '../../test/sites/server';
import { USERS } from '../../test/sites/shared/users';

export interface Scene {
  readonly extension: Extension;
  readonly sites: Pick<Sites, 's2' | 's4'>;
  /** The tab in which the demo site is open. */
  readonly tab: Page;
}

export interface Step {
  /** As a file is named after it. */
  readonly name: string;
  readonly title: string;
  /** Returns the page that shows the outcome. */
  readonly run: (scene: Scene) => Promise<Page>;
}

const PERIOD_MS = 30_000;

export const steps: readonly Step[] = [
  { name: 'first-run', title: 'Click the Lockstep button: there is no vault yet', run: openFirstRun },
  { name: 'vault', title: 'Create a vault under six generated words', run: createVault },
  { name: 'sign-in', title: 'Sign in at the demo site', run: signIn },
  { name: 'setup', title: 'Ask it for two-step sign-in: it shows a QR code', run: beginSetup },
  { name: 'scan', title: 'Scan this tab', run: scan },
  { name: 'save', title: 'Check and save the account', run: save },
  {
    name: 'confirm',
    title: 'Fill the first code with one click',
    run: ({ extension, tab }) => fill(extension, tab),
  },
  { name: 'enabled', title: 'The site takes it: two-step sign-in is on', run: confirm },
  { name: 'sign-out', title: 'Sign out, sign in again: the site asks for a code', run: signInAgain },
  { name: 'next-code', title: 'Wait for the next code: a site takes each only once', run: nextCode },
  { name: 'fill', title: 'Fill the code with one click', run: ({ extension, tab }) => fill(extension, tab) },
  { name: 'signed-in', title: 'Signed in', run: finish },
];

async function openFirstRun({ extension, tab }: Scene): Promise<Page> {
  const popup = await extension.openPopup(tab);
  await expect(popup.getByRole('button', { name: 'Create your vault' })).toBeVisible();
  return popup;
}

/** A step may continue in the popup that the one before it left open. */
function openedPopup(extension: Extension): Page | undefined {
  return extension.context.pages().find((page) => page.url().startsWith(extension.url('popup.html')));
}

async function createVault({ extension, tab }: Scene): Promise<Page> {
  const popup = openedPopup(extension) ?? (await extension.openPopup(tab));
  const opened = extension.context.waitForEvent('page', (page) => page.url().includes('/manager.html'));
  await popup.getByRole('button', { name: 'Create your vault' }).click();
  const manager = await opened;
  await manager.getByLabel('I have written these words down').check();
  await manager.getByRole('button', { name: 'Create vault' }).click();
  await expect(manager.getByRole('heading', { name: 'Your vault is ready' })).toBeVisible();
  return manager;
}

async function signIn({ tab }: Scene): Promise<Page> {
  await tab.bringToFront();
  await typePassword(tab);
  await expect(tab.getByRole('heading', { name: 'Positions' })).toBeVisible();
  return tab;
}

async function typePassword(tab: Page): Promise<void> {
  await tab.getByLabel('Name').fill(USERS.s2.name);
  await tab.getByLabel('Password').fill(USERS.s2.password);
  await tab.getByRole('button', { name: 'Sign in' }).click();
}

async function beginSetup({ tab }: Scene): Promise<Page> {
  await tab.getByRole('link', { name: 'Settings' }).click();
  await tab.getByRole('button', { name: 'Set up two-step sign-in' }).click();
  await expect(tab.getByRole('img', { name: /QR code/ })).toBeVisible();
  return tab;
}

async function scan({ extension, tab }: Scene): Promise<Page> {
  const popup = await extension.openPopup(tab);
  await popup.getByRole('button', { name: /Scan this tab/ }).click();
  await expect(popup.getByRole('heading', { name: 'Check and save' })).toBeVisible();
  return popup;
}

async function save({ extension }: Scene): Promise<Page> {
  const popup = openedPopup(extension);
  if (!popup) throw new Error('The popup with the found account has closed.');
  await popup.getByRole('button', { name: 'Save account' }).click();
  await expect(popup.getByRole('button', { name: 'Fill code' })).toBeVisible();
  return popup;
}

/** Until the popup has closed by itself: it does when the site has its code. */
async function fill(extension: Extension, tab: Page): Promise<Page> {
  const popup = await extension.openPopup(tab);
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: 'Fill code' }).click();
  await closed;
  await expect(codeField(tab)).toHaveValue(/^\d{6}$/);
  return tab;
}

/** Named differently where the site turns it on and where it asks for it. */
const codeField = (tab: Page) => tab.getByLabel(/^Code$|6-digit code/);

async function confirm({ tab }: Scene): Promise<Page> {
  await tab.getByRole('button', { name: 'Verify and turn on' }).click();
  await expect(tab.getByRole('heading', { name: 'Two-step sign-in is on' })).toBeVisible();
  return tab;
}

async function signInAgain({ tab, sites }: Scene): Promise<Page> {
  await tab.goto(sites.s2);
  await tab.getByRole('button', { name: 'Sign out' }).click();
  await typePassword(tab);
  await expect(codeField(tab)).toBeVisible();
  return tab;
}

async function nextCode({ tab }: Scene): Promise<Page> {
  const stepNow = (): number => Math.floor(Date.now() / PERIOD_MS);
  const used = stepNow();
  await until('the next code is due', () => Promise.resolve(stepNow() > used), PERIOD_MS + 1000);
  return tab;
}

async function finish({ tab }: Scene): Promise<Page> {
  await tab.getByRole('button', { name: 'Continue' }).click();
  await expect(tab.getByRole('heading', { name: 'Positions' })).toBeVisible();
  return tab;
}
