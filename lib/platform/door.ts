/** Where messages and Ports come in. Nothing else of ours listens anywhere. */
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

/** Takes the Ports of our own pages, and returns what tells them all of an event. */
export function openEvents(): (name: EventName) => void {
  const ports = new Set<ReturnType<typeof browser.runtime.connect>>();
  browser.runtime.onConnect.addListener((port) => {
    const from = port.sender && identify(port.sender, self());
    if (port.name !== EVENTS_PORT || from === undefined || from.sender === 'injected') {
      port.disconnect();
      return;
    }
    ports.add(port);
    port.onDisconnect.addListener(() => ports.delete(port));
  });
  return (name) => {
    for (const port of ports) {
      try {
        port.postMessage({ name, detail: null });
      } catch {
        ports.delete(port); // Its page is gone; the others must hear of it all the same.
      }
    }
  };
}
