/** Pages on which filling goes wrong if it can: what is typed there, how often, and what the user is told. */
import type { Page } from '@playwright/test';
import { startHostile } from '../sites/hostile';
import { addAccounts, ask, createVault, recentCode } from './actions';
import { until, type Extension } from './extension';
import { expect, test as base } from './fixtures';

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const KEY_URI = `otpauth://totp/Desk:ada?secret=${SECRET}&issuer=Desk`;

interface Scene {
  /** Opens a page of the hostile site and asks for a fill there. */
  fill(path: string, before?: (page: Page) => Promise<void>): Promise<{ page: Page; popup: Page }>;
  /** What the account does on that site from now on. */
  choose(ways: { submit?: true; append?: true }): Promise<void>;
}

const test = base.extend<{ scene: Scene }>({
  scene: async ({ extension }, use) => {
    const hostile = await startHostile();
    const { host, hostname, port } = new URL(hostile.origin);
    const manager = await createVault(extension);
    const [accountId] = await addAccounts(manager, [{ keyUri: KEY_URI, site: host }]);
    await use({
      fill: (path, before) => fillOn(extension, `${hostile.origin}${path}`, before),
      choose: async (ways) => {
        const sites = [{ host: hostname, port: Number(port), subdomains: false, ...ways }];
        await ask(manager, 'accounts/edit', { accountId, issuer: 'Desk', accountName: 'ada', sites });
      },
    });
    await hostile.stop();
  },
});

async function fillOn(
  extension: Extension,
  address: string,
  before: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<{ page: Page; popup: Page }> {
  const page = await extension.openTab(address);
  await before(page);
  const popup = await extension.openPopup(page);
  await popup
    .getByRole('button', { name: 'Fill code' })
    .or(popup.getByRole('button', { name: /^Fill the code/ }))
    .first()
    .click();
  return { page, popup };
}

/** It closes by itself where the code was typed and read back. */
const closed = (popup: Page): Promise<void> =>
  until('the popup closes', () => Promise.resolve(popup.isClosed()));
const code = () => recentCode(SECRET);
const joined = (page: Page): Promise<string> =>
  page.locator('input').evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value).join(''));
const complete = (page: Page): Promise<unknown> => page.evaluate('globalThis.complete');

test('the field is found and filled among 10,000 inputs', async ({ scene }) => {
  const { page, popup } = await scene.fill('/ten-thousand-inputs');
  await closed(popup);
  await expect(page.locator('#code')).toHaveValue(code());
  expect(await joined(page)).toMatch(code());
});

test('a field under 200 shadow roots, half of them closed, is filled', async ({ scene }) => {
  const { page, popup } = await scene.fill('/fields/shadow-roots');
  await closed(popup);
  expect(await page.evaluate('globalThis.typed')).toMatch(code());
});

test('a page that throws in every handler is filled all the same', async ({ scene }) => {
  const { page, popup } = await scene.fill('/fields/throws-everywhere');
  await closed(popup);
  expect(await page.evaluate('globalThis.thrown')).toBeGreaterThan(20);
  expect(await joined(page)).toMatch(code());
});

test('a row that is drawn anew after each character is completed once', async ({ scene }) => {
  const { page, popup } = await scene.fill('/fields/redrawn');
  await closed(popup);
  expect(await joined(page)).toMatch(code());
  expect(await complete(page)).toBe(1);
});

test('of fields that no person sees or can use, none is filled', async ({ scene }) => {
  const { page, popup } = await scene.fill('/fields/honeypots');
  await closed(popup);
  await expect(page.locator('#code')).toHaveValue(code());
  expect(await joined(page)).toMatch(code());
});

for (const [page, told] of [
  ['rewrites-value', 'a page that puts another value in its place'],
  ['rewrites-late', 'a page that empties the field afterwards'],
  ['counts-and-clears', 'a row that empties itself afterwards'],
] as const) {
  test(`${told} gets the code once, and the user is told`, async ({ scene }) => {
    const filled = await scene.fill(`/fields/${page}`);
    await expect(filled.popup.getByText(/digits went in/)).toBeVisible();
    expect(await complete(filled.page)).toBe(1);
    expect(await joined(filled.page)).not.toMatch(code());
  });
}

test('a field that goes away on focus is told, and breaks nothing', async ({ scene }) => {
  const { page, popup } = await scene.fill('/fields/removed-on-focus');
  await expect(popup.getByText(/0 of 6 digits went in/)).toBeVisible();
  await expect(page.locator('input')).toHaveCount(0);
});

test('what is too short, disabled or read-only stays empty, and the user is told why', async ({ scene }) => {
  for (const [path, text] of [
    ['short', /takes fewer characters/],
    ['disabled-set', /No code field here/],
    ['read-only', /No code field here/],
  ] as const) {
    const { page, popup } = await scene.fill(`/fields/${path}`);
    await expect(popup.getByText(text).first()).toBeVisible();
    expect(await joined(page)).toBe('');
    await page.close();
  }
});

test('a frame that goes elsewhere while it is typed into gets nothing on its next address', async ({
  scene,
}) => {
  const { page, popup } = await scene.fill('/fields/frame-leaves');
  const inner = page.frameLocator('iframe');
  await until('the frame has gone', () =>
    Promise.resolve(page.frames().some((each) => each.url().endsWith('/gone'))),
  );
  const told = popup.getByText(/moved on while|went elsewhere before/);
  await until('the fill has ended', async () => popup.isClosed() || (await told.isVisible()));
  await expect(inner.locator('#code')).toHaveValue('');
});

test('where the user wants it, the form is sent by its right button, once', async ({ scene }) => {
  await scene.choose({ submit: true });
  const { page, popup } = await scene.fill('/fields/sends');
  await closed(popup);
  expect(await page.evaluate('globalThis.sent')).toEqual(['Verify']);
  await expect(page.locator('#code')).toHaveValue(code());
});

test('a button that does what cannot be taken back is not pressed, though it is the only one', async ({
  scene,
}) => {
  await scene.choose({ submit: true });
  const { page, popup } = await scene.fill('/fields/sends-harm');
  await expect(popup.getByText(/send it yourself/)).toBeVisible();
  await expect(page.locator('#code')).toHaveValue(code());
  expect(await page.evaluate('globalThis.sent')).toEqual([]);
});

test('a page that sends itself is not sent again', async ({ scene }) => {
  await scene.choose({ submit: true });
  const { page, popup } = await scene.fill('/fields/sends-itself');
  await closed(popup);
  expect(await page.evaluate('globalThis.sent')).toEqual(['by itself']);
});

test('where the user wants it, the code goes behind the password, and the next in its place', async ({
  scene,
}) => {
  await scene.choose({ append: true });
  const { page, popup } = await scene.fill('/fields/password', (tab) =>
    tab.locator('#password').fill('hunter2'),
  );
  await closed(popup);
  const typed = await page.locator('#password').inputValue();
  expect(typed.slice(0, 7)).toBe('hunter2');
  expect(typed.slice(7)).toMatch(code());
});

test('without a password nothing is typed, and the user is told to type it first', async ({ scene }) => {
  await scene.choose({ append: true });
  const { page, popup } = await scene.fill('/fields/password');
  await expect(popup.getByText(/Type the password, or click/)).toBeVisible();
  await expect(page.locator('#password')).toHaveValue('');
});
