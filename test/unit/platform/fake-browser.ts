/**
 * A browser for tests: as much of the extension API as our code uses, with its state in the open. Use it by
 * `vi.mock('<path>/lib/platform/browser', async () => import('<path>/platform/fake-browser'))`, and give each test
 * a new one with `newBrowser()`.
 */
import messages from '../../../public/_locales/en/messages.json';
import { complete, copy, fakeEvent } from './fake-event';
import { fakeArea } from './fake-storage';
import { fakeScripting, fakeTabs, type FakeDocument, type FakeTab } from './fake-tabs';

export const EXTENSION_ID = 'lockstep';
export const EXTENSION_ORIGIN = `chrome-extension://${EXTENSION_ID}`;

export interface FakeSender {
  id?: string;
  origin?: string;
  url?: string;
  documentId?: string;
  tab?: { id?: number };
}

export interface FakePort {
  name: string;
  sender?: FakeSender;
  /** What was posted into it. */
  posted: unknown[];
  closed: boolean;
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: ReturnType<typeof fakeEvent<[unknown]>>;
  onDisconnect: ReturnType<typeof fakeEvent<[FakePort]>>;
}

/** As in the browser: a closed Port takes no message, and only the other end hears of `disconnect`. */
export function fakePort(name: string, sender?: FakeSender): FakePort {
  const port: FakePort = {
    name,
    ...(sender === undefined ? {} : { sender }),
    posted: [],
    closed: false,
    postMessage(message) {
      if (port.closed) throw new Error('Attempting to use a disconnected port object');
      port.posted.push(copy(message));
    },
    disconnect() {
      port.closed = true;
    },
    onMessage: fakeEvent(),
    onDisconnect: fakeEvent(),
  };
  return port;
}

export type FakeBrowser = ReturnType<typeof createFakeBrowser>;

function createFakeBrowser() {
  const calls: { readonly call: string; readonly args: readonly unknown[] }[] = [];
  const log = (call: string, ...args: unknown[]): void => void calls.push({ call, args: copy(args) });
  /** A call that only has to be seen. */
  const noted =
    (call: string) =>
    async (...args: unknown[]): Promise<void> => {
      log(call, ...args);
      return Promise.resolve();
    };
  const documents = new Map<number, FakeDocument[]>();
  const { api: tabsApi, tabs } = fakeTabs(log);
  const areas = {
    session: fakeArea('session', log),
    local: fakeArea('local', log),
    sync: fakeArea('sync', log),
  };
  const ports: FakePort[] = [];
  const api = {
    runtime: {
      id: EXTENSION_ID,
      getURL: (path: string) => `${EXTENSION_ORIGIN}/${path.replace(/^\//, '')}`,
      sendMessage: async (message: unknown): Promise<unknown> => {
        log('runtime.sendMessage', message);
        return Promise.resolve(undefined);
      },
      connect: ({ name }: { name: string }): FakePort => {
        const port = fakePort(name);
        ports.push(port);
        return port;
      },
      onMessage: fakeEvent<[unknown, FakeSender]>(),
      onConnect: fakeEvent<[FakePort]>(),
      onInstalled: fakeEvent<[{ reason: string }]>(),
    },
    storage: { session: areas.session.area, local: areas.local.area, sync: areas.sync.area },
    tabs: tabsApi,
    windows: { update: noted('windows.update') },
    action: {
      setBadgeBackgroundColor: noted('action.setBadgeBackgroundColor'),
      setBadgeText: noted('action.setBadgeText'),
      setTitle: noted('action.setTitle'),
      openPopup: noted('action.openPopup'),
    },
    scripting: fakeScripting(documents, log),
    alarms: {
      create: noted('alarms.create'),
      clear: noted('alarms.clear'),
      onAlarm: fakeEvent<[{ name: string }]>(),
    },
    idle: {
      setDetectionInterval: (seconds: number) => log('idle.setDetectionInterval', seconds),
      onStateChanged: fakeEvent<['active' | 'idle' | 'locked']>(),
    },
    commands: {
      getAll: async (): Promise<{ name: string; shortcut: string }[]> => Promise.resolve([]),
      onCommand: fakeEvent<[string, Partial<FakeTab>?]>(),
    },
    contextMenus: {
      removeAll: noted('contextMenus.removeAll'),
      create: (menu: object) => log('contextMenus.create', menu),
      onClicked: fakeEvent<[{ menuItemId: string; frameId?: number }, Partial<FakeTab>?]>(),
    },
    i18n: { getMessage: (key: string, substitutions: string[] = []) => messageOf(key, substitutions) },
  };
  return { api, calls, areas, tabs, documents, ports };
}

interface Message {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}

/** As the browser reads `_locales`: named placeholders stand for numbered ones; an unknown key gives nothing. */
function messageOf(key: string, substitutions: readonly string[]): string {
  const found = (messages as Readonly<Record<string, Message>>)[key];
  if (!found) return '';
  const numbered = found.message.replace(
    /\$(\w+)\$/g,
    (_, name: string) => found.placeholders?.[name.toLowerCase()]?.content ?? '',
  );
  return numbered.replace(/\$([1-9])/g, (_, number: string) => substitutions[Number(number) - 1] ?? '');
}

let current = createFakeBrowser();

/** Replaces the browser that `browser` stands for. */
export function newBrowser(): FakeBrowser {
  current = createFakeBrowser();
  return current;
}

/** Takes the place of lib/platform/browser's own. */
export const browser = new Proxy({} as FakeBrowser['api'], {
  get: (_, property): unknown => Reflect.get(complete('browser', current.api), property),
});
