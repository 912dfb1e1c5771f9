import { EVENTS_PORT, parseEvent, type EventName } from '../messaging/events';
import { browser } from './browser';

/** Long enough that a worker which can't start is not asked in a loop, short enough that a lock is seen at once. */
const AGAIN_AFTER_MS = 100;

/**
 * Listens to the worker's events until the returned function is called. A stopped worker closes the Port; it is
 * opened again, and `vault/changed` is reported, because something may have been missed in between.
 */
export function listen(onevent: (name: EventName) => void): () => void {
  let port: ReturnType<typeof browser.runtime.connect> | undefined;
  let over = false;
  const connect = (): void => {
    port = browser.runtime.connect({ name: EVENTS_PORT });
    port.onMessage.addListener((message: unknown) => {
      const name = parseEvent(message);
      if (name) onevent(name);
    });
    port.onDisconnect.addListener(() => {
      setTimeout(again, AGAIN_AFTER_MS);
    });
  };
  const again = (): void => {
    if (over) return;
    connect();
    onevent('vault/changed');
  };
  connect();
  return () => {
    over = true;
    port?.disconnect();
  };
}
