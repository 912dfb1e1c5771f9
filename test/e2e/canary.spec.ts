/**
 * Nothing that must not be readable is readable anywhere once the vault is locked. The secrets of this journey come from
 * no site: one is typed, and one is shown as a picture by a page that nothing else is asked of. So nothing is excepted.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { toDataURL } from 'qrcode';
import { startHostile } from '../sites/hostile';
import { listen } from '../sites/shared/listen';
import { ask, choosePassphrase, unlock } from './actions';
import { secretNeedles, textNeedles, toBase32, type Needle } from './canary/forms';
import { readLog, readTable } from './canary/leveldb';
import { filesIn, overhear, pagesOf, search, storageOf } from './canary/places';
import type { Extension } from './extension';
import { expect, test } from './fixtures';

const PASSPHRASE = 'quixotic marmalade Zeppelin harbour 7319 lantern';
const TYPED = randomBytes(20);
const SCANNED = randomBytes(20);
const NAMES = {
  issuer: 'Quillfeather Apothecary',
  account: 'ottoline.vexworth',
  scanned: 'Brambleshanks Mutual',
  edited: 'Wintergreen Ferrous',
};

/** Never readable, while open or locked; and while locked the names as well. */
const SECRETS: readonly Needle[] = [
  ...secretNeedles('the typed secret', TYPED),
  ...secretNeedles('the scanned secret', SCANNED),
  ...textNeedles('the passphrase', PASSPHRASE),
];
const ALL: readonly Needle[] = [
  ...SECRETS,
  ...Object.entries(NAMES).flatMap(([what, name]) => textNeedles(`the name (${what})`, name)),
];

/** A page that shows a picture of a Key URI, and says nothing of it in words. */
async function startPicture(text: string) {
  const picture = await toDataURL(text, { errorCorrectionLevel: 'L', width: 480 });
  const body = `<!doctype html><title>Picture</title><img alt="" src="${picture}" />`;
  const make = () => createServer((_, response) => response.setHeader('content-type', 'text/html').end(body));
  const { port, stop } = await listen(make, 0);
  return { origin: `http://picture.localhost:${port}`, stop };
}

async function addTyped(extension: Extension, site: Page): Promise<void> {
  const popup = await extension.openPopup(site);
  await popup.getByRole('button', { name: 'Add account' }).click();
  await popup.getByRole('button', { name: /Type the secret/ }).click();
  await popup.getByLabel('Secret').fill(toBase32(TYPED));
  await popup.getByLabel('Issuer').fill(NAMES.issuer);
  await popup.getByLabel('Account name').fill(NAMES.account);
  await popup.getByRole('button', { name: 'Save account' }).click();
  await expect(popup.getByText(NAMES.issuer).first()).toBeVisible();
  await popup.close();
}

async function addScanned(extension: Extension): Promise<void> {
  const issuer = encodeURIComponent(NAMES.scanned);
  const uri = `otpauth://totp/${issuer}:${NAMES.account}?secret=${toBase32(SCANNED)}&issuer=${issuer}`;
  const picture = await startPicture(uri);
  const page = await extension.openTab(picture.origin);
  const popup = await extension.openPopup(page);
  await popup.getByRole('button', { name: 'Add account' }).click();
  await popup.getByRole('button', { name: /Scan this tab/ }).click();
  await popup.getByRole('button', { name: 'Save account' }).click();
  await expect(popup.getByText(NAMES.scanned).first()).toBeVisible();
  await popup.close();
  await picture.stop();
}

interface Listed {
  readonly id: string;
  readonly issuer: string;
}

async function fill(extension: Extension, site: Page, accountId: string): Promise<void> {
  const popup = await extension.openPopup(site);
  const { host } = new URL(site.url());
  const tabId = await popup.evaluate(
    async () => (await chrome.tabs.query({ active: true, currentWindow: true }))[0]?.id,
  );
  const outcome = await ask<{ result: string }>(popup, 'fill/start', { accountId, tabId, bind: host });
  expect(outcome.result).toBe('filled');
  await popup.close();
}

test('after a whole journey, nothing that was entrusted to the vault can be read anywhere while it is locked', async ({
  extension,
  profile,
}) => {
  const heard = overhear(extension.context);
  const hostile = await startHostile();
  const site = await extension.openTab(`${hostile.origin}/code-box`);
  const manager = await extension.openView('manager.html', '#create');
  await choosePassphrase(manager, PASSPHRASE);
  await addTyped(extension, site);
  await addScanned(extension);
  await manager.bringToFront();
  await manager.getByRole('button', { name: 'Open accounts' }).click();
  const accounts = await ask<Listed[]>(manager, 'accounts/list');
  const typed = accounts.find(({ issuer }) => issuer === NAMES.issuer)!;
  await fill(extension, site, typed.id);

  const popup = await extension.openPopup(manager);
  const row = (issuer: string) => popup.getByRole('button', { name: new RegExp(`^${issuer}.*copy code`) });
  await row(NAMES.issuer).focus();
  await popup.keyboard.press('e');
  await popup.getByLabel('Issuer').fill(NAMES.edited);
  await popup.getByRole('button', { name: 'Save changes' }).click();
  await row(NAMES.edited).click();
  await expect(popup.getByText('Copied').first()).toBeVisible();
  await popup.close();
  const scanned = accounts.find(({ issuer }) => issuer === NAMES.scanned)!;
  await ask(manager, 'accounts/delete', { accountId: scanned.id });
  const open = heard();
  expect(search([...open, ...(await storageOf(manager))], SECRETS), 'while it is open').toEqual([]);
  expect(search(filesIn(profile), SECRETS), 'on the disk, while it is open').toEqual([]);

  await ask(manager, 'vault/lock');
  await unlock(manager, PASSPHRASE);
  await expect(manager.getByText(NAMES.edited).first()).toBeVisible();
  await expect.poll(async () => (await ask<object[]>(manager, 'snapshots/list')).length).toBeGreaterThan(0);
  const backup = await ask<{ base64: string }>(manager, 'backup/make');
  await ask(manager, 'vault/lock');
  await expect(manager.getByLabel('Passphrase', { exact: true })).toBeVisible();
  await extension.openPopup(site);
  const file = { where: 'the backup file', bytes: Buffer.from(backup.base64, 'base64') };
  const places = [file, ...heard(), ...(await storageOf(manager)), ...(await pagesOf(extension.context))];
  expect(places.length).toBeGreaterThan(10);
  expect(search(places, ALL), 'while it is locked').toEqual([]);
  expect(search(filesIn(profile), ALL), 'on the disk, while it is locked').toEqual([]);
  await extension.close();
  const files = [...filesIn(profile)];
  expect(search(files, ALL), 'on the disk, when the browser is closed').toEqual([]);
  await hostile.stop();
  const looked = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  console.log(
    `canary: ${ALL.length} shapes, ${files.length} files, ${looked} bytes, ${places.length} other places, 0 found`,
  );
});

test('the search finds whatever is planted, in every shape and place', async ({ extension, profile }) => {
  const heard = overhear(extension.context);
  const manager = await extension.openView('manager.html');
  const folder = path.join(profile, 'planted');
  mkdirSync(folder);
  for (const [n, { bytes }] of ALL.entries())
    writeFileSync(
      path.join(folder, `${n}`),
      Buffer.concat([Buffer.from('left '), bytes, Buffer.from(' right')]),
    );
  const onDisk = new Set(search(filesIn(profile), ALL));
  for (const [n, { name }] of ALL.entries()) expect(onDisk, name).toContain(`${name}, in planted/${n}`);

  const text = toBase32(TYPED);
  await manager.evaluate(
    async ({ text, bytes }) => {
      await chrome.storage.local.set({ planted: text });
      await chrome.storage.session.set({ planted: text });
      await chrome.storage.sync.set({ planted: text });
      localStorage.setItem('planted', text);
      const request = indexedDB.open('planted');
      request.onupgradeneeded = () => request.result.createObjectStore('planted');
      await new Promise((resolve) => (request.onsuccess = resolve));
      const change = request.result.transaction('planted', 'readwrite');
      change.objectStore('planted').put(Uint8Array.from(bytes), 1);
      await new Promise((resolve) => (change.oncomplete = resolve));
      request.result.close();
      console.log(`planted ${text}`);
      await fetch(`/manager.html?planted=${text}`);
      const field = document.createElement('input');
      field.value = text;
      document.body.append(field);
    },
    { text, bytes: [...TYPED] },
  );
  const worker = await extension.worker();
  await worker.evaluate((planted) => console.log(`planted ${planted}`), toBase32(SCANNED));
  await expect.poll(() => search(heard(), SECRETS).length).toBeGreaterThan(2);
  const found = search(
    [...heard(), ...(await storageOf(manager)), ...(await pagesOf(extension.context))],
    SECRETS,
  );
  const places = [
    'storage.local',
    'storage.session',
    'storage.sync',
    'localStorage',
    'IndexedDB planted planted',
    'the console',
    'what was asked of servers',
    'the page /manager.html',
  ];
  for (const place of places)
    expect(
      found.filter((each) => each.endsWith(`, in ${place}`)),
      place,
    ).not.toEqual([]);
  expect(found).toContain('the scanned secret as base32, in the console');
});

/** One data block with two keys that share a beginning, and the index that points at it. */
function tableOf(block: Buffer, type: number): Buffer {
  const handle = Buffer.from([0, block.length]);
  const index = Buffer.concat([
    Buffer.from([0, 1, 2]),
    Buffer.from('k'),
    handle,
    Buffer.alloc(4),
    Buffer.from([1, 0, 0, 0]),
  ]);
  const footer = Buffer.alloc(48);
  Buffer.from([0, 0, block.length + 5, index.length]).copy(footer);
  footer.writeBigUInt64LE(0xdb4775248b80fb57n, 40);
  const trailer = (kind: number) => Buffer.from([kind, 0, 0, 0, 0]);
  return Buffer.concat([block, trailer(type), index, trailer(0), footer]);
}

test('the search reads through what LevelDB cuts, shares and compresses', () => {
  const end = Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]);
  const entries = Buffer.concat([
    Buffer.from([0, 4, 1]),
    Buffer.from('abcdX'),
    Buffer.from([3, 1, 1]),
    Buffer.from('eY'),
    end,
  ]);
  // Written out, but for the four zeros at its end's beginning: one is given, the rest are copied from it.
  const start = entries.subarray(0, entries.length - 8);
  const snapped = Buffer.concat([
    Buffer.from([entries.length, (start.length + 1 - 1) << 2]),
    Buffer.concat([start, Buffer.from([0])]),
    Buffer.from([((3 - 1) << 2) | 2, 1, 0, 3 << 2, 1, 0, 0, 0]),
  ]);
  for (const table of [tableOf(entries, 0), tableOf(snapped, 1)])
    expect(readTable(table).toString()).toBe('abcdXabceY');

  const header = (length: number, type: number) => Buffer.from([0, 0, 0, 0, length & 255, length >> 8, type]);
  const filler = 32_768 - 7 - 7 - 10;
  const log = Buffer.concat([
    header(filler, 1),
    Buffer.alloc(filler, '.'),
    header(10, 2),
    TYPED.subarray(0, 10),
    header(10, 4),
    TYPED.subarray(10),
  ]);
  expect(log.includes(TYPED)).toBe(false);
  expect(readLog(log).includes(TYPED)).toBe(true);
});
