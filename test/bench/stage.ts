/**
 * A browser with a copy of the build and an extension that does nothing. In both copies the popup begins with
 * probe/probe.js, and `manager.html` is blank: a page from which the worker can be asked without anything else running.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { ask } from '../e2e/actions';
import { BUILD, launch, until, type Extension } from '../e2e/extension';
import { createLocalStore } from '../../lib/vault/engines/local-store';
import { createMemoryArea } from '../unit/vault/areas';
import { copyExtension, createProfile, extensionId } from './copies';
import { PASSPHRASE, type Sealed } from './scene';

/** What `vault/unlock` carries. */
export const UNLOCK = { proof: { type: 'passphrase', passphrase: PASSPHRASE } } as const;

export interface Stage {
  readonly extension: Extension;
  readonly root: CDPSession;
  /** The blank page of our own extension. */
  readonly desk: Page;
  readonly empty: { readonly id: string; readonly desk: Page };
  /** Puts a vault in the place of the one that is there, and leaves it locked. */
  load(sealed: Sealed): Promise<void>;
  unlock(): Promise<void>;
}

export interface StageOptions {
  /** Lets Playwright into popups; it holds each back for a moment to get in. */
  readonly attach?: boolean;
  readonly args?: readonly string[];
}

/** Where several browsers follow each other. @property enter Starts one over the profile, and ends it after `act`. */
export interface Theatre {
  readonly profile: string;
  readonly enter: <T>(act: (stage: Stage) => Promise<T>) => Promise<T>;
}

export async function withStage<T>(options: StageOptions, act: (stage: Stage) => Promise<T>): Promise<T> {
  return withTheatre(options, ({ enter }) => enter(act));
}

export async function withTheatre<T>(
  options: StageOptions,
  act: (theatre: Theatre) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockstep-bench-'));
  process.env['PW_CHROMIUM_ATTACH_TO_OTHER'] = options.attach ? '1' : '';
  try {
    const ours = copyExtension(BUILD, path.join(folder, 'ours'), { probe: !options.attach });
    const empty = copyExtension(path.join(import.meta.dirname, 'empty'), path.join(folder, 'empty'), {
      probe: true,
    });
    const profile = createProfile(path.join(folder, 'profile'), [ours, empty].map(extensionId));
    const { args } = options;
    const enter: Theatre['enter'] = async (act) => {
      const extension = await launch(profile, { folder: `${ours},${empty}`, ...(args ? { args } : {}) });
      try {
        return await act(await createStage(extension, extensionId(empty)));
      } finally {
        await extension.close();
      }
    };
    return await act({ profile, enter });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function createStage(extension: Extension, emptyId: string): Promise<Stage> {
  const root = await extension.context.browser()!.newBrowserCDPSession();
  const desk = await extension.openView('manager.html');
  const empty = { id: emptyId, desk: await extension.openTab(`chrome-extension://${emptyId}/manager.html`) };
  return {
    extension,
    root,
    desk,
    empty,
    async load(sealed) {
      await ask(desk, 'vault/status'); // The worker makes its database when it is first asked.
      await ask(desk, 'vault/lock');
      await extension.stopServiceWorker();
      await writeVault(desk, sealed);
    },
    async unlock() {
      await ask(desk, 'vault/unlock', UNLOCK);
    },
  };
}

/** Both copies: with one alone, the first look would mend the other. */
async function writeVault(desk: Page, sealed: Sealed): Promise<void> {
  await writeFirst(desk, sealed);
  const area = createMemoryArea();
  const records = [...sealed.records].map(([key, bytes]) => ({ key, bytes }));
  await createLocalStore(area).replace({ header: sealed.header, records });
  const second = Object.fromEntries(
    [...area.texts].map(([name, text]) => [name, JSON.parse(text) as unknown]),
  );
  await desk.evaluate(async (second) => {
    await chrome.storage.local.remove(Object.keys(await chrome.storage.local.get(null)));
    await chrome.storage.local.set(second);
  }, second);
}

/** Bytes cross as texts; functions with a name would not cross, since tsx has them ask for a helper. */
async function writeFirst(desk: Page, { header, records }: Sealed): Promise<void> {
  const texts = [['current', header] as const, ...records].map(([key, bytes]) => ({
    key,
    text: Buffer.from(bytes).toString('base64'),
  }));
  await desk.evaluate(async (texts) => {
    const request = indexedDB.open('lockstep-vault', 1);
    await new Promise((resolve) => (request.onsuccess = resolve));
    const change = request.result.transaction(['header', 'records'], 'readwrite');
    change.objectStore('records').clear();
    for (const { key, text } of texts) {
      const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
      change.objectStore(key === 'current' ? 'header' : 'records').put(bytes, key);
    }
    await new Promise((resolve, reject) => {
      change.oncomplete = resolve;
      change.onerror = reject;
    });
    request.result.close();
  }, texts);
}

/** The id by which the browser's toolbar knows the tab that has the front. */
export async function frontTab(root: CDPSession, page: Page): Promise<string> {
  await page.bringToFront();
  let found: string | undefined;
  await until('the tab is the active one', async () => {
    const { targetInfos } = await root.send('Target.getTargets', { filter: [{ type: 'tab' }] });
    found = targetInfos.find((info) => {
      const { embedderData } = info as { embedderData?: { tabActive?: boolean } };
      return embedderData?.tabActive === true && info.url === page.url();
    })?.targetId;
    return found !== undefined;
  });
  return found!;
}

/** Clicks a toolbar button. */
export async function clickAction(root: CDPSession, id: string, targetId: string): Promise<void> {
  // Playwright's types stop short of this domain.
  const send = root.send.bind(root) as (method: string, params: object) => Promise<unknown>;
  await send('Extensions.triggerAction', { id, targetId });
}
