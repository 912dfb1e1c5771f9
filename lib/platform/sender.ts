import type { Sender } from '../messaging/contract';
import type { From } from '../messaging/receive';

interface MessageSender {
  id?: string | undefined;
  origin?: string | undefined;
  url?: string | undefined;
  documentId?: string | undefined;
  tab?: { id?: number | undefined } | undefined;
}

const pages: Readonly<Record<string, Sender>> = {
  '/popup.html': 'popup',
  '/manager.html': 'manager',
  '/recovery.html': 'recovery',
};

/** Tells our own pages from scripts injected into sites. Anything else, opaque origins included, is not answered. */
export function identify(sender: MessageSender, self: { id: string; origin: string }): From | undefined {
  if (sender.id !== self.id) return undefined;
  // Chrome's `origin` can't be forged by a compromised renderer; Firefox only offers `url`.
  const origin = sender.origin ?? originOf(sender.url);
  if (origin === undefined || origin === 'null') return undefined; // A sandboxed frame: its `url` would still show the site.
  if (origin !== self.origin) {
    return {
      sender: 'injected',
      origin,
      ...(sender.tab?.id === undefined ? {} : { tabId: sender.tab.id }),
      ...(sender.documentId === undefined ? {} : { documentId: sender.documentId }),
    };
  }
  const path = sender.url?.startsWith(`${self.origin}/`) ? new URL(sender.url).pathname : undefined;
  const page = path !== undefined && Object.hasOwn(pages, path) ? pages[path] : undefined;
  return page && { sender: page, origin };
}

function originOf(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  // The URL parser gives extension schemes an opaque origin in some engines.
  return /^(moz-extension|chrome-extension):\/\/[^/]+/.exec(url)?.[0] ?? parseUrl(url)?.origin;
}

function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
