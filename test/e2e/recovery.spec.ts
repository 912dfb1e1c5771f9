/** What is left to do when a part of Lockstep, or of what it keeps, is broken: nothing that was saved is lost. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { addAccounts, ask, choosePassphrase, createVault, PASSPHRASE, unlock } from './actions';
import { examine } from './examine';
import { BUILD, launch, until, type Extension } from './extension';
import { expect, test } from './fixtures';
import type { Guard } from './guard';

const uri = (issuer: string, secret: string): string =>
  `otpauth://totp/${issuer}:ada?secret=${secret}&issuer=${issuer}`;
const ACCOUNTS = [
  { keyUri: uri('Desk', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ') },
  { keyUri: uri('Spare', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP') },
];
/** What is said of a chosen file. */
const FILE_HOLDS = /^Saved on .+ Accounts in it, deleted ones included: 2\.$/;
const BROKEN = 'broken on purpose';

/** The build with one file that throws on its first line. */
function broken(folder: string, file: string): string {
  cpSync(BUILD, folder, { recursive: true });
  const place = path.join(folder, file);
  writeFileSync(place, `throw new Error('${BROKEN}');\n${readFileSync(place, 'utf8')}`);
  return folder;
}

function chunk(name: string): string {
  const file = readdirSync(path.join(BUILD, 'chunks')).find((each) => each.startsWith(`${name}-`));
  if (file === undefined) throw new Error(`The build has no chunk of this name: ${name}.`);
  return path.join('chunks', file);
}

/** The browser keeps a worker's script for as long as the version stays the same. */
function forgetWorker(profile: string): void {
  rmSync(path.join(profile, 'Default', 'Service Worker'), { recursive: true });
}

/** A vault with two accounts, in a browser that is closed again. */
async function vaultIn(start: () => Promise<Extension>): Promise<void> {
  const extension = await start();
  await addAccounts(await createVault(extension), ACCOUNTS);
  await extension.close();
}

async function expectAccounts(view: Page): Promise<void> {
  for (const issuer of ['Desk', 'Spare']) await expect(view.getByText(issuer).first()).toBeVisible();
}

/** Saves what a button of the recovery page offers. Returns the file's path. */
async function save(page: Page, folder: string, name: string | RegExp): Promise<string> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^lockstep-\d{4}-\d\d-\d\d\.lockstep$/);
  const file = path.join(folder, download.suggestedFilename());
  await download.saveAs(file);
  await expect(page.getByText(/^Saved as lockstep-/)).toBeVisible();
  return file;
}

/** The form with this button, filled in and sent. */
async function prove(page: Page, act: string): Promise<void> {
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: act }) });
  // It is there once the worker has answered, which a page waits twenty seconds for.
  await expect(form).toBeVisible({ timeout: 25_000 });
  await form.getByLabel('Passphrase').fill(PASSPHRASE);
  await form.getByRole('button', { name: act }).click();
}

/** Puts a file back in a browser that knows nothing of it, and looks whether all is there. */
async function restoreElsewhere(profiles: string, guard: Guard, file: string): Promise<void> {
  const profile = mkdtempSync(path.join(profiles, 'lockstep-'));
  const extension = await launch(profile, { guard });
  try {
    const page = await extension.openView('recovery.html');
    await page.getByLabel('Backup file').setInputFiles(file);
    await expect(page.getByText(FILE_HOLDS)).toBeVisible();
    await prove(page, 'Put back this file');
    await expect(page.getByText('Put back. Accounts: 2.')).toBeVisible();
    await page.getByRole('link', { name: 'Open accounts' }).click();
    await expectAccounts(page);
  } finally {
    await extension.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** A document of ours that runs no code of ours, with the worker stopped: nothing holds on to what is stored. */
async function alone(extension: Extension): Promise<Page> {
  const page = await extension.openTab(`chrome-extension://${extension.id}/manifest.json`);
  for (const other of extension.context.pages()) if (other !== page) await other.close();
  await extension.stopServiceWorker();
  return page;
}

type Harm = 'wipe-first' | 'wipe-second' | 'cut-headers';

async function harm(extension: Extension, how: Harm): Promise<void> {
  await (
    await alone(extension)
  ).evaluate(async (what) => {
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(request.error ?? new Error('refused'));
        };
      });
    if (what === 'wipe-first') await answer(indexedDB.deleteDatabase('lockstep-vault'));
    if (what === 'wipe-second')
      await chrome.storage.local.remove(Object.keys(await chrome.storage.local.get(null)));
    if (what !== 'cut-headers') return;
    const database = await answer(indexedDB.open('lockstep-vault'));
    const store = database.transaction('header', 'readwrite').objectStore('header');
    const header = await answer(store.get('current') as IDBRequest<Uint8Array>);
    await answer(store.put(header.slice(0, header.length / 2), 'current'));
    database.close();
    const { 'vault/header': text } = await chrome.storage.local.get('vault/header');
    await chrome.storage.local.set({ 'vault/header': String(text).slice(0, 40) });
  }, how);
}

test('a popup that throws says that the vault is safe, and its sealed backup opens elsewhere', async ({
  start,
  guard,
  profiles,
}, info) => {
  await vaultIn(start);
  guard.expectProblem(new RegExp(BROKEN));
  const extension = await start({ folder: broken(info.outputPath('broken'), chunk('popup')) });
  const popup = await extension.openPopup(await extension.openTab('about:blank'));
  await expect(popup.getByRole('heading', { name: 'Lockstep could not start' })).toBeVisible();
  await expect(popup.getByText('Your vault is safe on this computer.')).toBeVisible();
  await examine(popup, 'popup-cannot-start', info);

  const opening = extension.context.waitForEvent('page');
  // The popup closes over it, perhaps before the click is done.
  await popup
    .getByRole('link', { name: 'Save a sealed backup, or repair' })
    .click()
    .catch((error: unknown) => {
      if (!popup.isClosed()) throw error;
    });
  const page = await opening;
  const file = await save(page, info.outputPath(), 'Save sealed backup: First copy');
  for (const told of ['Desk', 'Spare', 'ada', 'GEZDGNBVGY3TQOJQ']) {
    expect(readFileSync(file, 'latin1')).not.toContain(told);
  }
  await extension.close();
  await restoreElsewhere(profiles, guard, file);
});

test('a page whose script is missing says that the vault is safe, and the recovery page needs none of it', async ({
  start,
  guard,
}, info) => {
  await vaultIn(start);
  guard.expectProblem(/Failed to load resource/);
  const folder = info.outputPath('broken');
  cpSync(BUILD, folder, { recursive: true });
  rmSync(path.join(folder, 'chunks'), { recursive: true });
  const extension = await start({ folder });
  const manager = await extension.openView('manager.html');
  await expect(manager.getByRole('heading', { name: 'Lockstep could not start' })).toBeVisible();
  await examine(manager, 'manager-cannot-start', info);
  const page = await extension.openView('recovery.html');
  await save(page, info.outputPath(), 'Save sealed backup: First copy');
});

test('a worker that can’t start keeps nobody from a sealed backup', async ({
  start,
  profile,
  profiles,
  guard,
}, info) => {
  test.slow(); // A page waits twenty seconds for its worker, and here there are four browsers.
  await vaultIn(start);
  forgetWorker(profile);
  guard.expectProblem(new RegExp(BROKEN));
  guard.expectProblem(/Receiving end does not exist/);
  const extension = await start({ folder: broken(info.outputPath('broken'), 'background.js') });
  const popup = await extension.openPopup(await extension.openTab('about:blank'));
  // The browser tries to start it, and tells nobody that it can't.
  await expect(popup.getByText('Lockstep does not answer')).toBeVisible({ timeout: 25_000 });
  await expect(popup.getByRole('link', { name: 'Save or repair the vault' })).toBeVisible();

  const page = await extension.openView('recovery.html');
  await expect(page.getByText('does not answer. Saving works without it.')).toBeVisible();
  const file = await save(page, info.outputPath(), 'Save sealed backup: Second copy');
  await page.getByLabel('Backup file').setInputFiles(file);
  await expect(page.getByText(FILE_HOLDS)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Put back this file' })).toBeHidden();
  await examine(page, 'recovery-silent', info);
  await extension.close();

  // It waits for the worker.
  forgetWorker(profile);
  const mended = await start();
  const again = await mended.openView('recovery.html');
  await expect(again.getByText(FILE_HOLDS)).toBeVisible();
  await prove(again, 'Put back this file');
  await expect(again.getByText('Put back. Accounts: 2.')).toBeVisible();
  await mended.close();
  await restoreElsewhere(profiles, guard, file);
});

for (const [engine, how] of [
  ['IndexedDB', 'wipe-first'],
  ['the extension’s storage', 'wipe-second'],
] as const) {
  test(`a vault whose copy in ${engine} is gone is healed by an unlock`, async ({ start, sites }) => {
    await vaultIn(start);
    const extension = await start();
    await harm(extension, how);
    await extension.close();

    const second = await start();
    const popup = await second.openPopup(await second.openTab(sites.s2));
    await expect(popup.getByLabel('Passphrase')).toBeFocused();
    await unlock(popup);
    await expectAccounts(popup);
    const page = await second.openView('recovery.html');
    await until('both copies are there', async () => {
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Second copy' })).toBeVisible();
      return (await page.getByText('Its header can be read.').count()) === 2;
    });
    await expect(page.getByText('Accounts in it, deleted ones included: 2.')).toHaveCount(2);
  });
}

test('a vault with one copy is repaired on the recovery page', async ({ start }, info) => {
  await vaultIn(start);
  const extension = await start();
  await harm(extension, 'wipe-first');
  const page = await extension.openView('recovery.html');
  await examine(page, 'recovery-locked', info);
  await page.setViewportSize({ width: 320, height: 800 });
  await examine(page, 'recovery-narrow', info);
  await page.getByRole('button', { name: 'Use the recovery key instead' }).first().click();
  await page.getByRole('textbox', { name: 'Recovery key' }).fill('ABCD-EFGH');
  await page.getByRole('button', { name: 'Unlock and repair' }).click();
  await expect(page.getByText('This recovery key does not open the vault.')).toBeVisible();
  await page.getByRole('button', { name: 'Use the passphrase instead' }).click();
  await prove(page, 'Unlock and repair');
  await expect(page.getByText(/^Unlocked\. Both copies are whole\. Records put right: [1-9]/)).toBeVisible();
  await page.getByRole('link', { name: 'Open accounts' }).click();
  await expectAccounts(page);
});

test('a vault whose headers are both damaged comes back from its newest earlier state', async ({
  start,
  sites,
}, info) => {
  await vaultIn(start);
  const extension = await start();
  const manager = await extension.openView('manager.html');
  await unlock(manager);
  const before = await extension.openView('recovery.html');
  await until('there is an earlier state', async () => {
    const { snapshots } = await ask<{ snapshots: number }>(before, 'recovery/look');
    return snapshots > 0;
  });
  await ask(manager, 'vault/lock');
  await harm(extension, 'cut-headers');
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await expect(popup.getByText('The vault can’t be read')).toBeVisible();
  await expect(popup.getByRole('link', { name: 'Save or repair the vault' })).toBeVisible();
  const page = await extension.openView('recovery.html');
  await expect(page.getByText('Its header is damaged.')).toHaveCount(2);
  await examine(page, 'recovery-damaged', info);
  await prove(page, 'Put back earlier state');
  await expect(page.getByText(/Put back\. Accounts: 2\./)).toBeVisible();
  await page.getByRole('link', { name: 'Open accounts' }).click();
  await expectAccounts(page);
});

test('starting over keeps the remains, and they can be saved', async ({ start }, info) => {
  await vaultIn(start);
  const extension = await start();
  await harm(extension, 'cut-headers');
  const page = await extension.openView('recovery.html');
  await page.getByRole('button', { name: 'Start over and keep the remains' }).click();
  await expect(page.getByRole('heading', { name: 'Start over' })).toBeVisible();
  await page.getByLabel('Type START OVER to go on').fill('START OVER');
  await page.getByRole('button', { name: 'Start over and keep the remains' }).click();
  await choosePassphrase(page, 'another horse battery staple orbit');
  expect(await ask<unknown[]>(page, 'accounts/list')).toEqual([]);

  const later = await extension.openView('recovery.html');
  await expect(later.getByText('Accounts in it, deleted ones included: 2.')).toBeVisible();
  await save(later, info.outputPath(), /^Save sealed backup: Remains of /);
  await examine(later, 'recovery-remains', info);
});

test('a file of another vault takes a word before it replaces what is here', async ({ start }, info) => {
  await vaultIn(start);
  const extension = await start();
  const first = await extension.openView('recovery.html');
  const file = await save(first, info.outputPath(), 'Save sealed backup: First copy');
  await ask(first, 'recovery/start-over', { confirmed: true });
  await first.goto(`chrome-extension://${extension.id}/manager.html#create`);
  await choosePassphrase(first, 'another horse battery staple orbit');

  const page = await extension.openView('recovery.html');
  await page.getByLabel('Backup file').setInputFiles(file);
  await expect(page.getByText('It is of another vault than the one that is here.')).toBeVisible();
  await examine(page, 'recovery-another', info);
  await prove(page, 'Put back this file');
  await expect(page.getByText('opens with something else. Nothing was changed.')).toBeVisible();
  expect(await ask<unknown[]>(first, 'accounts/list')).toEqual([]);
  await page.getByLabel('Type REPLACE to go on').fill('REPLACE');
  await prove(page, 'Put back this file');
  await expect(page.getByText('Put back. Accounts: 2.')).toBeVisible();
  await page.getByRole('link', { name: 'Open accounts' }).click();
  await expectAccounts(page);
});

test('a file that is no backup is refused, and nothing is changed', async ({ extension }, info) => {
  await addAccounts(await createVault(extension), ACCOUNTS);
  const page = await extension.openView('recovery.html');
  const file = info.outputPath('holiday.lockstep');
  writeFileSync(file, 'not a backup');
  await page.getByLabel('Backup file').setInputFiles(file);
  await expect(page.getByText('This file is not a backup of Lockstep.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Put back this file' })).toBeHidden();
});
