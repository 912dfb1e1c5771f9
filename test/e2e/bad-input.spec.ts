import { addAccounts, ask, createVault, PASSPHRASE, unlock } from './actions';
import { expect, test } from './fixtures';

const SECRETS = [
  'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  'MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U',
];
const uri = (issuer: string, secret = SECRETS[0]!): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:ada?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;

test('names with markup, direction marks and great length stand as text and break nothing', async ({
  extension,
  sites,
}) => {
  const manager = await createVault(extension);
  const names = [
    '<img src=x onerror=alert(1)><script>alert(2)</script>',
    'evil\u202Emoc.buhtig',
    'W'.repeat(1024),
  ];
  await addAccounts(
    manager,
    names.map((name, at) => ({ keyUri: uri(name, SECRETS[at]) })),
  );
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await expect(
    popup.getByText('<img src=x onerror=alert(1)><script>alert(2)</script>').first(),
  ).toBeVisible();
  await expect(popup.getByText(/evil.*moc\.buhtig/).first()).toBeVisible();
  expect(await popup.evaluate(() => document.body.textContent.includes('\u202E'))).toBe(false);
  expect(
    await popup.evaluate(() => document.querySelectorAll('img[src="x"], script:not([src])').length),
  ).toBe(0);
  expect(await popup.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await expect(ask(manager, 'accounts/add', { keyUri: uri('W'.repeat(65_536)), sites: [] })).rejects.toThrow(
    'bad-message',
  );
});

/** Reaches into both copies as damage does: behind the vault's back, and in the same place, or each would mend the other. */
const damage = `async (change) => {
  const spoilt = await new Promise((resolve, reject) => {
    const request = indexedDB.open('lockstep-vault');
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const transaction = request.result.transaction(['header', 'records'], 'readwrite');
      const store = transaction.objectStore(change.store);
      let result;
      const keys = store.getAllKeys();
      keys.onsuccess = () => {
        const key = keys.result.filter((each) => String(each).startsWith(change.prefix))[change.at];
        const value = store.get(key);
        value.onsuccess = () => {
          const bytes = value.result.slice();
          bytes[bytes.length - 40] ^= 1;
          result = { key, bytes: change.cut ? bytes.slice(0, bytes.length / 2) : bytes };
          store.put(result.bytes, key);
        };
      };
      transaction.oncomplete = () => { request.result.close(); resolve(result); };
    };
  });
  const base64 = btoa(String.fromCharCode(...spoilt.bytes));
  const { local } = chrome.storage;
  if (change.store === 'header') return local.set({ 'vault/header': base64 });
  const [kind, id] = spoilt.key.split('/');
  const names = Array.from({ length: 256 }, (_, i) => 'vault/' + kind + '/' + i.toString(16).padStart(2, '0'));
  const shards = Object.entries(await local.get(names)).filter(([, shard]) => id in shard);
  for (const [name, shard] of shards) await local.set({ [name]: { ...shard, [id]: base64 } });
  return shards.length;
}`;

test('one damaged record is called by its account’s name, the rest still works, and nothing is changed until it is set aside', async ({
  extension,
  sites,
}) => {
  const manager = await createVault(extension);
  await addAccounts(
    manager,
    ['Alpha', 'Beta', 'Gamma'].map((name, at) => ({ keyUri: uri(name, SECRETS[at]) })),
  );
  await ask(manager, 'vault/lock');
  await manager.evaluate(`(${damage})({ store: 'records', prefix: 'account/', at: 1, cut: false })`);

  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await unlock(popup);
  await expect(popup.getByText('Accounts that can’t be read: 1')).toBeVisible();
  await expect(popup.getByText(/^(Alpha|Beta|Gamma), ada$/)).toBeVisible();
  await expect(popup.getByRole('button', { name: /: copy code/ })).toHaveCount(2);
  await expect(
    ask(popup, 'accounts/add', { keyUri: uri('Delta', 'NBSWY3DPO5XXE3DE'), sites: [], recoveryNext: true }),
  ).rejects.toThrow('vault-damaged');

  await popup.getByRole('button', { name: 'Set damaged accounts aside' }).click();
  await expect(popup.getByText(/Accounts that can’t be read/)).toBeHidden();
  expect(
    await ask(popup, 'accounts/add', {
      keyUri: uri('Delta', 'NBSWY3DPO5XXE3DE'),
      sites: [],
      recoveryNext: true,
    }),
  ).toMatchObject({ status: 'added' });
});

test('a truncated header is told, nothing is offered that could overwrite the vault', async ({
  extension,
  sites,
}) => {
  const manager = await createVault(extension);
  await ask(manager, 'vault/lock');
  await manager.evaluate(`(${damage})({ store: 'header', prefix: 'current', at: 0, cut: true })`);
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await expect(popup.getByText('The vault can’t be read')).toBeVisible();
  await expect(popup.getByRole('button', { name: 'Create your vault' })).toBeHidden();
  await expect(ask(manager, 'vault/create', { passphrase: PASSPHRASE })).rejects.toThrow('vault-exists');
});

/** In the worker: as if the disk took no more. No quota stands in for it: the extension has none. */
const fillFirstCopy = (): void => {
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
};

test('with a full disk the vault opens, codes are shown, nothing is saved, and it is said', async ({
  start,
  sites,
}) => {
  const before = await start();
  await addAccounts(await createVault(before), [{ keyUri: uri('Alpha') }]);
  await before.close();

  const extension = await start();
  const manager = await extension.openView('manager.html');
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await unlock(popup);
  await expect(popup.getByRole('button', { name: /^Alpha, ada: copy code/ })).toBeVisible();
  await popup.getByRole('button', { name: 'Add account' }).click();
  await popup.getByRole('button', { name: /Paste a Key URI/ }).click();
  await popup.getByLabel('Key URI').fill(uri('Beta', SECRETS[1]));
  const worker = await extension.worker();
  await worker.evaluate(fillFirstCopy);
  await worker.evaluate(() => {
    chrome.storage.local.set = () => Promise.reject(new Error('IO error: No space left on device'));
  });
  await popup.getByRole('button', { name: 'Save account' }).click();
  await expect(
    popup.getByText('The disk is full. Nothing was saved, and what was there is safe.'),
  ).toBeVisible();
  expect(await ask<unknown[]>(manager, 'accounts/list')).toHaveLength(1);
  expect(await ask(manager, 'vault/health')).toMatchObject({ full: true, damage: null });
});

test('where one copy takes no more, the change is saved, and it is said that there is one copy only', async ({
  start,
  sites,
}) => {
  const before = await start();
  await createVault(before);
  await before.close();
  const extension = await start();
  const manager = await extension.openView('manager.html');
  await unlock(manager);
  await expect(manager.getByRole('button', { name: 'Lock now' })).toBeVisible();
  await (await extension.worker()).evaluate(fillFirstCopy);
  await addAccounts(manager, [{ keyUri: uri('Alpha') }]);
  expect(await ask(manager, 'vault/health')).toMatchObject({ copies: 'one', damage: null });
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await expect(popup.getByText(/one copy/i)).toBeVisible();
  await extension.stopServiceWorker();
  await addAccounts(manager, [{ keyUri: uri('Beta', SECRETS[1]) }]);
  expect(await ask(manager, 'vault/health')).toMatchObject({ copies: 'both', damage: null });
});

test('two views at once: what one changes, the other shows, and a lock empties both', async ({
  extension,
  sites,
}) => {
  const manager = await createVault(extension);
  await manager.getByRole('button', { name: 'Open accounts' }).click();
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await addAccounts(popup, [{ keyUri: uri('Alpha') }]);
  await expect(popup.getByRole('button', { name: /^Alpha, ada: copy code/ })).toBeVisible();
  await expect(manager.getByRole('button', { name: /^Alpha, ada: copy code/ })).toBeVisible();
  await ask(manager, 'vault/lock');
  await expect(popup.getByLabel('Passphrase')).toBeVisible();
  await expect(manager.getByLabel('Passphrase')).toBeVisible();
  await expect(popup.getByText('Alpha')).toHaveCount(0);
  await expect(manager.getByText('Alpha')).toHaveCount(0);
});

test('a passphrase in another Unicode spelling opens the same vault', async ({ extension, sites }) => {
  const composed = 'caf\u00E9 ma\u00F1ana \u00C5ngstr\u00F6m harbour';
  const manager = await createVault(extension, composed);
  await ask(manager, 'vault/lock');
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await unlock(popup, composed.normalize('NFD'));
  await expect(popup.getByText('Add your first account')).toBeVisible();
});

test('locked by an idle machine, a locked screen, a sleeping one, a clock set back', async ({
  extension,
}) => {
  const manager = await createVault(extension);
  const worker = await extension.worker();
  const state = async (): Promise<string> => (await ask<{ state: string }>(manager, 'vault/status')).state;
  for (const away of ['idle', 'locked']) {
    expect(await state()).toBe('open');
    await worker.evaluate((how) => {
      (chrome.idle.onStateChanged as unknown as { dispatch(how: string): void }).dispatch(how);
    }, away);
    await expect.poll(state).toBe('locked');
    await ask(manager, 'vault/unlock', { proof: { type: 'passphrase', passphrase: PASSPHRASE } });
  }
  for (const gapMs of [6 * 60_000, -2 * 60_000]) {
    expect(await state()).toBe('open');
    await worker.evaluate(async (gap) => {
      const { session } = await chrome.storage.session.get<{ session: { seenAt: number } }>('session');
      await chrome.storage.session.set({ session: { ...session, seenAt: session.seenAt - gap } });
    }, gapMs);
    expect(await state()).toBe('locked');
    await ask(manager, 'vault/unlock', { proof: { type: 'passphrase', passphrase: PASSPHRASE } });
  }
});
