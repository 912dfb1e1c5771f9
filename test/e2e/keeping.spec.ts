/** What is kept: the trash, the activity log, earlier states, the backup file. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { startHostile } from '../sites/hostile';
import { addAccounts, ask, createVault, PASSPHRASE, unlock } from './actions';
import { examine } from './examine';
import { until, type Extension } from './extension';
import { expect, test } from './fixtures';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const SPARE = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const uri = (issuer: string, secret = SECRET): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:ada?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;

/** A new vault with two accounts, in a manager that shows them. */
async function begin(extension: Extension, issuers: readonly [string, string] = ['Desk', 'Spare']) {
  const manager = await createVault(extension);
  const [first = '', second = ''] = await addAccounts(manager, [
    { keyUri: uri(issuers[0]) },
    { keyUri: uri(issuers[1], SPARE) },
  ]);
  await manager.getByRole('button', { name: 'Open accounts' }).click();
  return { manager, first, second };
}

const rail = (manager: Page, section: string) =>
  manager.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: section });

async function go(manager: Page, section: string): Promise<void> {
  await rail(manager, section).click();
  await expect(rail(manager, section)).toHaveAttribute('aria-current', 'page');
  await expect(manager.getByRole('heading', { level: 1, name: section })).toBeFocused();
}

/** As though the last proof had been given more than five minutes ago. */
async function lapse(manager: Page): Promise<void> {
  await manager.evaluate(async () => {
    const { session } = await chrome.storage.session.get<{ session?: object }>('session');
    await chrome.storage.session.set({ session: { ...session, elevatedUntil: 0 } });
  });
}

async function prove(manager: Page): Promise<void> {
  const dialog = manager.getByRole('dialog', { name: 'Prove that it is you' });
  await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await manager.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
}

const names = async (manager: Page, list = 'accounts/list'): Promise<string[]> =>
  (await ask<{ issuer?: string; account?: { issuer: string } }[]>(manager, list)).map(
    ({ issuer, account }) => issuer ?? account?.issuer ?? '',
  );

/** What the browser was given to save. */
async function saved(manager: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const coming = manager.waitForEvent('download');
  await manager.getByRole('button', { name: button }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test('a deleted account lies in the trash, comes back, and is erased for good only by who proves and types', async ({
  extension,
}, info) => {
  const { manager } = await begin(extension);
  await manager.getByRole('button', { name: /^Desk, ada: copy code/ }).focus();
  await manager.keyboard.press('e');
  await manager.getByRole('button', { name: 'Delete account' }).click();
  await manager.getByRole('dialog').getByRole('button', { name: 'Delete account' }).click();
  await expect(manager.getByRole('button', { name: 'Undo' })).toBeVisible();

  await go(manager, 'Trash');
  await expect(manager.getByRole('listitem').filter({ hasText: 'Desk' })).toContainText(
    /Erased by itself after/,
  );
  await examine(manager, 'trash', info);
  await manager.getByRole('button', { name: 'Restore Desk, ada' }).click();
  await expect(manager.getByText('The trash is empty.')).toBeVisible();
  await examine(manager, 'trash-empty', info);
  expect(await names(manager)).toEqual(['Desk', 'Spare']);

  for (const { id } of await ask<{ id: string }[]>(manager, 'accounts/list')) {
    await ask(manager, 'accounts/delete', { accountId: id });
  }
  await expect(manager.getByRole('checkbox')).toHaveCount(2);
  await lapse(manager);
  await manager.getByRole('button', { name: 'Erase Desk, ada for good' }).click();
  const dialog = manager.getByRole('dialog', { name: 'Erase Desk, ada for good?' });
  await expect(dialog.getByRole('button', { name: 'Erase for good' })).toBeDisabled();
  await dialog.getByLabel('Type Desk to go on').fill('Spare');
  await manager.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Type Desk to go on').fill('Desk');
  await examine(manager, 'trash-erase', info);
  await manager.keyboard.press('Enter');
  await expect(manager.getByRole('dialog', { name: 'Prove that it is you' })).toBeVisible();
  expect(await names(manager, 'accounts/trash')).toHaveLength(2);
  await prove(manager);
  await expect(manager.getByText('Erased Desk, ada for good.')).toBeVisible();
  expect(await names(manager, 'accounts/trash')).toEqual(['Spare']);
});

test('several accounts are erased at once by the word for it, while the last proof is fresh', async ({
  extension,
}) => {
  const { manager, first, second } = await begin(extension);
  for (const accountId of [first, second]) await ask(manager, 'accounts/delete', { accountId });
  await go(manager, 'Trash');
  await manager.getByRole('checkbox', { name: 'Select Desk, ada' }).check();
  await manager.getByRole('checkbox', { name: 'Select Spare, ada' }).check();
  await manager.getByRole('button', { name: 'Erase selected (2)' }).click();
  await expect(manager.getByRole('dialog').getByRole('listitem')).toHaveText(['Spare, ada', 'Desk, ada']);
  await manager.getByLabel('Type ERASE to go on').fill('ERASE');
  await manager.getByRole('dialog').getByRole('button', { name: 'Erase for good' }).click();
  await expect(manager.getByText('The trash is empty.')).toBeVisible();
});

test('the activity shows who did what where, as a table, filtered, as a file, and cleared', async ({
  extension,
  sites,
}, info) => {
  const formula = '=HYPERLINK("http://a.example","Desk")';
  const manager = await createVault(extension);
  await addAccounts(manager, [
    { keyUri: uri('Desk'), site: new URL(sites.s2).host },
    { keyUri: uri(formula, SPARE) },
  ]);
  const tab = await extension.openTab(sites.s2);
  const popup = await extension.openPopup(tab);
  await popup.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(popup.getByText(/^Copied/)).toBeVisible();
  await popup.close();

  await manager.bringToFront();
  await manager.getByRole('button', { name: 'Open accounts' }).click();
  await go(manager, 'Activity');
  const row = (kind: string) =>
    manager.getByRole('row').filter({ has: manager.getByRole('rowheader', { name: kind }) });
  await expect(row('Code copied')).toContainText('Desk, ada');
  await expect(row('Code copied')).toContainText('Passphrase');
  await expect(row('Account added')).toHaveCount(2);
  await examine(manager, 'activity', info);

  await manager.getByLabel('What').selectOption('Account added');
  await expect(manager.getByRole('row')).toHaveCount(3);
  await manager.getByLabel('Account', { exact: true }).selectOption('Desk, ada');
  await expect(manager.getByRole('row')).toHaveCount(2);
  await manager.getByLabel('From').fill('2001-01-01');
  await manager.getByLabel('To').fill('2001-01-02');
  await expect(manager.getByText(/^Entries: 0 of/)).toBeVisible();

  const { name, bytes } = await saved(manager, 'Save as CSV');
  expect(name).toMatch(/^lockstep-activity-\d{4}-\d\d-\d\d\.csv$/);
  const csv = bytes.toString('utf8');
  expect(csv).toContain(`"'=HYPERLINK(""http://a.example"",""Desk"")"`);
  expect(csv).not.toMatch(/(^|,|\n)"?[=+@]/);
  expect(csv).not.toContain(SECRET);

  await lapse(manager);
  await manager.getByRole('button', { name: 'Clear activity' }).click();
  await manager.getByRole('dialog').getByRole('button', { name: 'Clear activity' }).click();
  await prove(manager);
  await expect(manager.getByText('Cleared the activity.')).toBeVisible();
  await expect(manager.getByText(/^Entries: 0 of [12]$/)).toBeVisible();
  await manager.reload();
  await expect(row('Activity cleared')).toHaveCount(1);
  await expect(row('Account added')).toHaveCount(0);
});

test('a fill is noted with its site', async ({ extension }) => {
  const hostile = await startHostile();
  const { host } = new URL(hostile.origin);
  const manager = await createVault(extension);
  await addAccounts(manager, [{ keyUri: uri('Desk'), site: host }]);
  const tab = await extension.openTab(`${hostile.origin}/code-box`);
  const popup = await extension.openPopup(tab);
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: 'Fill code' }).click();
  await closed;
  await manager.bringToFront();
  await manager.getByRole('button', { name: 'Open accounts' }).click();
  await go(manager, 'Activity');
  await expect(manager.getByRole('row').filter({ hasText: 'Code filled' })).toContainText(host);
  await hostile.stop();
});

test('an earlier state is compared with today, and one account put back from it', async ({
  extension,
}, info) => {
  const { manager, first, second } = await begin(extension);
  await ask(manager, 'vault/lock');
  await unlock(manager);
  await expect(manager.getByRole('button', { name: /^Desk, ada: copy code/ })).toBeVisible();
  await until('there is an earlier state', async () => {
    return (await ask<unknown[]>(manager, 'snapshots/list')).length > 0;
  });
  await ask(manager, 'accounts/edit', {
    accountId: first,
    issuer: 'Desk of old',
    accountName: 'ada',
    sites: [],
  });
  await ask(manager, 'accounts/delete', { accountId: second });
  await addAccounts(manager, [{ keyUri: uri('Later', 'KRUGS4ZANFZSAYJAORSXG5BAON2HE2LO') }]);

  await go(manager, 'Earlier states');
  await examine(manager, 'earlier', info);
  await manager.getByRole('button', { name: /^Compare .* with today$/ }).click();
  await expect(manager.getByText('Changed since: 1')).toBeVisible();
  await expect(manager.getByText('In the trash today: 1')).toBeVisible();
  await expect(manager.getByText('Added since: 1')).toBeVisible();
  await examine(manager, 'compared', info);
  await manager.getByRole('button', { name: 'Restore Desk, ada' }).click();
  await manager.getByRole('dialog').getByRole('button', { name: 'Restore as it was' }).click();
  await expect(manager.getByText(/^Put back Desk, ada as it was on/)).toBeVisible();
  expect((await names(manager)).sort()).toEqual(['Desk', 'Later']);

  await manager.getByRole('button', { name: 'Restore all' }).click();
  await manager.getByRole('dialog').getByRole('button', { name: 'Restore all' }).click();
  await expect(manager.getByText(/^Accounts put back: \d/)).toBeVisible();
  expect((await names(manager)).sort()).toEqual(['Desk', 'Later', 'Spare']);
  await expect(manager.getByText('Nothing to put back')).toBeVisible();
});

test('a backup file is saved sealed, and the reminder for it goes', async ({ extension }, info) => {
  const { manager } = await begin(extension, ['Grandmother', 'Spare']);
  await expect(manager.getByText('There is no recovery key yet.')).toBeVisible();
  await manager.getByRole('button', { name: 'Dismiss' }).click();
  await expect(manager.getByText('There is no backup file yet.')).toBeVisible();
  await manager.getByRole('button', { name: 'Save a backup' }).click();
  await expect(manager.getByText('No backup file was saved yet.')).toBeVisible();
  await examine(manager, 'backup', info);
  const { name, bytes } = await saved(manager, 'Save sealed backup');
  expect(name).toMatch(/^lockstep-\d{4}-\d\d-\d\d\.lockstep$/);
  await expect(manager.getByText('Accounts added since')).toBeVisible();
  const secret = Buffer.from('12345678901234567890');
  for (const plain of [secret, Buffer.from(SECRET), Buffer.from('Grandmother'), Buffer.from(PASSPHRASE)]) {
    expect(bytes.includes(plain), 'what is sealed can be read').toBe(false);
  }
  expect(bytes.includes('LOCKSTEP-BACKUP')).toBe(true);
  await manager.getByLabel('Remind me after').selectOption('12 weeks');
  await expect(manager.getByText('Reminders come after 12 weeks.')).toBeVisible();
  await rail(manager, 'Accounts').click();
  await expect(manager.getByRole('button', { name: /^Spare, ada: copy code/ })).toBeVisible();
  await expect(manager.getByText('There is no backup file yet.')).toBeHidden();
});

test('a lock takes every section away, with what was typed there', async ({ extension }) => {
  const { manager, first } = await begin(extension);
  await ask(manager, 'accounts/delete', { accountId: first });
  await go(manager, 'Trash');
  await manager.getByRole('button', { name: 'Erase Desk, ada for good' }).click();
  await manager.getByLabel('Type Desk to go on').fill('Des');
  await ask(manager, 'vault/lock');
  await expect(manager.getByLabel('Passphrase', { exact: true })).toBeVisible();
  expect(await manager.evaluate(() => document.body.innerHTML)).not.toMatch(/Desk|Spare/);
  await unlock(manager);
  await expect(manager.getByRole('heading', { level: 1, name: 'Trash' })).toBeVisible();
  await expect(manager.getByRole('dialog')).toHaveCount(0);
});

test('a third account waits for a decision about the recovery key, and nothing typed is lost', async ({
  extension,
  sites,
}, info) => {
  const { manager } = await begin(extension);
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await popup.getByRole('button', { name: 'Add account' }).click();
  await popup.getByRole('button', { name: /Type the secret/ }).click();
  await popup.getByLabel('Secret').fill('KRUG S4ZA NFZS AYJA ORSX G5BA');
  await popup.getByLabel('Issuer').fill('Third');
  await popup.getByRole('button', { name: 'Save account' }).click();
  await expect(popup.getByText('Three accounts would depend on the passphrase alone')).toBeVisible();
  await examine(popup, 'popup-undecided', info);
  await popup.getByRole('button', { name: 'Go on without one' }).click();
  await popup.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  expect(await names(manager)).toHaveLength(2);
  await expect(popup.getByLabel('Secret')).toHaveValue('KRUG S4ZA NFZS AYJA ORSX G5BA');
  const opened = manager.waitForURL(/#unlocking$/);
  await popup.getByRole('button', { name: 'Save, and make a recovery key next' }).click();
  await opened;
  await expect(manager.getByRole('heading', { level: 1, name: 'Ways to unlock' })).toBeVisible();
  expect(await names(manager)).toEqual(['Desk', 'Spare', 'Third']);
});

test('remains of a former vault are listed under Backup, and dropped by who proves it', async ({
  extension,
}, info) => {
  const { manager } = await begin(extension);
  await go(manager, 'Backup');
  await expect(manager.getByRole('heading', { name: 'Remains' })).toBeHidden();
  await manager.evaluate(async () => {
    const id = '2026-01-02T12:00:00.000Z-start-over';
    const kept = { header: null, records: { 'account/x': 'AAEC' } };
    await chrome.storage.local.set({ remains: [id], [`remains/${id}`]: kept });
  });
  await manager.reload();
  const list = manager.getByRole('list', { name: 'Remains' });
  await expect(list.getByRole('listitem')).toContainText(/2026.*Before starting over/);
  await examine(manager, 'remains', info);
  await lapse(manager);
  await list.getByRole('button', { name: /Drop the remains/ }).click();
  await manager.getByRole('dialog').getByRole('button', { name: 'Drop' }).click();
  await prove(manager);
  await expect(list).toBeHidden();
  const left = await manager.evaluate(() => chrome.storage.local.get(null));
  expect(Object.keys(left).filter((key) => key.startsWith('remains/'))).toEqual([]);
  expect(await names(manager)).toEqual(['Desk', 'Spare']);
});
