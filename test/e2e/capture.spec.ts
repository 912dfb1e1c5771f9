import type { Page } from '@playwright/test';
import { startHostile } from '../sites/hostile';
import { USERS } from '../sites/shared/users';
import { addAccounts, ask, choosePassphrase, recentCode, createVault } from './actions';
import { until, type Extension } from './extension';
import { expect, test } from './fixtures';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const OTHER = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const uri = (issuer: string, secret: string): string =>
  `otpauth://totp/${issuer}:ada?secret=${secret}&issuer=${issuer}`;
const qr = (origin: string, ...texts: readonly string[]): string =>
  `${origin}/qr?${texts.map((text) => `text=${encodeURIComponent(text)}`).join('&')}`;

test('what was asked before there was a vault is done once there is one', async ({ extension }) => {
  const hostile = await startHostile();
  const page = await extension.openTab(qr(hostile.origin, uri('Desk', SECRET)));
  const popup = await extension.openPopup(page);
  const opened = extension.context.waitForEvent('page', (each) => each.url().includes('/manager.html'));
  await popup.getByRole('button', { name: 'Scan this tab' }).click();
  const manager = await opened;
  await choosePassphrase(manager);
  const reopened = extension.context.waitForEvent('page', (each) => each.url().includes('/popup.html'));
  await manager.getByRole('button', { name: /^Back to hostile\.localhost/ }).click();
  await expect((await reopened).getByLabel('Issuer')).toHaveValue('Desk');
  await hostile.stop();
});

test('every code on the page is listed with its place, and what is no Key URI is shown and not saved', async ({
  extension,
}) => {
  const hostile = await startHostile();
  const manager = await createVault(extension);
  await addAccounts(manager, [{ keyUri: uri('Known', OTHER) }]);
  const page = await extension.openTab(
    qr(
      hostile.origin,
      uri('Desk', SECRET),
      uri('Known', OTHER),
      uri('Known', SECRET.slice(8)),
      'WIFI:S:home;P:hidden;;',
    ),
  );
  const popup = await extension.openPopup(page);
  await popup.getByRole('button', { name: 'Add account' }).click();
  await popup.getByRole('button', { name: /Scan this tab/ }).click();
  await expect(popup.getByText('4 QR codes on this page')).toBeVisible();
  await expect(popup.getByRole('button', { name: /Desk.*Top left · New/s })).toBeVisible();
  await expect(popup.getByRole('button', { name: /Known.*Already there/s })).toBeVisible();
  await expect(popup.getByRole('button', { name: /Known.*Same name, another secret/s })).toBeVisible();
  await expect(popup.getByText('WIFI:S:home;P:hidden;;')).toBeVisible();
  await expect(popup.getByText(/Not a code for an authenticator/)).toBeVisible();
  expect(await ask<unknown[]>(manager, 'accounts/list')).toHaveLength(1);

  await popup.getByRole('button', { name: /Same name, another secret/ }).click();
  await expect(popup.getByText('An account of this name is there with another secret.')).toBeVisible();
  await popup.getByRole('button', { name: 'Save account' }).click();
  await expect.poll(async () => (await ask<unknown[]>(manager, 'accounts/list')).length).toBe(2);
  await hostile.stop();
});

test('a QR code met on a page that sets nothing up asks which site it is for', async ({ extension }) => {
  const hostile = await startHostile();
  await createVault(extension);
  const page = await extension.openTab(qr(hostile.origin, uri('Desk', SECRET)));
  const popup = await extension.openPopup(page);
  await popup.getByRole('button', { name: /Scan this tab/ }).click();
  await expect(popup.getByLabel('Which site is this for?')).toHaveValue('');
  await popup.getByRole('button', { name: /^Use hostile\.localhost/ }).click();
  await expect(popup.getByLabel('Which site is this for?')).toHaveValue(new URL(hostile.origin).host);
  await hostile.stop();
});

test('with no code in sight it says what to try', async ({ extension }) => {
  const hostile = await startHostile();
  await createVault(extension);
  const popup = await extension.openPopup(await extension.openTab(hostile.origin));
  await popup.getByRole('button', { name: /Scan this tab/ }).click();
  await expect(popup.getByText('No QR code in sight')).toBeVisible();
  await expect(popup.getByText('Make it larger: zoom the page in.')).toBeVisible();
  await expect(popup.getByRole('button', { name: 'Scan again' })).toBeVisible();
  await hostile.stop();
});

test('about:blank gives no picture, and the popup says so', async ({ extension }) => {
  await createVault(extension);
  const page = await extension.context.newPage();
  const popup = await extension.openPopup(page);
  await popup.getByRole('button', { name: /Scan this tab/ }).click();
  await expect(popup.getByText('The browser lets no extension look at this page.')).toBeVisible();
});

async function signInToTickets(tab: Page): Promise<void> {
  await tab.locator('#name').fill(USERS.s4.name);
  await tab.locator('#password').fill(USERS.s4.password);
  await tab.getByRole('button', { name: 'Sign in' }).click();
}

/** Clicks "Fill code" in the popup, which closes when the page has the code. */
async function fillFrom(popup: Page): Promise<void> {
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: 'Fill code' }).click();
  await closed;
}

/** From a saved account to signed in at Tickets, whose second step has six boxes and a field for recovery codes. */
async function confirmAndSignIn(
  extension: Extension,
  tab: Page,
  popup: Page,
  address: string,
): Promise<void> {
  await fillFrom(popup);
  await tab.getByRole('button', { name: 'Turn on', exact: true }).click();
  await expect(tab.locator('#recovery-codes code')).toHaveCount(10);

  const used = Math.floor(Date.now() / 30_000);
  await tab.goto(address);
  await tab.getByRole('button', { name: 'Sign out' }).click();
  await signInToTickets(tab);
  const boxes = tab.locator('.boxes input');
  await expect(boxes.first()).toBeVisible();
  await until('the next code is due', () => Promise.resolve(Math.floor(Date.now() / 30_000) > used), 31_000);
  await fillFrom(await extension.openPopup(tab));
  const digits = await boxes.evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value));
  expect(digits.join('')).toMatch(/^\d{6}$/);
  await expect(tab.locator('#recovery-code')).toHaveValue('');
  await tab.getByRole('button', { name: 'Verify' }).click();
  await expect(tab.locator('#two-step-status')).toContainText(/^On/);
}

test.describe('Tickets', () => {
  test.setTimeout(120_000); // Each waits for the next code, as a person has to.

  test('is enrolled by typing the secret, which stands there in groups of four', async ({
    extension,
    sites,
  }) => {
    await createVault(extension);
    const tab = await extension.openTab(`${sites.s4}/?qr=none`);
    await signInToTickets(tab);
    await tab.getByRole('button', { name: 'Turn on two-step sign-in' }).click();
    const shown = (await tab.locator('.secret').textContent()) ?? '';
    const popup = await extension.openPopup(tab);
    await popup.getByRole('button', { name: /Type the secret/ }).click();
    await popup.getByLabel('Issuer').fill('Tickets');
    await popup.getByLabel('Account name').fill('sam');
    await popup.getByLabel('Secret').fill(shown.trim());
    await expect(popup.getByLabel('Which site is this for?')).toHaveValue(new URL(sites.s4).host);
    await expect(popup.getByText(recentCode(shown.replaceAll(/\s/g, ''), ' '))).toBeVisible();
    await popup.getByRole('button', { name: 'Save account' }).click();
    await confirmAndSignIn(extension, tab, popup, sites.s4);
  });

  test('is enrolled by scanning its QR code, which is drawn as SVG', async ({ extension, sites }) => {
    await createVault(extension);
    const tab = await extension.openTab(sites.s4);
    await signInToTickets(tab);
    await tab.getByRole('button', { name: 'Turn on two-step sign-in' }).click();
    await expect(tab.locator('.enrol svg')).toBeVisible();
    const popup = await extension.openPopup(tab);
    await popup.getByRole('button', { name: /Scan this tab/ }).click();
    await expect(popup.getByLabel('Issuer')).toHaveValue('Tickets');
    await expect(popup.getByLabel('Which site is this for?')).toHaveValue(new URL(sites.s4).host);
    await popup.getByRole('button', { name: 'Save account' }).click();
    await confirmAndSignIn(extension, tab, popup, sites.s4);
  });
});
