import { addAccounts, createVault, PASSPHRASE, unlock } from './actions';
import { expect, test } from './fixtures';

const GITHUB = 'otpauth://totp/GitHub:octocat?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub';

test('a browser that was killed comes back with everything, and locked', async ({ start, sites }) => {
  const first = await start();
  const manager = await createVault(first);
  await addAccounts(manager, [{ keyUri: GITHUB }]);
  await first.kill();

  const second = await start();
  const popup = await second.openPopup(await second.openTab(sites.s2));
  await expect(popup.getByLabel('Passphrase')).toBeFocused();
  await expect(popup.getByText('GitHub')).toBeHidden();
  await unlock(popup, 'not the passphrase at all');
  await expect(popup.getByText('This passphrase does not open the vault.')).toBeVisible();
  await expect(popup.getByLabel('Passphrase')).toBeFocused();
  await unlock(popup, PASSPHRASE);
  await expect(popup.getByText('GitHub')).toBeVisible();
});
