import type { Page } from '@playwright/test';
import { startPages } from '../sites/pages';
import { addAccounts, createVault, expectCode, recentCode } from './actions';
import { until, type Extension } from './extension';
import { expect, test } from './fixtures';

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const KEY_URI = `otpauth://totp/Desk:ada?secret=${SECRET}&issuer=Desk`;
const CODE_FIELD = `<label>Authentication code <input id="code" autocomplete="one-time-code"></label>`;

const PAGES = {
  '/odd': `<h1>Your details</h1>
    <form><label>Voucher <input name="voucher" value="SPRING-7431"></label></form>
    <form><label>Box <input id="box" name="x7"></label>
    <input name="otp" hidden></form>`,
  '/recovery': `<h1>Lost your phone, Jane?</h1>
    <form><label>Recovery code <input name="recovery_code"></label><button>Log out Jane Doe</button></form>`,
  '/late': `<h1>Two-factor authentication</h1><div id="place"></div>
    <script>window.show = () => { document.querySelector('#place').innerHTML = ${JSON.stringify(CODE_FIELD)}; };</script>`,
  '/form': `<h1>Two-factor authentication</h1><form id="form">${CODE_FIELD}
    <button type="button">Cancel</button><button>Verify</button></form>
    <output id="sent">0</output>
    <script>form.onsubmit = (event) => { event.preventDefault(); sent.textContent = Number(sent.textContent) + 1; };</script>`,
  '/password': `<h1>Sign in</h1><form><label>User name <input name="user" value="ada"></label>
    <label>Password <input id="password" type="password"></label><button>Sign in</button></form>`,
};

/** An open vault with one account of the desk's, one of its pages in front, and the popup over it. */
async function stage(extension: Extension, path: keyof typeof PAGES) {
  const pages = await startPages(PAGES);
  await addAccounts(await createVault(extension), [{ keyUri: KEY_URI, site: new URL(pages.origin).host }]);
  const page = await extension.openTab(`${pages.origin}${path}`);
  const popup = await extension.openPopup(page);
  return { pages, page, popup };
}

const closed = (popup: Page): Promise<void> =>
  until('the popup closes', () => Promise.resolve(popup.isClosed()));
const fill = (popup: Page): Promise<void> => popup.getByRole('button', { name: 'Fill code' }).click();

/** Turns one of the site's settings on, in the account's own view. */
async function set(extension: Extension, page: Page, popup: Page, label: string): Promise<Page> {
  await popup.getByRole('button', { name: /^Edit Desk/ }).click();
  await popup.getByText('Filling', { exact: true }).click();
  await popup.getByLabel(label).check();
  await popup.getByRole('button', { name: 'Save changes' }).click();
  await expect(popup.getByRole('button', { name: 'Fill code' })).toBeVisible();
  await popup.close();
  return extension.openPopup(page);
}

test('a field that nothing speaks for is shown once, filled, and known from then on', async ({
  extension,
}) => {
  const { pages, page, popup } = await stage(extension, '/odd');
  await fill(popup);
  await expect(popup.getByText('No code field here.')).toBeVisible();
  await popup.getByRole('button', { name: 'Why?' }).click();
  const [voucher, box, hidden] = ['Voucher', 'Box', 'otp'].map((name) =>
    popup.getByRole('article').filter({ has: popup.getByRole('heading', { name, exact: true }) }),
  ) as [ReturnType<Page['locator']>, ReturnType<Page['locator']>, ReturnType<Page['locator']>];
  await expect(voucher).toContainText('It is about a coupon or voucher');
  await expect(box).toContainText('Nothing says that it takes a code');
  await expect(hidden).toContainText('Not visible');

  await popup.getByRole('button', { name: 'Show the code field' }).click();
  await closed(popup);
  await page.locator('#box').click();
  await expectCode(page.locator('#box'), SECRET);
  expect(await page.locator('[name=voucher]').inputValue()).toBe('SPRING-7431');

  await page.reload();
  const again = await extension.openPopup(page);
  await fill(again);
  await closed(again);
  await expectCode(page.locator('#box'), SECRET);
  await pages.stop();
});

test('the report to hand on tells how the page is built, and nothing that stands in it', async ({
  extension,
}) => {
  const { pages, page, popup } = await stage(extension, '/odd');
  await fill(popup);
  await popup.getByRole('button', { name: 'Why?' }).click();
  await popup.getByText('Report without values').click();
  const report = await popup.getByRole('textbox', { name: 'Report without values' }).inputValue();
  expect(report).toContain('name="x7"');
  expect(report).not.toMatch(/SPRING|7431|desk\.localhost/);
  expect(report).not.toMatch(recentCode(SECRET));
  await page.close();
  await pages.stop();
});

test('a field for another kind of code is told apart, and never said to be the one', async ({
  extension,
}) => {
  const { pages, popup } = await stage(extension, '/recovery');
  await fill(popup);
  await popup.getByRole('button', { name: 'Why?' }).click();
  await expect(
    popup.getByRole('status').filter({ hasText: 'No field here is surely for a code of yours.' }),
  ).toBeVisible();
  const field = popup.getByRole('article').filter({ hasText: 'Recovery code' });
  await expect(field).toBeVisible();
  await expect(popup.getByText('Would be filled')).toHaveCount(0);
  await popup.getByText('Report without values').click();
  const report = await popup.getByRole('textbox', { name: 'Report without values' }).inputValue();
  expect(report).toMatch(/recovery/i);
  expect(report).not.toMatch(/Jane|Doe/);
  await pages.stop();
});

test('a field that comes later is waited for, and the fill outlives the popup', async ({ extension }) => {
  const { pages, page, popup } = await stage(extension, '/late');
  await fill(popup);
  await expect(popup.getByText('Filling takes a moment', { exact: false })).toBeVisible();
  await popup.close();
  await page.evaluate('show()');
  await expectCode(page.locator('#code'), SECRET);
  await pages.stop();
});

test('a fill that still waits is taken back, and nothing is typed later', async ({ extension }) => {
  const { pages, page, popup } = await stage(extension, '/late');
  await fill(popup);
  await popup.getByRole('button', { name: 'Cancel' }).click();
  await expect(popup.getByText('Nothing was filled.')).toBeVisible();
  await page.evaluate('show()');
  // What was still to be typed would have been by the end of all this, which asks more of worker and page.
  await popup.close();
  const next = await extension.openPopup(page);
  await next.getByRole('button', { name: /^Edit Desk/ }).click();
  await next.getByRole('button', { name: 'Back' }).click();
  await expect(next.getByRole('button', { name: 'Fill code' })).toBeVisible();
  expect(await page.locator('#code').inputValue()).toBe('');
  await fill(next);
  await closed(next);
  await expectCode(page.locator('#code'), SECRET);
  await pages.stop();
});

test('a form is sent only where the user wants it, once and by its own button', async ({ extension }) => {
  const { pages, page, popup } = await stage(extension, '/form');
  await fill(popup);
  await closed(popup);
  await expectCode(page.locator('#code'), SECRET);
  await expect(page.locator('#sent')).toHaveText('0');

  await page.reload();
  const next = await set(extension, page, await extension.openPopup(page), 'Send the form after filling');
  await fill(next);
  await closed(next);
  await expect(page.locator('#sent')).toHaveText('1');
  await pages.stop();
});

test('what a site’s filling is set to stays open under the keyboard, and says whose it is', async ({
  extension,
}) => {
  const { pages, popup } = await stage(extension, '/form');
  await popup.getByRole('button', { name: /^Edit Desk/ }).click();
  await popup.getByText('Filling', { exact: true }).click();
  const box = popup.getByLabel('Send the form after filling');
  await box.check();
  await box.uncheck();
  await expect(box).toBeFocused();
  await expect(box).toHaveAccessibleDescription(new URL(pages.origin).host);
  await pages.stop();
});

test('the code goes behind the password where the site wants it there', async ({ extension }) => {
  const { pages, page, popup } = await stage(extension, '/password');
  const next = await set(extension, page, popup, 'Put the code behind the password, in its field');
  await fill(next);
  await expect(next.getByText(/Type the password, or click/)).toBeVisible();
  await next.close();
  await page.fill('#password', 'hunter2 ');
  const last = await extension.openPopup(page);
  await fill(last);
  await closed(last);
  const typed = await page.locator('#password').inputValue();
  expect(typed.slice(0, 8)).toBe('hunter2 ');
  expect(typed.slice(8)).toMatch(recentCode(SECRET));
  await pages.stop();
});
