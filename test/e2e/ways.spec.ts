/** The ways to unlock, as their owner makes, uses and removes them. */
import type { Page } from '@playwright/test';
import { addAccounts, ask, createVault, PASSPHRASE, unlock } from './actions';
import { attachAuthenticator } from './authenticator';
import { examine } from './examine';
import { until, type Extension } from './extension';
import { expect, test } from './fixtures';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const GITHUB = `otpauth://totp/GitHub:octocat?secret=${SECRET}&issuer=GitHub`;
const OTHER = 'harbour window lantern copper meadow';
const PIN = '314159';

/** A vault with one account, and its ways to unlock on the screen. */
async function waysOf(extension: Extension): Promise<Page> {
  await addAccounts(await createVault(extension), [{ keyUri: GITHUB }]);
  const manager = await extension.openView('manager.html', '#unlocking');
  await expect(manager.getByRole('heading', { name: 'Ways to unlock' })).toBeVisible();
  return manager;
}

const proofOf = (manager: Page) => manager.getByRole('group', { name: 'Proof that it is you' });

async function prove(manager: Page, act: string, passphrase = PASSPHRASE): Promise<void> {
  await proofOf(manager).getByLabel('Passphrase').fill(passphrase);
  await manager.getByRole('button', { name: act, exact: true }).click();
}

async function lock(manager: Page): Promise<void> {
  await ask(manager, 'vault/lock');
  await expect(manager.getByRole('button', { name: 'Unlock' })).toBeVisible();
}

const isOpen = (manager: Page) => expect(manager.getByRole('navigation', { name: 'Sections' })).toBeVisible();

async function makeRecoveryKey(manager: Page): Promise<string> {
  await manager.getByRole('button', { name: 'Make a recovery key' }).click();
  const groups = manager.getByRole('group', { name: 'Recovery key' }).getByRole('listitem');
  await expect(groups).toHaveCount(9);
  const key = await groups.allTextContents();
  await manager.getByRole('button', { name: 'I have written it down' }).click();
  await expect(manager.getByText(key[0]!)).toBeHidden();
  const asked = manager.getByLabel(/^Group \d$/);
  await expect(asked).toHaveCount(2);
  for (const label of await manager.getByText(/^Group \d$/).allTextContents()) {
    await manager.getByLabel(label).fill(key[Number(label.at(-1)) - 1]!.toLowerCase());
  }
  await prove(manager, 'Add recovery key');
  await expect(manager.getByText('The recovery key opens the vault now.')).toBeVisible();
  return key.join(' ');
}

async function useRecoveryKey(view: Page, key: string): Promise<void> {
  await view.getByRole('button', { name: 'Other ways in' }).click();
  await view.getByRole('button', { name: 'Use the recovery key instead' }).click();
  await expect(view.getByLabel('Recovery key')).toBeFocused();
  await view.getByLabel('Recovery key').fill(key);
  await view.getByRole('button', { name: 'Unlock' }).click();
}

test('a changed passphrase opens the vault, and the old one no longer', async ({ extension }, info) => {
  const manager = await waysOf(extension);
  await examine(manager, 'ways', info);
  await manager.getByRole('button', { name: 'Change passphrase' }).click();
  await manager.getByLabel('A passphrase of your own').check();
  await manager.getByLabel('Passphrase', { exact: true }).first().fill(OTHER);
  await manager.getByLabel('Passphrase again').fill(OTHER);
  await expect(manager.getByText(/^Strong/)).toBeVisible();
  await prove(manager, 'Change passphrase', 'not the passphrase at all');
  await expect(manager.getByText('This passphrase does not open the vault.')).toBeVisible();
  await examine(manager, 'ways-change', info);
  await prove(manager, 'Change passphrase');
  await expect(manager.getByText('The new passphrase opens the vault now.')).toBeVisible();
  await lock(manager);
  await unlock(manager);
  await expect(manager.getByText('This passphrase does not open the vault.')).toBeVisible();
  await unlock(manager, OTHER);
  await isOpen(manager);
});

test('a recovery key is shown once, typed back, and unlocks', async ({ extension }, info) => {
  const manager = await waysOf(extension);
  await expect(manager.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
  const key = await makeRecoveryKey(manager);
  await expect(manager.getByRole('button', { name: 'Remove Passphrase' })).toBeVisible();
  await lock(manager);
  await examine(manager, 'unlock', info);
  await useRecoveryKey(
    manager,
    key.replace('A', 'B').replace(/^./, (first) => (first === 'Q' ? 'R' : 'Q')),
  );
  await expect(manager.getByText('This recovery key does not open the vault.')).toBeVisible();
  await examine(manager, 'unlock-recovery', info);
  await manager.getByLabel('Recovery key').fill(key.toLowerCase());
  await manager.getByRole('button', { name: 'Unlock' }).click();
  await isOpen(manager);
});

test('a printed recovery key has nothing else on its sheet', async ({ extension }) => {
  const manager = await waysOf(extension);
  await manager.getByRole('button', { name: 'Make a recovery key' }).click();
  const sheet = manager.getByRole('group', { name: 'Recovery key' });
  await expect(sheet).toBeVisible();
  await manager.emulateMedia({ media: 'print' });
  await expect(sheet.getByText('Lockstep recovery key')).toBeVisible();
  await expect(manager.getByRole('navigation')).toBeHidden();
  await expect(manager.getByRole('button')).toHaveCount(0);
});

async function addPasskey(manager: Page, name: string): Promise<void> {
  await manager.getByRole('button', { name: 'Add a passkey' }).click();
  await manager.getByLabel('Name').fill(name);
  await prove(manager, 'Add a passkey');
  await expect(manager.getByRole('button', { name: `Rename ${name}` })).toBeVisible();
}

test('of two passkeys the removed one is refused, and the other still unlocks', async ({
  extension,
}, info) => {
  const manager = await waysOf(extension);
  const laptop = await attachAuthenticator(manager, 'internal');
  await addPasskey(manager, 'Laptop');
  const stolen = await laptop.use();
  await lock(manager);
  await examine(manager, 'unlock-passkey', info);
  await manager.getByRole('button', { name: 'Use a passkey' }).click();
  await isOpen(manager);
  await laptop.putAway();
  await attachAuthenticator(manager, 'usb');
  await addPasskey(manager, 'Blue key');
  await examine(manager, 'ways-many', info);

  await manager.getByRole('button', { name: 'Remove Laptop' }).click();
  await proofOf(manager).getByRole('button', { name: 'Use a passkey' }).click();
  await manager.getByRole('button', { name: 'Remove Laptop', exact: true }).click();
  await expect(manager.getByText('Removed Laptop.')).toBeVisible();
  await lock(manager);
  await expect(ask(manager, 'vault/unlock', { proof: stolen })).rejects.toThrow('wrong-passkey');
  await manager.getByRole('button', { name: 'Use a passkey' }).click();
  await isOpen(manager);
});

test('a viewer sees codes, and nothing that changes the vault', async ({ extension, sites }, info) => {
  const manager = await waysOf(extension);
  await manager.getByRole('button', { name: 'Add a viewer' }).click();
  await manager.getByLabel('Whose it is').fill('Front desk');
  await manager.getByLabel('A passphrase of your own').check();
  await manager.getByLabel('Passphrase', { exact: true }).first().fill(OTHER);
  await manager.getByLabel('Passphrase again').fill(OTHER);
  await expect(manager.getByText(/^Strong/)).toBeVisible();
  await prove(manager, 'Add a viewer');
  await expect(manager.getByText('sees and fills codes only')).toBeVisible();
  await lock(manager);
  await unlock(manager, OTHER);
  await isOpen(manager);
  await expect(manager.getByRole('button', { name: /^GitHub, octocat: copy code/ })).toBeVisible();
  await expect(manager.getByRole('button', { name: /Add account|^Edit/ })).toHaveCount(0);
  await examine(manager, 'viewer', info);
  await expect(ask(manager, 'ways/list')).rejects.toThrow('need-owner');
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await expect(popup.getByRole('button', { name: /^GitHub, octocat: copy code/ })).toBeVisible();
  await expect(popup.getByRole('button', { name: /Add account|^Edit/ })).toHaveCount(0);
});

/** The browser says so when the screen is locked. */
async function lockScreen(extension: Extension, manager: Page): Promise<void> {
  await isOpen(manager);
  const worker = await extension.worker();
  await worker.evaluate(() => {
    (chrome.idle.onStateChanged as unknown as { dispatch(state: string): void }).dispatch('locked');
  });
  await expect(manager.getByLabel('PIN')).toBeFocused();
}

async function enterPin(manager: Page, pin: string): Promise<void> {
  await manager.getByLabel('PIN').fill(pin);
  await manager.getByRole('button', { name: 'Unlock' }).click();
}

async function setPin(manager: Page): Promise<void> {
  await manager.getByRole('button', { name: 'Set a PIN' }).click();
  await manager.getByLabel('PIN', { exact: true }).fill(PIN);
  await manager.getByLabel('PIN again').fill(PIN);
  await prove(manager, 'Set a PIN');
  await expect(manager.getByText('The PIN is set.')).toBeVisible();
}

test('a PIN opens what the screen lock closed, and five wrong ones close it for good', async ({
  extension,
}, info) => {
  const manager = await waysOf(extension);
  await setPin(manager);
  await lockScreen(extension, manager);
  await enterPin(manager, '000000');
  await expect(manager.getByText('Tries left: 4.')).toBeVisible();
  await examine(manager, 'unlock-pin', info);
  await enterPin(manager, PIN);
  await lockScreen(extension, manager);
  for (let left = 4; left > 0; left--) {
    await enterPin(manager, '000000');
    await expect(manager.getByText(`Tries left: ${left}.`)).toBeVisible();
  }
  await enterPin(manager, '000000');
  await expect(manager.getByText('That was the last try')).toBeVisible();
  await expect(manager.getByLabel('PIN')).toHaveCount(0);
  await expect(ask(manager, 'vault/unlock', { proof: { type: 'pin', pin: PIN } })).rejects.toThrow(
    'pin-spent',
  );
  await unlock(manager);
  await isOpen(manager);
});

test('after wrong passphrases one waits, also after a kill, and the recovery key stays open', async ({
  start,
}, info) => {
  const first = await start();
  const before = await waysOf(first);
  const key = await makeRecoveryKey(before);
  await lock(before);
  for (let tries = 0; tries < 5; tries++) {
    await unlock(before, `wrong passphrase ${tries}`);
    await expect(before.getByText('Unlocking…')).toBeHidden();
    await expect(before.getByText(/does not open the vault|Too many wrong tries/)).toBeVisible();
  }
  await expect(before.getByRole('timer')).toHaveText(/^Next try in 0:\d\d$/);
  await expect(before.getByRole('button', { name: 'Unlock' })).toBeDisabled();
  await examine(before, 'unlock-wait', info);
  await first.kill();

  const second = await start();
  const manager = await second.openView('manager.html', '#accounts');
  await expect(manager.getByRole('timer')).toHaveText(/^Next try in 0:\d\d$/);
  const right = { proof: { type: 'passphrase', passphrase: PASSPHRASE } };
  await expect(ask(manager, 'vault/unlock', right)).rejects.toThrow('too-many-tries');
  await useRecoveryKey(manager, key);
  await isOpen(manager);
});

/** Whatever lies in either store. */
const left = (manager: Page) =>
  manager.evaluate(async () => {
    const found = Object.keys(await chrome.storage.local.get(null));
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name!);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('The database does not open.'));
      });
      for (const store of database.objectStoreNames) {
        const request = database.transaction(store).objectStore(store).getAllKeys();
        await new Promise((resolve) => (request.onsuccess = resolve));
        found.push(...request.result.map(() => store));
      }
      database.close();
    }
    return found;
  });

test('erasing this device asks for the word and a proof, and leaves nothing', async ({ extension }, info) => {
  const manager = await waysOf(extension);
  await setPin(manager);
  // A PIN opens the vault and proves no more than that.
  await lockScreen(extension, manager);
  await enterPin(manager, PIN);
  await manager.getByRole('button', { name: /^Erase vault/ }).click();
  const dialog = manager.getByRole('dialog', { name: /^Erase the vault/ });
  const erase = dialog.getByRole('button', { name: /^Erase vault/ });
  await expect(erase).toBeDisabled();
  await dialog.getByLabel('Type ERASE').fill('ERASE');
  await examine(manager, 'erase', info);
  await erase.click();
  const question = manager.getByRole('dialog', { name: 'Prove that it is you' });
  await expect(question.getByLabel('Passphrase')).toBeFocused();
  await examine(manager, 'elevate', info);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  expect(await left(manager)).not.toEqual([]);
  await erase.click();
  await question.getByLabel('Passphrase').fill('not the passphrase at all');
  await question.getByRole('button', { name: 'Go on' }).click();
  await expect(question.getByText('This passphrase does not open the vault.')).toBeVisible();
  await question.getByLabel('Passphrase').fill(PASSPHRASE);
  await question.getByRole('button', { name: 'Go on' }).click();
  await expect(manager.getByRole('heading', { name: 'Create your vault' })).toBeVisible();
  await until('both stores are empty', async () => (await left(manager)).length === 0);
});
