/** Builds everything and registers every listener at once: a worker wakes for an event only if it was listening. */
import { defineBackground } from '#imports';
import { argon2, calibrate } from '../../lib/crypto/kdf';
import type { Need } from '../../lib/messaging/contract';
import { receive } from '../../lib/messaging/receive';
import { answerMessages, openEvents } from '../../lib/platform/door';
import { makeMenusOnInstall, onCommand, onMenuFill } from '../../lib/platform/gestures';
import { forgetPaint } from '../../lib/platform/paint';
import { closeStorageToSites } from '../../lib/platform/session-area';
import { onAway, onHeartbeat, startHeartbeat, stopHeartbeat } from '../../lib/platform/timing';
import { Problem } from '../../lib/problem';
import { createVault, type Vault } from '../../lib/vault/vault';
import { createActs, type Acts } from './acts';
import { createCounters } from './counters';
import { createFiller } from './fill';
import { createHandlers } from './handlers';
import { createIntents } from './intents';
import { createJournal, type Journal } from './journal';
import { createPainter } from './paint';
import { createPicker } from './pick';
import { createStorage } from './storage';

export default defineBackground(() => {
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
  const now = () => Date.now();
  const clock = () => performance.now();
  const events = openEvents();
  const intents = createIntents(now);
  const journal = createJournal(now);
  const storage = createStorage(random, now);
  const shown = () => [counters.clear(), intents.forgetOutcome(), storage.care.remove(), journal.withdraw()];
  const vault = createVault({
    ...storage,
    kdf: argon2,
    calibrate: () => calibrate(argon2, clock),
    random,
    now,
    clock,
    exclusive: (act) => navigator.locks.request('vault', act),
    onlock: (soft) => forgetShown(soft, shown),
    onleave: journal.leave,
    onlocked: () => events.tell('vault/locked'),
  });
  const counters = createCounters(vault, now);
  const painter = createPainter({ vault, now, onchange: () => events.tell('vault/changed') });
  const fill = createFiller({ vault, now, clock, counters, journal, onchange: painter.changed });
  const acts = createActs({ vault, fill, intents, seen: () => events.hears('popup') });
  const picker = createPicker({ vault, now, clock, onchange: painter.changed, acts });
  const onunlock = async (): Promise<void> => {
    await startHeartbeat();
    events.tell('vault/changed');
    // Not waited for: whoever unlocked asks for the codes in view, and must not wait for all of them.
    unheard(painter.paint().then(vault.care.tend));
  };
  const ready = vault.recovery.finishErasing();
  const handlers = createHandlers({
    vault,
    shelf: storage.shelf,
    now,
    fill,
    acts,
    picker,
    intents,
    counters,
    painter,
    journal,
    ready: ready.catch(() => undefined),
    onunlock,
  });

  answerMessages((message, from) => receive(message, from, () => rankOf(vault, now), handlers));
  listen({ vault, acts, journal });
  for (const act of [closeStorageToSites(), ready]) unheard(act);
});

interface Heard {
  readonly vault: Vault;
  readonly acts: Acts;
  readonly journal: Journal;
}

/** What happens without a message: gestures, time, the machine, an installation or update. */
function listen({ vault, acts, journal }: Heard): void {
  onCommand((name, tabId) => {
    if (name === 'lock') unheard(vault.lock());
    else if (tabId !== undefined) unheard(acts.fillHere(tabId));
  });
  onMenuFill((tabId, frameId) => unheard(acts.fillHere(tabId, frameId)));
  onHeartbeat(() => unheard(beat(vault, journal)));
  onAway(() => unheard(vault.lockSoftly()));
  makeMenusOnInstall();
}

async function beat(vault: Vault, journal: Journal): Promise<void> {
  await vault.beat();
  if (!(await vault.session())) {
    // Nothing is left that time could end.
    if ((await vault.locked()).pinTries === undefined) await stopHeartbeat();
    return;
  }
  await journal.flush(vault);
  await vault.care.tend();
}

/** All of it, whichever part fails; the paint first, because a popup could open meanwhile. */
async function forgetShown(soft: boolean, others: () => readonly Promise<void>[]): Promise<void> {
  const paint = forgetPaint();
  // Softly locked, what a PIN opens still has its time.
  await Promise.allSettled([paint, ...others(), soft ? undefined : stopHeartbeat()]);
  await paint;
}

/** What the session can do now. */
async function rankOf(vault: Vault, now: () => number): Promise<Need> {
  const session = await vault.session();
  if (!session) return 'anyone';
  return session.role === 'owner' && now() < session.elevatedUntil ? 'elevated' : session.role;
}

/** An act that no page waits for: how it failed is noted on our side, without what it was about. */
function unheard(act: Promise<unknown>): void {
  act.catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'vault-locked') return; // Overtaken by a lock, as is right.
    console.error('unexpected', error instanceof Error ? error.name : typeof error);
  });
}
