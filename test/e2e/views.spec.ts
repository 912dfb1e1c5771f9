/** Every view, light and dark: no accessibility violation, and a picture of it to look at. */
import type { Page } from '@playwright/test';
import { startHostile } from '../sites/hostile';
import { addAccounts, ask, choosePassphrase, createVault } from './actions';
import { examine } from './examine';
import type { Extension } from './extension';
import { expect, test } from './fixtures';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const ACCOUNTS = [
  ['GitHub', 'octocat', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'],
  ['AWS', 'root@acme.example', 'MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U'],
  ['Dropbox', 'me@example.org', 'KRUGS4ZANFZSAYJAORSXG5BAON2HE2LO'],
  ['Proton Mail', 'ada@proton.example', 'NBSWY3DPO5XXE3DENBSWY3DPO5XXE3DE'],
  ['Registry', 'ada', 'ORSXG5BRGIZTINJWG44DSMBRGIZTINJW'],
] as const;

const uri = (issuer: string, name: string, secret: string): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(name)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;

async function filled(extension: Extension, host: string): Promise<Page> {
  const manager = await createVault(extension);
  await addAccounts(manager, [
    { keyUri: uri('Trading desk', 'dana@desk.example', SECRET), site: host },
    ...ACCOUNTS.map(([issuer, name, secret]) => ({ keyUri: uri(issuer, name, secret) })),
    { keyUri: 'otpauth://hotp/VPN:ada?secret=GEZDGNBVGY3TQOJQ&issuer=VPN&counter=3' },
    { keyUri: 'otpauth://totp/Steam:ada?secret=ONSWG4TFOQ&issuer=Steam&encoder=steam&digits=5' },
  ]);
  return manager;
}

test('first run, creating, ready, empty', async ({ extension, sites }, info) => {
  const tab = await extension.openTab(sites.s2);
  await examine(await extension.openPopup(tab), 'popup-first-run', info);
  const manager = await extension.openView('manager.html', '#create');
  await expect(manager.getByRole('heading', { name: 'Create your vault' })).toBeVisible();
  await examine(manager, 'manager-create', info);
  await manager.getByLabel('A passphrase of your own').check();
  await manager.getByLabel('Passphrase', { exact: true }).fill('password123');
  await expect(manager.getByText(/^Too weak/)).toBeVisible();
  await examine(manager, 'manager-create-weak', info);
  await choosePassphrase(manager);
  await examine(manager, 'manager-ready', info);
  await manager.getByRole('button', { name: 'Open accounts' }).click();
  await examine(manager, 'manager-empty', info);
  await tab.bringToFront();
  const popup = await extension.openPopup(tab);
  await expect(popup.getByText('Add your first account')).toBeVisible();
  await examine(popup, 'popup-empty', info);
});

test('list, search, menu, adding, editing, deleting, locking', async ({ extension, sites }, info) => {
  const manager = await filled(extension, new URL(sites.s2).host);
  await manager.getByRole('button', { name: 'Open accounts' }).click();
  await expect(manager.getByRole('button', { name: /^GitHub, octocat: copy code/ })).toBeVisible();
  await examine(manager, 'manager-accounts', info);
  const popup = await extension.openPopup(await extension.openTab(sites.s2));
  await expect(popup.getByRole('button', { name: 'Copy', exact: true })).toBeVisible();
  await examine(popup, 'popup-list', info);
  await popup.getByRole('searchbox').fill('drop');
  await expect(popup.getByRole('button', { name: /: copy code/ })).toHaveCount(1);
  await examine(popup, 'popup-search', info);
  await popup.keyboard.press('Escape');
  await popup.getByRole('button', { name: 'Menu' }).click();
  await examine(popup, 'popup-menu', info);
  await popup.keyboard.press('Escape');
  await popup.getByRole('button', { name: 'Add account' }).click();
  await examine(popup, 'popup-add', info);
  await popup.getByRole('button', { name: /Type the secret/ }).click();
  await popup.getByLabel('Secret').fill('JBSW Y3DP 0');
  await examine(popup, 'popup-type', info);
  await popup.getByRole('button', { name: 'Back' }).click();
  await popup.getByRole('button', { name: /Paste a Key URI/ }).click();
  await popup
    .getByLabel('Key URI')
    .fill(uri('Example', 'ada', 'JBSWY3DPEHPK3PXP').replace('issuer=Example', 'issuer=Other&period=600'));
  await examine(popup, 'popup-paste', info);
  await popup
    .getByLabel('Key URI')
    .fill('otpauth://hotp/Gate:ada?secret=NBSWY3DPO5XXE3DE&issuer=Gate&counter=0');
  await expect(popup.getByText('The first code is shown when you ask for it.')).toBeVisible();
  await examine(popup, 'popup-paste-counter', info);
  await popup.getByRole('button', { name: 'Back' }).click();
  await popup.getByRole('button', { name: 'Back' }).click();
  await popup.getByRole('button', { name: 'Edit Trading desk, dana@desk.example' }).click();
  await examine(popup, 'popup-edit', info);
  await popup.getByRole('button', { name: 'Delete account' }).click();
  await expect(popup.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await examine(popup, 'popup-delete', info);
  await popup.getByRole('dialog').getByRole('button', { name: 'Delete account' }).click();
  await expect(popup.getByRole('button', { name: 'Undo' })).toBeVisible();
  await examine(popup, 'popup-deleted', info);
  await popup.getByRole('button', { name: 'Undo' }).click();
  await expect(popup.getByRole('button', { name: 'Copy', exact: true })).toBeVisible();
  await ask(manager, 'vault/lock');
  await expect(popup.getByLabel('Passphrase')).toBeVisible();
  await examine(popup, 'popup-locked', info);
  await examine(manager, 'manager-locked', info);
});

test('the manager’s details beside the list, and on the narrowest screen', async ({
  extension,
  sites,
}, info) => {
  const manager = await filled(extension, new URL(sites.s2).host);
  await manager.getByRole('button', { name: 'Open accounts' }).click();
  for (const [name, size] of [
    ['manager', { width: 1280, height: 800 }],
    ['manager-320', { width: 320, height: 640 }],
  ] as const) {
    await manager.setViewportSize(size);
    await expect(manager.getByRole('button', { name: /^GitHub, octocat: copy code/ })).toBeVisible();
    await examine(manager, `${name}-list`, info);
    await manager.getByRole('button', { name: 'Add account' }).click();
    await examine(manager, `${name}-add`, info);
    await manager.getByRole('button', { name: /Type the secret/ }).click();
    await manager.getByText('Advanced').click();
    await examine(manager, `${name}-type`, info);
    await manager.keyboard.press('Escape');
    await manager.keyboard.press('Escape');
    await manager.getByRole('button', { name: /^GitHub, octocat: copy code/ }).focus();
    await manager.keyboard.press('e');
    await expect(manager.getByRole('heading', { name: 'Edit account' })).toBeVisible();
    await examine(manager, `${name}-edit`, info);
    await manager.keyboard.press('Escape');
  }
});

test('found codes, the question about a site, a refusal', async ({ extension, sites }, info) => {
  const hostile = await startHostile();
  await filled(extension, new URL(sites.s2).host);
  const texts = [
    uri('Desk', 'ada', 'NBSWY3DPO5XXE3DEMFRGGZDF'),
    uri('Known', 'ada', SECRET),
    'https://example.org/',
  ];
  const query = texts.map((text) => `text=${encodeURIComponent(text)}`).join('&');
  const page = await extension.openTab(`${hostile.origin}/qr?${query}`);
  const popup = await extension.openPopup(page);
  await popup.getByRole('button', { name: 'Add account' }).click();
  await popup.getByRole('button', { name: /Scan this tab/ }).click();
  await expect(popup.getByText('3 QR codes on this page')).toBeVisible();
  await examine(popup, 'popup-scan', info);
  await popup.getByRole('button', { name: /Desk/ }).click();
  await examine(popup, 'popup-preview', info);

  await page.goto(`${hostile.origin}/lookalike`);
  const again = await extension.openPopup(page);
  await again.getByRole('button', { name: /^GitHub, octocat: copy code/ }).focus();
  await again.keyboard.press('f');
  await expect(again.getByRole('button', { name: 'Use and fill' })).toBeVisible();
  await examine(again, 'popup-ask-bind', info);
  await again.keyboard.press('Escape');
  await again.getByRole('button', { name: /^Trading desk, dana@desk.example: copy code/ }).focus();
  await again.keyboard.press('f');
  await expect(again.getByRole('alertdialog')).toBeVisible();
  await examine(again, 'popup-refused', info);
  await hostile.stop();
});
