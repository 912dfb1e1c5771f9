/** The built extension in a real browser, as a user has it: a toolbar button, a popup, a worker that may stop. */
import path from 'node:path';
import { chromium, type BrowserContext, type CDPSession, type Page, type Worker } from '@playwright/test';
import { findBrowser, NO_BROWSER } from '../../scripts/support/browsers.mjs';
import { HOST_RULES, type Guard } from './guard';

export type View = 'popup.html' | 'manager.html' | 'recovery.html';

export interface Options {
  readonly headless?: boolean;
  readonly args?: readonly string[];
  /** Folder of the unpacked extension; the Chromium build where absent. */
  readonly folder?: string;
  readonly guard?: Guard;
}

export interface Extension {
  readonly context: BrowserContext;
  readonly id: string;
  /** Address of a page of ours, with what follows it: `url('manager.html', '#/create')`. */
  url(view: View, rest?: string): string;
  /** Opens an address in a new tab that has the focus only when a user's tab would. */
  openTab(address: string): Promise<Page>;
  /** Opens a page of ours in a tab. */
  openView(view: View, rest?: string): Promise<Page>;
  /** Clicks the toolbar button over `page`: grants activeTab and opens the real popup. */
  openPopup(page: Page): Promise<Page>;
  /** The running worker, woken where it has stopped. */
  worker(): Promise<Worker>;
  /** Returns when the worker has stopped. The next message or event wakes it. */
  stopServiceWorker(): Promise<void>;
  /** SIGKILL of the whole browser; launch again with the same profile to continue. */
  kill(): Promise<void>;
  readonly close: () => Promise<void>;
}

export const BUILD = path.resolve(
  import.meta.dirname,
  '../..',
  process.env['LOCKSTEP_OUT'] ?? '.output',
  'chrome-mv3',
);

/** Chromium's own traffic, and dialogs that no test is about. */
const QUIET = [
  `--host-resolver-rules=${HOST_RULES}`,
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  '--disable-features=OptimizationHints,MediaRouter,CertificateTransparencyComponentUpdater',
];

export async function launch(profile: string, options: Options = {}): Promise<Extension> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  const folder = options.folder ?? BUILD;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: options.headless ?? !process.env['HEADED'],
    viewport: null, // An emulated one would give the popup a size it never has.
    args: [
      `--disable-extensions-except=${folder}`,
      `--load-extension=${folder}`,
      '--window-size=1280,800',
      ...QUIET,
      ...(options.args ?? []),
    ],
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const root = await browserSession(context);
  const id = new URL(worker.url()).host;
  const unwatch = await options.guard?.watch(context, root, id);
  const { close, ...rest } = control(context, root, id);
  return {
    ...rest,
    close: async () => {
      unwatch?.();
      await close();
    },
  };
}

function control(context: BrowserContext, root: CDPSession, id: string): Extension {
  const url: Extension['url'] = (view, rest = '') => `chrome-extension://${id}/${view}${rest}`;

  const openTab = async (address: string): Promise<Page> => {
    const page = await context.newPage();
    // A page of another site gets another renderer, and Playwright's emulation with it.
    page.on('domcontentloaded', () => void endFocusEmulation(page).catch(ignoreClosed(page)));
    await page.goto(address);
    await endFocusEmulation(page);
    return page;
  };

  return {
    context,
    id,
    url,
    openTab,
    openView: (view, rest) => openTab(url(view, rest)),

    async openPopup(page) {
      await endFocusEmulation(page);
      const opened = context.waitForEvent('page', {
        predicate: (candidate) => isPopup(candidate, url('popup.html')),
        timeout: 10_000,
      });
      await triggerAction(root, id, page);
      const popup = await opened;
      await popup.waitForLoadState();
      return popup;
    },

    async worker() {
      const page = anyPage(context);
      const session = await context.newCDPSession(page);
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.startWorker', { scopeURL: `chrome-extension://${id}/` });
      await session.detach();
      return context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker');
    },

    async stopServiceWorker() {
      const session = await context.newCDPSession(anyPage(context));
      // An open page of ours wakes it again at once, so its stopping is heard, not looked for.
      let stopped = false;
      session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        stopped ||= versions.some(({ runningStatus }) => runningStatus === 'stopped');
      });
      await session.send('ServiceWorker.enable');
      stopped = false;
      await session.send('ServiceWorker.stopAllWorkers');
      await until('the service worker stops', () => Promise.resolve(stopped));
      await session.detach();
    },

    async kill() {
      const closed = context.waitForEvent('close', { timeout: 10_000 });
      const { processInfo } = await root.send('SystemInfo.getProcessInfo');
      const browser = processInfo.find(({ type }) => type === 'browser');
      if (!browser) throw new Error('The browser does not tell its process.');
      process.kill(browser.id, 'SIGKILL');
      await closed;
    },

    close: () => context.close(),
  };
}

async function triggerAction(root: CDPSession, id: string, page: Page): Promise<void> {
  await page.bringToFront();
  let targetId: string | undefined;
  await until('the tab is the active one', async () => {
    const active = (await targets(root, 'tab')).find((tab) => tab.active && tab.url === page.url());
    targetId = active?.targetId;
    return active !== undefined;
  });
  // Playwright's types stop short of this domain.
  const send = root.send.bind(root) as (method: string, params: object) => Promise<unknown>;
  await send('Extensions.triggerAction', { id, targetId });
}

interface Target {
  readonly targetId: string;
  readonly url: string;
  readonly active: boolean;
}

async function targets(root: CDPSession, type: string): Promise<readonly Target[]> {
  const { targetInfos } = await root.send('Target.getTargets', { filter: [{ type }] });
  return targetInfos.map((info) => {
    const { embedderData } = info as { embedderData?: { tabActive?: boolean } };
    return { targetId: info.targetId, url: info.url, active: embedderData?.tabActive === true };
  });
}

/** Playwright makes every page believe that it has the focus; behind a popup, or in a second tab, none has. */
async function endFocusEmulation(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  await session.detach();
}

/** A page that closes meanwhile needs no emulation ended; anything else is a failure. */
const ignoreClosed =
  (page: Page) =>
  (error: unknown): void => {
    if (!page.isClosed()) throw error;
  };

async function browserSession(context: BrowserContext): Promise<CDPSession> {
  const browser = context.browser();
  if (!browser) throw new Error('This context has no browser of its own.');
  return browser.newBrowserCDPSession();
}

function anyPage(context: BrowserContext): Page {
  const page = context.pages()[0];
  if (!page) throw new Error('Open a tab first: a worker is reached through a page.');
  return page;
}

const isPopup = (page: Page, address: string): boolean => page.url().split(/[?#]/)[0] === address;

/** Asks again until it holds: the browser has no event for it. */
export async function until(what: string, holds: () => Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
