/** Acts without the mouse, and acts asked while locked. */
import type { Page } from '@playwright/test';
import { codeAt } from '../sites/shared/codes';
import { startHostile } from '../sites/hostile';
import { addAccounts, ask, expectCode, recentCode, createVault, unlock } from './actions';
import type { Extension } from './extension';
import { expect, test } from './fixtures';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const uri = (issuer: string, secret = SECRET): string =>
  `otpauth://totp/${issuer}:ada?secret=${secret}&issuer=${issuer}`;
const HOTP = `otpauth://hotp/VPN:ada?secret=${SECRET}&issuer=VPN&counter=7`;

const clipboard = async (extension: Extension, page: Page): Promise<string> => {
  await extension.context.grantPermissions(['clipboard-read'], { origin: new URL(page.url()).origin });
  await page.bringToFront();
  return page.evaluate(() => navigator.clipboard.readText());
};

type Dispatching = { dispatch(...args: unknown[]): void };

/** What the browser tells us of keys and menus, which headless it has not; the gesture's grant comes from the toolbar. */
async function command(extension: Extension, page: Page, name: 'fill' | 'lock'): Promise<void> {
  await page.bringToFront();
  const worker = await extension.worker();
  await worker.evaluate(async (which) => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    (chrome.commands.onCommand as unknown as Dispatching).dispatch(which, tab);
  }, name);
}

test('by keyboard: arrows, Enter, /, Escape', async ({ extension, sites }) => {
  await addAccounts(await createVault(extension), [
    { keyUri: uri('Alpha') },
    { keyUri: uri('Beta', 'JBSWY3DPEHPK3PXP') },
    { keyUri: HOTP },
  ]);
  const page = await extension.openTab(sites.s2);
  const popup = await extension.openPopup(page);
  await expect(popup.getByRole('button', { name: /^Alpha, ada: copy code/ })).toBeVisible();
  await popup.keyboard.press('ArrowDown');
  await expect(popup.getByRole('button', { name: /^Alpha, ada: copy code/ })).toBeFocused();
  await popup.keyboard.press('ArrowDown');
  await expect(popup.getByRole('button', { name: /^Beta, ada: copy code/ })).toBeFocused();
  await popup.keyboard.press('Enter');
  await expect(popup.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  await popup.keyboard.press('/');
  await expect(popup.getByRole('searchbox')).toBeFocused();
  await popup.keyboard.type('alp');
  await expect(popup.getByRole('button', { name: /: copy code/ })).toHaveCount(1);
  await popup.keyboard.press('Escape');
  await expect(popup.getByRole('searchbox')).toHaveValue('');
  // The next one would close the popup: the browser does that, and only with real keys.
  expect(await clipboard(extension, page)).toMatch(recentCode('JBSWY3DPEHPK3PXP'));
});

test('a word typed right after the popup opened on a bound site is searched for, and nothing is filled', async ({
  extension,
}) => {
  const hostile = await startHostile();
  await addAccounts(await createVault(extension), [
    { keyUri: uri('Desk'), site: new URL(hostile.origin).host },
    { keyUri: uri('Facebook', 'JBSWY3DPEHPK3PXP') },
  ]);
  const page = await extension.openTab(`${hostile.origin}/code-box`);
  const popup = await extension.openPopup(page);
  await expect(popup.getByRole('button', { name: 'Fill code' })).toBeFocused();
  await popup.keyboard.type('facebook');
  await expect(popup.getByRole('searchbox')).toHaveValue('facebook');
  await expect(popup.getByRole('button', { name: /: copy code/ })).toHaveCount(1);
  // A row that was clicked takes no letters either: the next word begins with one that fills.
  await popup.getByRole('button', { name: /^Facebook, ada: copy code/ }).click();
  await popup.keyboard.type('fe');
  await expect(popup.getByRole('searchbox')).toHaveValue('facebookfe');
  expect(await page.getByLabel('Authentication code').inputValue()).toBe('');
  await hostile.stop();
});

test('an HOTP code is asked for one by one, and its counter is kept before it is shown', async ({
  extension,
  sites,
}) => {
  const manager = await createVault(extension);
  await addAccounts(manager, [{ keyUri: HOTP }]);
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await popup.getByRole('button', { name: 'VPN, ada: next code' }).click();
  await expect(popup.getByRole('button', { name: codeAt(SECRET, 7).replaceAll(/\B/g, ' ') })).toBeVisible();
  await extension.stopServiceWorker();
  await ask(manager, 'vault/status');
  const [account] = await ask<{ id: string }[]>(manager, 'accounts/list');
  expect(await ask(manager, 'codes/next', { accountId: account?.id })).toEqual({ text: codeAt(SECRET, 8) });
});

test('the shortcut pressed while locked: unlock, and the code is filled', async ({ extension }) => {
  const hostile = await startHostile();
  const manager = await createVault(extension);
  await addAccounts(manager, [{ keyUri: uri('Desk'), site: new URL(hostile.origin).host }]);
  const page = await extension.openTab(`${hostile.origin}/code-box`);
  await (await extension.openPopup(page)).close();
  await command(extension, page, 'lock');
  await expect.poll(async () => (await ask<{ state: string }>(manager, 'vault/status')).state).toBe('locked');

  const opened = extension.context.waitForEvent('page', (each) => each.url().includes('/popup.html'));
  await command(extension, page, 'fill');
  const popup = await opened;
  await expect(popup.getByText(/^Unlock to fill the code on hostile\.localhost/)).toBeVisible();
  const closed = popup.waitForEvent('close');
  await unlock(popup);
  await closed;
  await expectCode(page.getByLabel('Authentication code'), SECRET);
  await hostile.stop();
});

test('the shortcut opens the popup with both where two accounts fit, and fills neither', async ({
  extension,
}) => {
  const hostile = await startHostile();
  const site = new URL(hostile.origin).host;
  await addAccounts(await createVault(extension), [
    { keyUri: uri('Desk'), site },
    { keyUri: uri('Spare', 'JBSWY3DPEHPK3PXP'), site },
  ]);
  const page = await extension.openTab(`${hostile.origin}/code-box`);
  await (await extension.openPopup(page)).close();
  const opened = extension.context.waitForEvent('page', (each) => each.url().includes('/popup.html'));
  await command(extension, page, 'fill');
  await expect((await opened).getByRole('button', { name: 'Fill code' })).toHaveCount(2);
  expect(await page.getByLabel('Authentication code').inputValue()).toBe('');
  await hostile.stop();
});

test('the shortcut on a site without an account opens the popup and says why', async ({ extension }) => {
  const hostile = await startHostile();
  await addAccounts(await createVault(extension), [{ keyUri: uri('Desk') }]);
  const page = await extension.openTab(`${hostile.origin}/code-box`);
  await (await extension.openPopup(page)).close();
  const opened = extension.context.waitForEvent('page', (each) => each.url().includes('/popup.html'));
  await command(extension, page, 'fill');
  const told = `No account belongs to ${new URL(hostile.origin).host} yet. Choose one to fill it here.`;
  await expect((await opened).getByRole('status').filter({ hasText: told })).toBeVisible();
  await hostile.stop();
});

test('a site that was typed and not added is saved with the account, or is told to be none', async ({
  extension,
  sites,
}) => {
  const manager = await createVault(extension);
  await addAccounts(manager, [{ keyUri: uri('Desk') }]);
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  const edit = async (): Promise<void> => {
    await popup.getByRole('button', { name: /^Desk, ada: copy code/ }).focus();
    await popup.keyboard.press('e');
    await expect(popup.getByRole('heading', { name: 'Edit account' })).toBeVisible();
  };
  const saved = async (): Promise<unknown> =>
    (await ask<{ sites: unknown }[]>(manager, 'accounts/list'))[0]?.sites;
  await edit();
  await popup.getByLabel('Add a site').fill('no site');
  await popup.getByRole('button', { name: 'Save changes' }).click();
  await expect(popup.getByText('That is not a site. It looks like example.org.')).toBeVisible();
  expect(await saved()).toEqual([]);
  await popup.getByLabel('Add a site').fill('desk.example:8443');
  await popup.getByRole('button', { name: 'Save changes' }).click();
  await expect(popup.getByRole('status').filter({ hasText: 'Saved the changes' })).toBeVisible();
  expect(await saved()).toEqual([{ host: 'desk.example', port: 8443, subdomains: false }]);
});

test('that the worker does not answer is told over what is painted, until it does', async ({
  extension,
  sites,
}) => {
  const manager = await createVault(extension);
  await addAccounts(manager, [{ keyUri: uri('Desk') }]);
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await expect(popup.getByRole('button', { name: /^Desk, ada: copy code/ })).toBeVisible();
  await popup.evaluate(() => {
    const answering = chrome.runtime.sendMessage;
    const silent = (): never => {
      throw new Error('silent');
    };
    Object.assign(chrome.runtime, { sendMessage: silent });
    Object.assign(globalThis, {
      answerAgain: () => Object.assign(chrome.runtime, { sendMessage: answering }),
    });
  });
  await addAccounts(manager, [{ keyUri: uri('Spare', 'JBSWY3DPEHPK3PXP') }]);
  const told = popup.getByRole('status').filter({ hasText: 'The background part did not answer.' });
  await expect(told).toBeVisible();
  await expect(popup.getByRole('button', { name: /^Desk, ada/ })).toBeVisible();
  await popup.getByRole('button', { name: 'Try again' }).click();
  await expect(told).toBeVisible();
  await popup.evaluate('answerAgain()');
  await popup.getByRole('button', { name: 'Try again' }).click();
  await expect(popup.getByRole('button', { name: /^Spare, ada: copy code/ })).toBeVisible();
  await expect(told).toBeHidden();
});

test('the context menu fills the frame it was opened in', async ({ extension }) => {
  const hostile = await startHostile();
  await addAccounts(await createVault(extension), [
    { keyUri: uri('Desk'), site: new URL(hostile.origin).host },
  ]);
  const page = await extension.openTab(`${hostile.origin}/frames`);
  await (await extension.openPopup(page)).close();
  const worker = await extension.worker();
  await page.bringToFront();
  await worker.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    const frames = await chrome.scripting.executeScript({
      target: { tabId: tab?.id ?? -1, allFrames: true },
      func: () => location.href,
    });
    const srcdoc = frames.find(({ result }) => result === 'about:srcdoc');
    const info = { menuItemId: 'fill', editable: true, frameId: srcdoc?.frameId };
    (chrome.contextMenus.onClicked as unknown as Dispatching).dispatch(info, tab);
  });
  await expectCode(page.frameLocator('#srcdoc').locator('#code'), SECRET);
  expect(await page.frameLocator('#same').locator('#code').inputValue()).toBe('');
  await hostile.stop();
});
