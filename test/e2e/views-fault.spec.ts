/** The views of what went wrong, light and dark: no accessibility violation, and a picture of each to look at. */
import type { Page } from '@playwright/test';
import { startHostile } from '../sites/hostile';
import { addAccounts, ask, createVault, unlock } from './actions';
import { examine } from './examine';
import { expect, test } from './fixtures';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const uri = (issuer: string, secret = SECRET): string =>
  `otpauth://totp/${issuer}:ada?secret=${secret}&issuer=${issuer}`;

type Harm = 'cut-header' | 'newer-header' | 'flip-record';

/** Reaches into both copies of the vault behind its back, at the same place. */
async function tamper(view: Page, harm: Harm): Promise<void> {
  await view.evaluate(async (how) => {
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(request.error ?? new Error('refused'));
        };
      });
    const harmed = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
      if (how === 'cut-header') return bytes.slice(0, bytes.length / 2);
      // In the header, the number that follows the word; in a record, anything near its end.
      const after = new TextDecoder('latin1').decode(bytes).indexOf('format') + 'format'.length;
      const at = how === 'newer-header' ? after : bytes.length - 40;
      return bytes.map((byte, index) => (index === at ? byte ^ 2 : byte));
    };
    const inText = (base64: string): string => {
      const bytes = harmed(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
      return btoa(String.fromCharCode(...bytes));
    };

    const database = await answer(indexedDB.open('lockstep-vault'));
    const name = how === 'flip-record' ? 'records' : 'header';
    const store = database.transaction(name, 'readwrite').objectStore(name);
    const keys = (await answer(store.getAllKeys())).map(String);
    const key = keys.find((each) => each.startsWith(name === 'header' ? 'current' : 'account/')) ?? '';
    const bytes = (await answer(store.get(key) as IDBRequest<Uint8Array<ArrayBuffer>>)).slice();
    await answer(store.put(harmed(bytes), key));
    database.close();

    const area = chrome.storage.local;
    if (name === 'header') {
      const { 'vault/header': header = '' } = await area.get<Record<string, string>>('vault/header');
      await area.set({ 'vault/header': inText(header) });
      return;
    }
    const id = key.slice('account/'.length);
    const values = await area.get<Record<string, Record<string, string> | undefined>>(null);
    for (const [shard, records] of Object.entries(values)) {
      if (!shard.startsWith('vault/account/') || records?.[id] === undefined) continue;
      await area.set({ [shard]: { ...records, [id]: inText(records[id]) } });
    }
  }, harm);
}

type Failure = { readonly ok: false; readonly problem: string } | undefined;

/** In a page: from now on the worker's answer, as this page gets it, is this; without one, it gets none. */
function answerWith(answer: Failure): void {
  const sendMessage = (): Promise<unknown> =>
    answer ? Promise.resolve(answer) : Promise.reject(new Error('silent'));
  if (location.protocol === 'chrome-extension:') Object.assign(chrome.runtime, { sendMessage });
}

for (const [kind, harm, says] of [
  ['damaged', 'cut-header', 'The vault can’t be read'],
  ['newer', 'newer-header', 'This vault was made by a newer version'],
] as const) {
  test(`a vault that is ${kind}`, async ({ extension, sites }, info) => {
    const manager = await createVault(extension);
    await ask(manager, 'vault/lock');
    await tamper(manager, harm);
    const popup = await extension.openPopup(await extension.openTab(sites.s2));
    await expect(popup.getByText(says)).toBeVisible();
    await expect(popup.getByRole('link', { name: 'Save or repair the vault' })).toHaveAttribute(
      'href',
      '/recovery.html',
    );
    await examine(popup, `popup-${kind}`, info);
    await manager.reload();
    await expect(manager.getByText(says)).toBeVisible();
    await examine(manager, `manager-${kind}`, info);
  });
}

for (const [kind, outcome, says] of [
  ['silent', undefined, 'Lockstep does not answer'],
  ['failed', { ok: false, problem: 'storage-failed' }, 'The browser could not use its storage.'],
] as const) {
  test(`a worker that is ${kind}, with nothing to show meanwhile`, async ({ extension, sites }, info) => {
    await ask(await createVault(extension), 'vault/lock');
    const tab = await extension.openTab(sites.s2);
    await extension.context.addInitScript(answerWith, outcome);
    const popup = await extension.openPopup(tab);
    await expect(popup.getByText(says)).toBeVisible();
    await examine(popup, `popup-${kind}`, info);
    const restart = popup.getByRole('button', { name: 'Restart Lockstep' });
    await expect(restart).toHaveCount(kind === 'silent' ? 1 : 0);
    if (kind === 'failed') return;
    // The browser closes every page of what it loads anew.
    const closed = popup.waitForEvent('close');
    await restart.evaluate((button: HTMLElement) => void setTimeout(() => button.click()));
    await closed;
  });
}

test('an account that can’t be read, and a failure over what is painted', async ({
  extension,
  sites,
}, info) => {
  const manager = await createVault(extension);
  await addAccounts(manager, [{ keyUri: uri('Desk') }, { keyUri: uri('Spare', 'JBSWY3DPEHPK3PXP') }]);
  await manager.getByRole('button', { name: 'Open accounts' }).click();
  await ask(manager, 'vault/lock');
  await tamper(manager, 'flip-record');
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await unlock(popup);
  await expect(popup.getByText('Accounts that can’t be read: 1')).toBeVisible();
  await examine(popup, 'popup-damage', info);
  await expect(manager.getByText('Accounts that can’t be read: 1')).toBeVisible();
  await examine(manager, 'manager-damage', info);
  await popup.evaluate(answerWith, { ok: false, problem: 'storage-failed' } as const);
  await popup.getByRole('button', { name: 'Set damaged accounts aside' }).click();
  await expect(popup.getByRole('button', { name: 'Try again' })).toBeVisible();
  await examine(popup, 'popup-problem', info);
});

test('a scan that finds nothing, one that is not allowed, and a page without a code field', async ({
  extension,
}, info) => {
  const hostile = await startHostile();
  await addAccounts(await createVault(extension), [
    { keyUri: uri('Desk'), site: new URL(hostile.origin).host },
  ]);
  const page = await extension.openTab(hostile.origin);
  const popup = await extension.openPopup(page);
  await popup.getByRole('button', { name: 'Fill code' }).click();
  await expect(popup.getByText('No code field here.')).toBeVisible();
  await examine(popup, 'popup-warning', info);
  await popup.getByRole('button', { name: 'Add account' }).click();
  await popup.getByRole('button', { name: /Scan this tab/ }).click();
  await expect(popup.getByText('No QR code in sight')).toBeVisible();
  await expect(popup.getByText('No code field here.')).toBeHidden();
  await examine(popup, 'popup-scan-nothing', info);
  const blank = await extension.openPopup(await extension.context.newPage());
  await blank.getByRole('button', { name: 'Add account' }).click();
  await blank.getByRole('button', { name: /Scan this tab/ }).click();
  await expect(blank.getByText('The browser lets no extension look at this page.')).toBeVisible();
  await examine(blank, 'popup-scan-failed', info);
  await hostile.stop();
});
