/** What is told of the vault's health, in popup and manager: no accessibility violation, and a picture of each. */
import type { HealthView, RoleView } from '../../lib/messaging/views';
import { addAccounts, createVault } from './actions';
import { examine } from './examine';
import { expect, test } from './fixtures';

const uri = (issuer: string, secret: string): string =>
  `otpauth://totp/${issuer}:ada?secret=${secret}&issuer=${issuer}`;
const DESK = uri('Desk', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
const SPARE = uri('Spare', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');

const well: HealthView = {
  damage: null,
  copies: 'both',
  full: false,
  mended: 0,
  kept: false,
  reminders: { recovery: 'early', backup: null },
};

interface Told {
  readonly health: HealthView;
  readonly role: RoleView;
}

/** In a page: the worker's own answers, but for these. */
function tell({ health, role }: Told): void {
  if (location.protocol !== 'chrome-extension:') return;
  const answering: (message: unknown) => Promise<{ reply: object }> = chrome.runtime.sendMessage.bind(
    chrome.runtime,
  );
  const sendMessage = async (message: { name: string }): Promise<unknown> => {
    const outcome = await answering(message);
    if (message.name === 'vault/health') return { ok: true, reply: health };
    return message.name === 'vault/status' ? { ...outcome, reply: { ...outcome.reply, role } } : outcome;
  };
  Object.assign(chrome.runtime, { sendMessage });
}

for (const [name, part, popupSays, managerSays] of [
  ['full', { full: true }, 'Disk full: codes work', 'The disk is full, so changes are refused.'],
  ['one-copy', { copies: 'one' }, 'in one copy only', 'one of the two copies only'],
  ['mended', { mended: 3 }, 'right from the other copy: 3', 'right from the other copy: 3'],
  [
    'recovery',
    { reminders: { recovery: 'due', backup: { why: 'first' } } },
    'No recovery key yet',
    'There is no recovery key yet.',
  ],
  [
    'backup',
    { reminders: { recovery: 'made', backup: { why: 'old', weeks: 4 } } },
    'Last backup: more than 4 weeks ago',
    'The last backup file is more than 4 weeks old.',
  ],
] as const) {
  test(`health: ${name}`, async ({ extension, sites }, info) => {
    const { host } = new URL(sites.s2);
    const manager = await createVault(extension);
    await addAccounts(manager, [{ keyUri: DESK, site: host }, { keyUri: SPARE }]);
    const tab = await extension.openTab(sites.s2);
    await extension.context.addInitScript(tell, { health: { ...well, ...part }, role: 'owner' } as const);
    await manager.reload();
    await manager.evaluate(() => (location.hash = '#accounts'));
    await expect(manager.getByText(managerSays)).toBeVisible();
    await examine(manager, `manager-${name}`, info);
    const popup = await extension.openPopup(tab);
    await expect(popup.getByText(popupSays)).toBeVisible();
    const [site, line] = await Promise.all([
      popup.getByRole('article').boundingBox(),
      popup.getByText(popupSays).boundingBox(),
    ]);
    expect(site?.y, 'the site’s section stands above').toBeLessThan(line?.y ?? 0);
    await examine(popup, `popup-${name}`, info);
  });
}

test('a reminder that was sent away stays away, here and in the popup', async ({ extension, sites }) => {
  const manager = await createVault(extension);
  await addAccounts(manager, [{ keyUri: DESK }]);
  const tab = await extension.openTab(sites.s2);
  await extension.context.addInitScript(tell, { health: { ...well, mended: 3 }, role: 'owner' } as const);
  const popup = await extension.openPopup(tab);
  const told = popup.getByText('right from the other copy: 3');
  await expect(told).toBeVisible();
  await popup.getByRole('button', { name: 'Dismiss' }).last().click();
  await expect(told).toBeHidden();
  await manager.reload();
  await manager.evaluate(() => (location.hash = '#accounts'));
  await expect(manager.getByRole('button', { name: /^Desk, ada: copy code/ })).toBeVisible();
  await expect(manager.getByText('right from the other copy: 3')).toBeHidden();
});

test('a viewer sees codes and nothing that changes them', async ({ extension, sites }, info) => {
  const manager = await createVault(extension);
  await addAccounts(manager, [{ keyUri: DESK, site: new URL(sites.s2).host }, { keyUri: SPARE }]);
  const tab = await extension.openTab(sites.s2);
  await extension.context.addInitScript(tell, { health: well, role: 'viewer' } as const);
  await manager.evaluate(() => (location.hash = '#trash'));
  await manager.reload();
  await expect(manager.getByText('You are here as a viewer: codes only.')).toBeVisible();
  await expect(manager.getByRole('navigation').getByRole('link')).toHaveText(['Accounts']);
  await expect(manager.getByRole('button', { name: 'Add account' })).toHaveCount(0);
  await manager.getByRole('button', { name: /^Spare, ada: copy code/ }).focus();
  await manager.keyboard.press('e');
  await expect(manager.getByRole('heading', { name: 'Edit account' })).toHaveCount(0);
  await examine(manager, 'manager-viewer', info);
  const popup = await extension.openPopup(tab);
  await expect(popup.getByText('You are here as a viewer: codes only.')).toBeVisible();
  await expect(popup.getByRole('button', { name: 'Add account' })).toHaveCount(0);
  await expect(popup.getByRole('button', { name: /^Edit/ })).toHaveCount(0);
  await expect(popup.getByRole('button', { name: 'Fill code', exact: true })).toBeVisible();
  await examine(popup, 'popup-viewer', info);
});
