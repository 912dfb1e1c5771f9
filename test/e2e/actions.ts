/** What a person does again and again, by the names that stand on the screen. */
import { expect, type Locator, type Page } from '@playwright/test';
import { codeAt, stepAt } from '../sites/shared/codes';
import type { Extension } from './extension';

export const PASSPHRASE = 'correct horse battery staple orbit';

/** Creates a vault with a passphrase of one's own, in the manager. */
export async function createVault(extension: Extension, passphrase = PASSPHRASE): Promise<Page> {
  const manager = await extension.openView('manager.html', '#create');
  await choosePassphrase(manager, passphrase);
  return manager;
}

/** In a manager that shows "Create your vault". */
export async function choosePassphrase(manager: Page, passphrase = PASSPHRASE): Promise<void> {
  await manager.getByLabel('A passphrase of your own').check();
  await manager.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await manager.getByLabel('Passphrase again').fill(passphrase);
  await manager.getByRole('button', { name: 'Create vault' }).click();
  await expect(manager.getByRole('heading', { name: 'Your vault is ready' })).toBeVisible();
}

export async function unlock(view: Page, passphrase = PASSPHRASE): Promise<void> {
  await view.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await view.getByRole('button', { name: 'Unlock' }).click();
}

interface Reply {
  readonly ok: boolean;
  readonly problem?: string;
  readonly reply?: unknown;
}

/** Asks the worker as a page of ours does: for setting a scene, never for what a test is about. */
export async function ask<T>(view: Page, name: string, request: unknown = null): Promise<T> {
  const outcome = await view.evaluate((message) => chrome.runtime.sendMessage<unknown, Reply>(message), {
    name,
    request,
  });
  if (!outcome.ok) throw new Error(`${name}: ${outcome.problem ?? 'no answer'}`);
  return outcome.reply as T;
}

export interface Scene {
  readonly keyUri: string;
  /** A host with its port, or none. */
  readonly site?: string;
}

/** Puts accounts into an open vault, which goes on without a recovery key where it has to say. Returns their ids. */
export async function addAccounts(view: Page, scenes: readonly Scene[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { keyUri, site } of scenes) {
    const add = () =>
      ask<{ account: { id: string } }>(view, 'accounts/add', {
        keyUri,
        sites: site === undefined ? [] : [placeOf(site)],
      });
    const { account } = await add().catch(async (error: unknown) => {
      if (!String(error).includes('recovery-undecided')) throw error;
      await ask(view, 'ways/refuse-recovery');
      return add();
    });
    ids.push(account.id);
  }
  return ids;
}

function placeOf(site: string): { host: string; port?: number; subdomains: boolean } {
  const { hostname, port } = new URL(`http://${site}`);
  return { host: hostname, ...(port === '' ? {} : { port: Number(port) }), subdomains: false };
}

/**
 * The code of a Base32 secret, computed without a line of the product's: of this step, or of the one before, because
 * the step may change between what is tested and the test's own look at the clock.
 */
export function recentCode(secret: string, between = ''): RegExp {
  const step = stepAt(Date.now());
  const codes = [step - 1, step].map((each) => codeAt(secret, each).replace(/^(...)/, `$1${between}`));
  return new RegExp(`^(${codes.join('|')})$`);
}

/** A field that is being filled: the clock is looked at when the code is there, for the step may change until then. */
export async function expectCode(field: Locator, secret: string): Promise<void> {
  await expect(field).not.toHaveValue('');
  await expect(field).toHaveValue(recentCode(secret));
}
