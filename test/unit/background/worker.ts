/** The real background in Node: a fake browser, an IndexedDB in memory, and a key derivation that costs nothing. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { expect, vi } from 'vitest';
import type { KdfParams } from '../../../lib/crypto/kdf';
import type { Outcome } from '../../../lib/messaging/receive';
import { createSend, type Send } from '../../../lib/messaging/send';
import type { FrameReport } from '../../../lib/fields/report';
import {
  EXTENSION_ID,
  EXTENSION_ORIGIN,
  fakePort,
  newBrowser,
  type FakeBrowser,
  type FakePort,
} from '../platform/fake-browser';
import type { FakeDocument } from '../platform/fake-tabs';

vi.mock('#imports', () => ({ defineBackground: (main: () => void) => main }));
vi.mock('../../../lib/platform/browser', async () => import('../platform/fake-browser'));
vi.mock('../../../lib/crypto/kdf', async (original) => ({
  ...(await original<object>()),
  argon2: async (passphrase: string, salt: Uint8Array) =>
    new Uint8Array(
      await crypto.subtle.digest('SHA-256', Buffer.concat([Buffer.from(passphrase.normalize('NFKC')), salt])),
    ),
  calibrate: async (): Promise<KdfParams> => Promise.resolve({ m: 47_104, t: 1, p: 1 }),
}));

export const PASSPHRASE = 'a passphrase for tests';
/** A step of 30 s begins here. */
export const START = 1_700_000_010_000;

export interface Worker {
  fake: FakeBrowser;
  /** What a page of ours asks. Rejects with a `Problem`. */
  popup: Send;
  manager: Send;
  recovery: Send;
  /** A page that listens to events. */
  page: FakePort;
  /** All that pages were answered. */
  replies: unknown[];
  /** What the page in a tab was asked to type. */
  typed: string[];
  /** The worker is stopped and woken: memory is gone, storage stays. */
  restart(): Promise<void>;
  /** When the session was last seen alive. */
  seenAt(): number | undefined;
  /** A tab in front that shows one document with a code field, but for the changes. */
  show(tabId: number, url: string, changes?: Partial<FrameReport>): FakeDocument;
}

/** One act at a time, as `navigator.locks` does it. */
function fakeLocks() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    request: async <T>(_name: string, act: () => Promise<T>): Promise<T> => {
      const next = last.then(act);
      last = next.catch(() => undefined);
      return next;
    },
  };
}

const { setTimeout: realTimeout } = globalThis;
const timers = new Set<ReturnType<typeof setTimeout>>();

/** A worker's timers go with it. */
function stopTimers(): void {
  for (const timer of timers) clearTimeout(timer);
  timers.clear();
  const tracked = (act: () => void, ms?: number) => {
    const timer = realTimeout(act, ms);
    timers.add(timer);
    return timer;
  };
  vi.stubGlobal('setTimeout', tracked);
}

/** What the worker before left under way ends first: it would act on the next one's browser. */
async function settle(): Promise<void> {
  stopTimers();
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
}

export async function startWorker(): Promise<Worker> {
  await settle();
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('navigator', { locks: fakeLocks() });
  const worker: Worker = {
    fake: newBrowser(),
    popup: createSend((message) => ask(worker, 'popup', message)),
    manager: createSend((message) => ask(worker, 'manager', message)),
    recovery: createSend((message) => ask(worker, 'recovery', message)),
    page: fakePort('events', senderOf('popup')),
    replies: [],
    typed: [],
    restart: async () => {
      stopTimers();
      const { areas, tabs, documents } = worker.fake;
      worker.fake = newBrowser();
      for (const name of ['session', 'local'] as const)
        for (const [key, value] of areas[name].values) worker.fake.areas[name].values.set(key, value);
      for (const [id, tab] of tabs) worker.fake.tabs.set(id, tab);
      for (const [id, each] of documents) worker.fake.documents.set(id, each);
      await run(worker);
    },
    seenAt: () => (worker.fake.areas.session.values.get('session') as { seenAt: number } | undefined)?.seenAt,
    show: (tabId, url, changes = {}) => showPage(worker, tabId, url, changes),
  };
  await run(worker);
  return worker;
}

async function run(worker: Worker): Promise<void> {
  const { default: main } = await import('../../../entrypoints/background/index');
  (main as unknown as () => void)();
  worker.page = fakePort('events', senderOf('popup'));
  worker.fake.api.runtime.onConnect.emit(worker.page);
}

export type Page = 'popup' | 'manager' | 'recovery';

export function senderOf(page: string) {
  return { id: EXTENSION_ID, origin: EXTENSION_ORIGIN, url: `${EXTENSION_ORIGIN}/${page}.html` };
}

async function ask(worker: Worker, page: Page, message: unknown): Promise<Outcome> {
  const [outcome] = worker.fake.api.runtime.onMessage.emit(message, senderOf(page)) as [Promise<Outcome>];
  worker.replies.push(await outcome);
  return outcome;
}

function showPage(worker: Worker, tabId: number, url: string, changes: Partial<FrameReport>): FakeDocument {
  for (const tab of worker.fake.tabs.values()) tab.active = false;
  worker.fake.tabs.set(tabId, { id: tabId, url, active: true, windowId: 1 });
  const report: FrameReport = {
    origin: new URL(url).origin,
    ancestors: [],
    opaque: false,
    field: 'totp',
    score: 5,
    focused: false,
    cells: 1,
    occupied: false,
    picked: false,
    enrolment: false,
    reasons: [],
    ...changes,
  };
  const document: FakeDocument = {
    frameId: 0,
    documentId: `document-${tabId}`,
    report,
    fill: (request) => {
      worker.typed.push((request as { code: string }).code);
      return { result: 'filled', sent: 'no' };
    },
  };
  worker.fake.documents.set(tabId, [document]);
  return document;
}

/** Time passes, without anyone at work. */
export function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

/** Minutes of use: the heart beats, and the session stays alive. */
export async function live(worker: Worker, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    pass(60_000);
    // Each look of a poll moves the clock a little: what counts is that it beat after this.
    const at = Date.now();
    worker.fake.api.alarms.onAlarm.emit({ name: 'heartbeat' });
    await expect.poll(() => worker.seenAt()).toBeGreaterThanOrEqual(at);
  }
}

/** The table of RFC 4226, appendix D, and of RFC 6238: one secret. */
export const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
export const HOTP_CODES = ['755224', '287082', '359152', '969429'] as const;
export const OTHER_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

export const totpUri = (issuer: string, secret = RFC_SECRET): string =>
  `otpauth://totp/${issuer}:ann?secret=${secret}&issuer=${issuer}`;
export const hotpUri = (secret = RFC_SECRET): string =>
  `otpauth://hotp/Counter:ann?secret=${secret}&issuer=Counter&counter=0`;

export const place = (host: string, port?: number) => ({
  host,
  ...(port === undefined ? {} : { port }),
  subdomains: false,
});
