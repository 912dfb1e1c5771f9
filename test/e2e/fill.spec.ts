import type { Page } from '@playwright/test';
import { startHostile } from '../sites/hostile';
import { addAccounts, ask, expectCode, createVault, type Scene } from './actions';
import { until, type Extension } from './extension';
import { expect, test } from './fixtures';

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const account = (issuer: string, secret = SECRET): string =>
  `otpauth://totp/${issuer}:ada?secret=${secret}&issuer=${issuer}`;

/** An open vault, a page of the hostile site in front, and the popup over it. */
async function stage(extension: Extension, address: string, scenes: readonly Scene[]): Promise<[Page, Page]> {
  await addAccounts(await createVault(extension), scenes);
  const page = await extension.openTab(address);
  return [page, await extension.openPopup(page)];
}

const closed = (popup: Page): Promise<void> =>
  until('the popup closes', () => Promise.resolve(popup.isClosed()));

test('an account of another site is refused, and both hosts are named', async ({ extension, sites }) => {
  const hostile = await startHostile();
  const [page, popup] = await stage(extension, `${hostile.origin}/lookalike`, [
    { keyUri: account('Desk'), site: new URL(sites.s2).host },
  ]);
  await popup.getByRole('button', { name: /^Desk, ada: copy code/ }).focus();
  await popup.getByRole('button', { name: 'Fill the code of Desk, ada' }).click();
  const refusal = popup.getByRole('alertdialog', { name: 'This page is not the account’s site' });
  await expect(refusal).toContainText(new URL(hostile.origin).host);
  await expect(refusal).toContainText(new URL(sites.s2).host);
  await expect(popup.getByRole('button', { name: 'Go back' })).toBeFocused();
  for (const input of await page.locator('input').all()) expect(await input.inputValue()).toBe('');
  await hostile.stop();
});

test('an account that belongs to no site asks once, then fills at once', async ({ extension }) => {
  const hostile = await startHostile();
  const [page, popup] = await stage(extension, `${hostile.origin}/code-box`, [{ keyUri: account('Desk') }]);
  await popup.getByRole('button', { name: /^Desk, ada: copy code/ }).focus();
  await popup.getByRole('button', { name: 'Fill the code of Desk, ada' }).click();
  await expect(popup.getByRole('heading', { name: /^Use Desk, ada on hostile\.localhost/ })).toBeVisible();
  expect(await page.getByLabel('Authentication code').inputValue()).toBe('');
  await popup.getByRole('button', { name: 'Use and fill' }).click();
  await closed(popup);
  await expectCode(page.getByLabel('Authentication code'), SECRET);

  await page.reload();
  const again = await extension.openPopup(page);
  await again.getByRole('button', { name: 'Fill code' }).click();
  await closed(again);
  await expectCode(page.getByLabel('Authentication code'), SECRET);
  await hostile.stop();
});

test('with every step the worker is stopped, and the fill still happens', async ({ extension }) => {
  const hostile = await startHostile();
  const [page, popup] = await stage(extension, `${hostile.origin}/code-box`, [
    { keyUri: account('Desk'), site: new URL(hostile.origin).host },
  ]);
  await expect(popup.getByRole('button', { name: 'Fill code' })).toBeVisible();
  await extension.stopServiceWorker();
  await popup.getByRole('button', { name: 'Fill code' }).click();
  await closed(popup);
  await expectCode(page.getByLabel('Authentication code'), SECRET);
  await hostile.stop();
});

for (const [name, path] of [
  ['among 3,000 inputs', '/many-inputs'],
  ['on a page of 5,000 elements', '/elements'],
  ['beside hidden decoys', '/hidden'],
] as const) {
  test(`the field is found ${name}, and nothing else is filled`, async ({ extension }) => {
    const hostile = await startHostile();
    const [page, popup] = await stage(extension, `${hostile.origin}${path}`, [
      { keyUri: account('Desk'), site: new URL(hostile.origin).host },
    ]);
    await popup.getByRole('button', { name: 'Fill code' }).click();
    await closed(popup);
    await expectCode(page.locator('#code'), SECRET);
    expect(
      await page
        .locator('input')
        .evaluateAll((all) => all.filter((each) => (each as HTMLInputElement).value).length),
    ).toBe(1);
    await hostile.stop();
  });
}

test('of four kinds of frames, only those of the page’s own origin are filled', async ({
  extension,
  sites,
}) => {
  const hostile = await startHostile();
  const [page, popup] = await stage(extension, `${hostile.origin}/frames?cross=${sites.s2}`, [
    { keyUri: account('Desk'), site: new URL(hostile.origin).host },
  ]);
  await popup.getByRole('button', { name: 'Fill code' }).click();
  await closed(popup);
  const values = await Promise.all(
    ['#same', '#srcdoc', '#sandboxed', '#data'].map(async (frame) => [
      frame,
      await page.frameLocator(frame).locator('#code').inputValue(),
    ]),
  );
  const filled = values.filter(([, value]) => value !== '');
  expect(filled).toHaveLength(1);
  expect(['#same', '#srcdoc']).toContain(filled[0]?.[0]);
  await hostile.stop();
});

test('a page that leaves while it is filled gets nothing on its next address', async ({ extension }) => {
  const hostile = await startHostile();
  const [page, popup] = await stage(extension, `${hostile.origin}/slow`, [
    { keyUri: account('Desk'), site: new URL(hostile.origin).host },
  ]);
  await popup.getByRole('button', { name: 'Fill code' }).click();
  await page.waitForURL('**/gone');
  // It has a field for a code too: the document that was chosen is gone, and what follows it gets none.
  await expect(page.locator('#code')).toHaveValue('');
  const told = popup.getByText(/moved on while|went elsewhere before/);
  await until('the fill has ended', async () => popup.isClosed() || (await told.isVisible()));
  await expect(page.locator('#code')).toHaveValue('');
  await hostile.stop();
});

test('a tab closed during the fill ends it without a trace', async ({ extension }) => {
  const hostile = await startHostile();
  const manager = await createVault(extension);
  const [accountId] = await addAccounts(manager, [
    { keyUri: account('Desk'), site: new URL(hostile.origin).host },
  ]);
  const page = await extension.openTab(`${hostile.origin}/code-box`);
  const popup = await extension.openPopup(page);
  const tabId = await popup.evaluate(async () => (await chrome.tabs.query({ active: true }))[0]?.id);
  const outcome = ask(popup, 'fill/start', { accountId, tabId, bind: null });
  await page.close();
  // The popup goes with its tab, and its question with it; the worker must have survived both.
  await outcome.catch(() => undefined);
  expect(await ask(manager, 'vault/status')).toMatchObject({ state: 'open' });
  const next = await extension.openTab(`${hostile.origin}/code-box`);
  const again = await extension.openPopup(next);
  await again.getByRole('button', { name: 'Fill code' }).click();
  await closed(again);
  await expectCode(next.getByLabel('Authentication code'), SECRET);
  await hostile.stop();
});

for (const address of ['chrome://version/', 'about:blank']) {
  test(`on ${address} codes are shown, and a fill says why it cannot work there`, async ({ extension }) => {
    await addAccounts(await createVault(extension), [{ keyUri: account('Desk') }]);
    const page = await extension.context.newPage();
    await page.goto(address);
    const popup = await extension.openPopup(page);
    await popup.getByRole('button', { name: /^Desk, ada: copy code/ }).focus();
    await popup.keyboard.press('f');
    await expect(popup.getByText('Lockstep could not reach this page')).toBeVisible();
  });
}

test('the keyboard command fills when one account fits, and says so on the button', async ({ extension }) => {
  const hostile = await startHostile();
  const manager = await createVault(extension);
  await addAccounts(manager, [{ keyUri: account('Desk'), site: new URL(hostile.origin).host }]);
  const page = await extension.openTab(`${hostile.origin}/code-box`);
  // The toolbar click stands for the gesture that the real keys are: dispatched events grant nothing.
  await (await extension.openPopup(page)).close();
  const worker = await extension.worker();
  const tabId = await worker.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    if (tab)
      (chrome.commands.onCommand as unknown as { dispatch(name: string, tab: unknown): void }).dispatch(
        'fill',
        tab,
      );
    return tab?.id;
  });
  await expectCode(page.getByLabel('Authentication code'), SECRET);
  await expect
    .poll(() => worker.evaluate((id) => chrome.action.getBadgeText({ tabId: id }), tabId!))
    .toBe('✓');
  await hostile.stop();
});

test('a site sees nothing of the extension before a gesture, and only its own field’s events on a fill', async ({
  extension,
}) => {
  const hostile = await startHostile();
  await addAccounts(await createVault(extension), [
    { keyUri: account('Desk'), site: new URL(hostile.origin).host },
  ]);
  const page = await extension.openTab(`${hostile.origin}/code-box`);
  const globals = await page.evaluate(() => Object.getOwnPropertyNames(globalThis).sort());
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    addEventListener('message', () => seen.push('message'));
    new MutationObserver(() => seen.push('mutation')).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  });
  const popup = await extension.openPopup(page);
  await popup.getByRole('button', { name: 'Fill code' }).click();
  await closed(popup);
  await expectCode(page.getByLabel('Authentication code'), SECRET);
  expect(await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([]);
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBe(nodes);
  const after = await page.evaluate(() => Object.getOwnPropertyNames(globalThis).sort());
  expect(after.filter((name) => !globals.includes(name))).toEqual(['seen']);
  await hostile.stop();
});
