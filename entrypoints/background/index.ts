/** Builds everything and registers every listener at once: a worker wakes for an event only if it was listening. */
import { defineBackground } from '#imports';
import { argon2, calibrate } from '../../lib/crypto/kdf';
import { receive } from '../../lib/messaging/receive';
import { answerMessages, openEvents } from '../../lib/platform/door';
import { makeMenusOnInstall, onCommand, onMenuFill } from '../../lib/platform/gestures';
import { forgetPaint } from '../../lib/platform/paint';
import { closeStorageToSites, memoryCell, SESSION_CELL } from '../../lib/platform/session-area';
import { onAway, onHeartbeat, startHeartbeat, stopHeartbeat } from '../../lib/platform/timing';
import { Problem } from '../../lib/problem';
import { createIndexedDbStore } from '../../lib/vault/engines/indexed-db-store';
import { createKeyKeeper } from '../../lib/vault/session/key-keeper';
import { createSession, type SessionData } from '../../lib/vault/session/session';
import { createVault } from '../../lib/vault/vault';
import { createActs } from './acts';
import { createCounters } from './counters';
import { createFiller } from './fill';
import { createHandlers } from './handlers';
import { createIntents } from './intents';
import { createPainter } from './paint';

export default defineBackground(() => {
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
  const now = () => Date.now();
  const tell = openEvents();
  const intents = createIntents(now);
  const session = createSession({
    area: memoryCell<SessionData>(SESSION_CELL),
    keeper: createKeyKeeper(indexedDB),
    random,
    now,
  });
  const vault = createVault({
    store: createIndexedDbStore(indexedDB),
    session,
    kdf: argon2,
    calibrate: () => calibrate(argon2, () => performance.now()),
    random,
    exclusive: (act) => navigator.locks.request('vault', act),
    onlock: async () => {
      // All of them, whichever fails; the paint first, because a popup could open meanwhile.
      const paint = forgetPaint();
      await Promise.allSettled([paint, counters.clear(), intents.forgetOutcome(), stopHeartbeat()]);
      await paint;
    },
    onlocked: () => tell('vault/locked'),
  });
  const counters = createCounters(vault, now);
  const painter = createPainter({ vault, now, onchange: () => tell('vault/changed') });
  const fill = createFiller({ vault, now, counters, onchange: painter.changed });
  const acts = createActs({ vault, fill, intents });
  const onunlock = async (): Promise<void> => {
    await startHeartbeat();
    tell('vault/changed');
    // Not waited for: whoever unlocked asks for the codes in view, and must not wait for all of them.
    unheard(painter.paint());
  };
  const handlers = createHandlers({ vault, now, fill, intents, counters, painter, onunlock });

  answerMessages((message, from) =>
    receive(message, from, async () => (await vault.session())?.role ?? 'anyone', handlers),
  );
  onCommand((name, tabId) => {
    if (name === 'lock') unheard(vault.lock());
    else if (tabId !== undefined) unheard(acts.fillHere(tabId));
  });
  onMenuFill((tabId, frameId) => unheard(acts.fillHere(tabId, frameId)));
  onHeartbeat(() => unheard(vault.beat()));
  onAway(() => unheard(vault.lock()));
  makeMenusOnInstall();
  unheard(closeStorageToSites());
});

/** An act that no page waits for: how it failed is noted on our side, without what it was about. */
function unheard(act: Promise<unknown>): void {
  act.catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'vault-locked') return; // Overtaken by a lock, as is right.
    console.error('unexpected', error instanceof Error ? error.name : typeof error);
  });
}
