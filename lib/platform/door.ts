/** Where messages and Ports come in. Nothing else of ours listens anywhere. */
import type { Sender } from '../messaging/contract';
import { EVENTS_PORT, type EventName } from '../messaging/events';
import type { From, Outcome } from '../messaging/receive';
import { browser } from './browser';
import { identify } from './sender';

const self = () => ({
  id: browser.runtime.id,
  origin: new URL(browser.runtime.getURL('/')).href.replace(/\/$/, ''),
});

/** Answers messages of our own contexts; others get no answer at all. */
export function answerMessages(answer: (message: unknown, from: From) => Promise<Outcome>): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: unknown) => {
    const from = identify(sender as Parameters<typeof identify>[0], self());
    return from === undefined ? undefined : answer(message, from);
  });
}

export interface Events {
  /** Tells all pages of ours of an event. */
  readonly tell: (name: EventName) => void;
  /** Whether such a page is there to hear of one. */
  readonly hears: (page: Sender) => boolean;
}

/** Takes the Ports of our own pages. */
export function openEvents(): Events {
  const ports = new Map<ReturnType<typeof browser.runtime.connect>, Sender>();
  browser.runtime.onConnect.addListener((port) => {
    const from = port.sender && identify(port.sender, self());
    if (port.name !== EVENTS_PORT || from === undefined || from.sender === 'injected') {
      port.disconnect();
      return;
    }
    ports.set(port, from.sender);
    port.onDisconnect.addListener(() => ports.delete(port));
  });
  return {
    tell: (name) => {
      for (const port of ports.keys()) {
        try {
          port.postMessage({ name, detail: null });
        } catch {
          ports.delete(port); // Its page is gone; the others must hear of it all the same.
        }
      }
    },
    hears: (page) => [...ports.values()].includes(page),
  };
}
